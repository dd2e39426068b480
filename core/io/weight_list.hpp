#pragma once
#include "core/scene/op_traits.hpp"
#include "core/scene/scene.hpp"

namespace convscope {

// Layers that read their whole input as one list (dense) have weights K,C,H,W, one for each number
// of the input. Files and notebooks mostly hold them as K,D: K lists of D = C*H*W weights.

/// K lists of D weights as K,D,1,1, until the input is known. `list` is 1,1,K,D.
Tensor as_weight_list(ConstTensorView list);

/// Weights of layers that read their whole input, brought to the shape of the input; the order is
/// kept. An Error, with the layer's id in `where`, names both shapes when their counts differ.
/// Does nothing when the shapes of the scene do not work out, which plan_network() tells.
Result<void> fit_weight_lists(Scene& scene);

}  // namespace convscope
