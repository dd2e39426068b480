#pragma once
#include "core/scene/scene.hpp"

namespace convscope {

/// Ok when the objective can be computed of these maps: its layer is there and switched on, and
/// check_objective() of the map that it reads. `plan` is the scene's.
Result<void> check_objective(const Scene& scene, const NetworkPlan& plan);

/// The scene's objective brought to these maps: a cell or class outside the map moves to the
/// nearest one inside. A target or painted gradient keeps its data; where it does not fit any more,
/// or its layer is gone or off, the loss is half the sum of squares (decision 14).
Objective fit_objective(const Scene& scene, const NetworkPlan& plan);

}  // namespace convscope
