#pragma once
#include <optional>
#include <span>
#include <vector>

#include "core/scene/scene.hpp"

namespace convscope {

/// The layer that cannot work on what it reads.
struct StackFailure {
    std::size_t layer = 0;  ///< Its index.
    Shape input;
    Error error;  ///< Of its op; `where` is the path of the field at fault, or empty.
};

struct StackShapes {
    NetworkPlan plan;  ///< As far as it goes.
    std::optional<StackFailure> failure;
};

/// The shapes of a stack on a picture that need not exist. A layer that is switched off fails when
/// its parameters ask for more weights than it may have.
/// Precondition: all ops are known and their parameters within their limits.
StackShapes stack_shapes(std::span<const Layer> layers, Shape picture);

/// What each layer reads, null for those that are switched off. Points into `plan`.
std::vector<const Shape*> layer_inputs(const NetworkPlan& plan, std::size_t layer_count);

/// The shape of weights that a layer needs to read `input`. One that is switched off (null) may
/// read anything: that for the input which its weights were made for. Nothing when the op has
/// none, or when it is off and they are missing.
std::optional<Shape> wanted_weights(const Layer& layer, const Shape* input);

}  // namespace convscope
