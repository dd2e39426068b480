#include "core/scene/objective_fit.hpp"

#include <algorithm>
#include <optional>

#include "core/ops/softmax_cross_entropy.hpp"

namespace convscope {
namespace {

/// The map that the layer of this id makes; nothing when there is none or it is switched off.
std::optional<std::size_t> output_map(const Scene& scene, const NetworkPlan& plan,
                                      std::string_view layer) {
    for (std::size_t i = 0; i < plan.layers.size(); ++i)
        if (scene.layers[plan.layers[i]].id == layer) return i + 1;
    return std::nullopt;
}

Error no_such_output(const Scene& scene, const NetworkPlan& plan) {
    const std::string& wanted = scene.objective.layer;
    std::string known;
    for (const std::size_t layer : plan.layers)
        known += (known.empty() ? "" : ", ") + scene.layers[layer].id;
    const bool is_off = scene.find_layer(wanted) != nullptr;
    return Error{"the gradient is painted on the output of layer \"" + wanted + "\", which " +
                     (is_off ? "is switched off" : "does not exist") + ": " +
                     (known.empty() ? "no layer is on, choose another loss" : "choose " + known),
                 "layer"};
}

}  // namespace

std::size_t objective_map(const Scene& scene, const NetworkPlan& plan) {
    const std::size_t last = plan.shapes.size() - 1;
    const ObjectiveInfo* info = find_objective(scene.objective.kind);
    if (info == nullptr || !info->takes_gradient) return last;
    return output_map(scene, plan, scene.objective.layer).value_or(last);
}

Result<void> check_objective(const Scene& scene, const NetworkPlan& plan) {
    const ObjectiveInfo* info = find_objective(scene.objective.kind);
    if (info != nullptr && info->takes_gradient && !output_map(scene, plan, scene.objective.layer))
        return no_such_output(scene, plan);
    return check_objective(scene.objective, plan.shapes[objective_map(scene, plan)]);
}

Objective fit_objective(const Scene& scene, const NetworkPlan& plan) {
    Objective objective = scene.objective;
    const ObjectiveInfo* info = find_objective(objective.kind);
    if (info == nullptr) return objective;
    const Shape output = plan.shapes[objective_map(scene, plan)];
    if (info->picks_cell) {
        objective.channel = std::clamp(objective.channel, 0, output.c - 1);
        objective.y = std::clamp(objective.y, 0, output.h - 1);
        objective.x = std::clamp(objective.x, 0, output.w - 1);
    }
    if (info->takes_label) objective.label = nearest_label(objective.label, output);
    const bool has_tensor = info->takes_target || info->takes_gradient;
    return has_tensor && !check_objective(scene, plan) ? Objective{} : objective;
}

}  // namespace convscope
