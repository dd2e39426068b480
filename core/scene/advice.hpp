#pragma once
#include <cstddef>
#include <optional>
#include <span>

#include "core/scene/edit.hpp"
#include "core/scene/stack.hpp"

namespace convscope {

// What would work in place of what does not. Everything named here was tried on the whole stack.
// Preconditions as those of stack_shapes().

/// The smallest picture these layers can read, as narrow and as low as can be; nothing when no
/// size within kMaxSide and kMaxPixels is found.
std::optional<Extent2> least_picture(std::span<const Layer> layers, int channels);

/// The largest part of the picture that works, cut to a square where it must be; for stacks that
/// the picture is too large for.
std::optional<Extent2> largest_picture(std::span<const Layer> layers, Shape picture);

/// The largest window of layer `index` with which the stack works on `picture`.
std::optional<Extent2> largest_window(std::span<const Layer> layers, std::size_t index,
                                      Shape picture);

/// The value nearest to the one that the layer has (the smaller of two) with which shapes work,
/// the last map suits the objective and `limit_bytes` suffice.
std::optional<int> nearest_value(const Scene& scene, std::size_t layer, std::size_t field,
                                 std::size_t limit_bytes);

/// A sentence about a stack that fails, with what would work: "its filter is 5 x 5, but the map is
/// only 3 x 3: use a picture of at least 14 x 14, or make the filter at most 3 x 3"; where neither
/// helps, without which layer it works. `where` is the layer's id.
Error stack_error(std::span<const Layer> layers, Shape picture, const StackFailure& failure);

/// The same when a parameter has just been set in `scene`, with the nearest value in place of it.
/// `cause` is why the scene cannot be evaluated.
Error param_error(const Scene& scene, const SetParam& edit, const Error& cause);

}  // namespace convscope
