#pragma once
#include "core/scene/scene.hpp"

namespace convscope {

// What an edit does to the rest of the scene (decision 14).

/// Weights of shape `wanted` made of `weights`: the kernel stays aligned at its centre (of an even
/// size the cell left and above of the middle) and is filled with 0, or cut; filters and channels
/// beyond the old ones repeat the first ones, superfluous ones at the end are dropped.
Tensor fit_weights(ConstTensorView weights, Shape wanted);

/// The parameters with which the op has weights of `wanted` (its filters, height and width; the
/// channels are the input's). Fields are found by what they do to weights_shape, not by name.
/// Precondition: the op has weights.
ParamSet params_for_weights(const OpInfo& op, ParamSet params, Shape wanted);

/// As many filters with as many weights each: as lists by channel, row and column they may be the
/// same.
bool holds_same_lists(Shape a, Shape b);

/// Brings weights and biases of every layer to the shapes that parameters and inputs ask for, and
/// the objective to its map (fit_objective(), Scene::kept_objective). Weights that follow their
/// input are kept and come back with it (Layer::kept); lists of a layer that weighs its whole input
/// stay the same lists where their length is. An Error when shapes do not work out, the last map is
/// nothing for the objective, or it would take too much memory; `scene` is then as it was.
Result<void> refit(Scene& scene);

}  // namespace convscope
