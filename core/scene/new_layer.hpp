#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/scene/scene.hpp"

namespace convscope {

/// A layer to add to `scene` where it will read `input`, still without weights: a fresh id, default
/// parameters, windows clipped to the largest that fits, outputs to as many as may have weights.
/// Precondition: the op exists.
Layer new_layer(const Scene& scene, std::string_view op, Shape input);

/// The weights that such a layer starts with: a vertical edge that keeps values small where they
/// slide, else small random numbers, the same for the same seed. Null when the op has none.
std::shared_ptr<const Tensor> first_weights(const Layer& layer, Shape input, std::uint64_t seed);

/// Between -1 and 1, divided by the power of two next to the root of how many numbers each output
/// adds: the sums stay as large as the numbers. The same for the same seed everywhere.
Tensor small_random_weights(Shape shape, std::uint64_t seed);

}  // namespace convscope
