#pragma once
#include "core/ops/objectives.hpp"

namespace convscope {

// Losses with a tensor of their own, in the shape of the map that they read.
//
//   half_squared_distance   L = 1/2 sum of (P - T)^2     dL/dP = P - T
//                           with Objective::mean both are divided by the number of cells, once
//   upstream                L = sum of U Q               dL/dQ = U
//
// Q is the output of the layer Objective::layer, and U is painted. The maps behind Q have no part
// in L. The difference P - T is rounded, then squared and added by fma; U Q is added by fma.

ObjectiveInfo half_squared_distance();  ///< The rows of objective_table().
ObjectiveInfo upstream_gradient();

/// Ok, or a sentence: the target or gradient is missing, or has another shape than `output`.
Result<void> check_objective_tensor(const ObjectiveInfo& info, const Objective& objective,
                                    Shape output);

/// Ok, or a sentence that names a number of the target or gradient that is not finite.
/// Precondition: the kind is known. Looks at every number.
Result<void> check_objective_numbers(const Objective& objective);

}  // namespace convscope
