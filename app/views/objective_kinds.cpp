#include <algorithm>

#include "app/views/loss_controls.hpp"
#include "app/views/loss_tensor.hpp"
#include "app/views/map_titles.hpp"
#include "core/ops/softmax_cross_entropy.hpp"
#include "core/scene/objective_fit.hpp"

namespace convscope::app {
namespace {

std::shared_ptr<const Tensor> copy_of(const Map& map) {
    return std::make_shared<const Tensor>(map.values.clone());
}

/// A target of before that still fits stays; `layer` is empty where the tensor is a target.
void start_target(const BoardFrame& frame, Objective& objective) {
    const Shape last = frame.results.plan.shapes.back();
    const bool was_target = objective.tensor != nullptr && objective.layer.empty();
    if (was_target && objective.tensor->shape() == last) return;
    const std::string& symbol = frame.model.maps.back().symbol;
    objective.layer.clear();
    objective.tensor = copy_of(frame.results.values.back());
    objective.tensor_name = kept_name(symbol);
    frame.note("The target T is a copy of the present " + symbol +
               ", so L is 0: change the filter, or paint on T.");
}

/// One painted before still has its layer and that layer's shape.
bool fits(const Results& results, const Objective& objective) {
    Scene scene = results.scene;
    scene.objective = objective;
    return check_objective(scene, results.plan).has_value();
}

/// On the output of the first layer that is on, but for one of before that still fits.
void start_upstream(const BoardFrame& frame, Objective& objective) {
    const NetworkPlan& plan = frame.results.plan;
    const bool was_painted = objective.tensor != nullptr && !objective.layer.empty();
    if (plan.layers.empty() || (was_painted && fits(frame.results, objective))) return;
    objective.layer = frame.results.scene.layers[plan.layers.front()].id;
    objective.tensor = copy_of(frame.results.gradients[1]);
    objective.tensor_name.clear();
    const std::string symbol = gradient_symbol(frame.model.maps[1].symbol);
    frame.note(symbol + " stays as it was, and is yours now: drag on it to paint it.");
}

}  // namespace

Objective objective_of_kind(const BoardFrame& frame, const ObjectiveInfo& info) {
    Objective objective = frame.context.scene.objective;
    const Shape last = frame.results.plan.shapes.back();
    objective.kind = info.id;
    objective.channel = std::clamp(objective.channel, 0, last.c - 1);
    objective.x = std::clamp(objective.x, 0, last.w - 1);
    objective.y = std::clamp(objective.y, 0, last.h - 1);
    objective.label = info.takes_label ? nearest_label(objective.label, last) : 0;
    if (info.takes_target) start_target(frame, objective);
    if (info.takes_gradient) start_upstream(frame, objective);
    return objective;
}

}  // namespace convscope::app
