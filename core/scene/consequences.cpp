#include "core/scene/consequences.hpp"

#include <utility>
#include <vector>

#include "core/scene/op_traits.hpp"

namespace convscope {
namespace {

/// The layer that an edit is about; empty when about none.
std::string target_of(const Edit& edit) {
    return std::visit(
        [](const auto& each) -> std::string {
            if constexpr (requires { each.layer; })
                return each.layer;
            else
                return {};
        },
        edit);
}

std::string channels_text(int channels) {
    return std::to_string(channels) + (channels == 1 ? " channel" : " channels");
}

std::string map_text(Shape shape) {
    return std::to_string(shape.w) + " x " + std::to_string(shape.h) + " with " +
           channels_text(shape.c);
}

/// Of a layer whose weights followed another input; empty when they are the same lists.
std::string describe_weights(const Layer& before, const Layer& after) {
    const OpInfo& op = *find_op(after.op);
    const Shape now = after.weights->shape();
    const bool for_maps = weighs_whole_input(op, after.params);
    const std::string whose = "The " + std::string(weights_noun(op)) + " of " + after.id;
    if (after.kept.weights == nullptr) {
        if (before.kept.weights == nullptr) return {};
        return whose + " are back as they were, for " +
               (for_maps ? "a map of " + map_text(now) : channels_text(now.c)) + ".";
    }
    const Shape kept = after.kept.weights->shape();
    if (for_maps)
        return whose + " are fitted to a map of " + map_text(now) + " for now; with a map of " +
               map_text(kept) + " again they come back as they were.";
    return whose + " are fitted to " + channels_text(now.c) + " for now; with " +
           channels_text(kept.c) + " again they come back as they were.";
}

void add_weights(const Scene& before, const Edit& edit, const Scene& after,
                 std::vector<std::string>& sentences) {
    const std::string target = target_of(edit);
    for (const Layer& layer : after.layers) {
        const Layer* old = before.find_layer(layer.id);
        const bool is_target = layer.id == target && !std::holds_alternative<MoveLayer>(edit) &&
                               !std::holds_alternative<SetEnabled>(edit);
        if (is_target || old == nullptr || old->weights == nullptr || layer.weights == nullptr)
            continue;
        if (old->weights->shape() == layer.weights->shape()) continue;
        if (auto text = describe_weights(*old, layer); !text.empty())
            sentences.push_back(std::move(text));
    }
}

/// Why the loss `old` could not stay what it was.
std::string why_dropped(const Objective& old, const Scene& after, const NetworkPlan& plan) {
    const ObjectiveInfo& info = *find_objective(old.kind);
    if (info.picks_cell) return "the cell chosen before belonged to the other picture";
    Scene wanted = after;
    wanted.objective = old;
    const Layer* layer = after.find_layer(old.layer);
    if (info.takes_gradient && (layer == nullptr || !layer->enabled))
        return "the layer " + old.layer + ", on whose output a gradient was painted, is " +
               (layer == nullptr ? "gone" : "off");
    const Shape map = plan.shapes[objective_map(wanted, plan)];
    return "its " + std::string(info.takes_target ? "target" : "gradient") + " was for a map of " +
           map_text(old.tensor->shape()) + ", and this one is " + map_text(map);
}

void add_objective(const Scene& before, const Scene& after, std::vector<std::string>& sentences) {
    const Objective &old = before.objective, &now = after.objective;
    const auto plan = plan_shapes(after);
    if (old == now || !plan) return;
    if (before.kept_objective != nullptr && now == *before.kept_objective) {
        sentences.push_back("The loss is the " + std::string(find_objective(now.kind)->label) +
                            " again, as it was.");
        return;
    }
    if (old.kind != now.kind) {
        sentences.push_back(
            "The loss is the " + std::string(find_objective(now.kind)->label) + ": " +
            why_dropped(old, after, *plan) +
            (after.kept_objective == nullptr ? "." : "; it comes back with its map."));
        return;
    }
    const Shape last = plan->shapes[objective_map(after, *plan)];
    if (old.label != now.label)
        sentences.push_back("The class of the loss is " + std::to_string(now.label) +
                            " now, the last of " + std::to_string(last.count()) + ".");
    else
        sentences.push_back("The cell of the loss is x = " + std::to_string(now.x) + ", y = " +
                            std::to_string(now.y) + " of channel " + std::to_string(now.channel) +
                            " now: the last map is " + map_text(last) + ".");
}

}  // namespace

std::string describe_consequences(const Scene& before, const Edit& edit, const Scene& after) {
    if (std::holds_alternative<ReplaceScene>(edit)) return {};
    std::vector<std::string> sentences;
    add_weights(before, edit, after, sentences);
    if (!std::holds_alternative<SetObjective>(edit)) add_objective(before, after, sentences);
    std::string text;
    for (const std::string& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
    return text;
}

}  // namespace convscope
