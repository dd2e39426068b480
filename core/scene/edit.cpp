#include "core/scene/edit.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <new>

#include "core/scene/advice.hpp"
#include "core/scene/layer_edits.hpp"
#include "core/scene/refit.hpp"

namespace convscope {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

/// The layer, which must have weights (`what` the edit wants to change).
Result<Layer*> layer_with_weights(Scene& scene, const std::string& id, std::string_view what) {
    auto layer = layer_of(scene, id);
    if (layer && (*layer)->weights == nullptr)
        return Error{std::string(find_op((*layer)->op)->label) + " has no " + std::string(what) +
                         " to set: choose a layer that has",
                     id};
    return layer;
}

/// Every edit checks only what it brings; refit() and plan_network() check the rest.
Result<void> change(Scene& scene, const PaintImage& edit) {
    const Shape have = scene.image.shape(), next = edit.image.shape();
    if (have != next)
        return Error{"painting cannot change the picture's size (" + std::to_string(have.w) +
                         " x " + std::to_string(have.h) + " to " + std::to_string(next.w) + " x " +
                         std::to_string(next.h) + "): set another picture instead",
                     "image"};
    scene.image = edit.image;
    return {};
}

Result<void> change(Scene& scene, const SetImage& edit) {
    const ObjectiveInfo* objective = find_objective(scene.objective.kind);
    const bool picks_cell = objective != nullptr && objective->picks_cell;
    if (picks_cell && scene.image.shape().plane() != edit.image.shape().plane())
        scene.objective = {};
    scene.image = edit.image;
    scene.image_name = edit.name;
    return refit(scene);
}

bool is_inside(Cell cell, Shape shape) {
    return cell.n >= 0 && cell.n < shape.n && cell.c >= 0 && cell.c < shape.c &&
           shape.plane().contains(cell.x, cell.y);
}

Result<void> change(Scene& scene, const SetWeight& edit) {
    const auto layer = layer_with_weights(scene, edit.layer, "weights");
    if (!layer) return layer.error();
    const Tensor& old = *(*layer)->weights;
    const Shape shape = old.shape();
    const auto [k, c, b, a] = edit.cell;
    const std::string name = "filter " + std::to_string(k) + ", channel " + std::to_string(c) +
                             ", row " + std::to_string(b) + ", column " + std::to_string(a);
    if (!is_inside(edit.cell, shape))
        return Error{"there is no weight at " + name + ": there are " + std::to_string(shape.n) +
                         " filters of " + std::to_string(shape.c) + " channels, " +
                         std::to_string(shape.w) + " x " + std::to_string(shape.h),
                     edit.layer};
    if (!std::isfinite(edit.value))
        return Error{"the weight at " + name + " must be a finite number: type one", edit.layer};
    if (std::bit_cast<std::uint32_t>(old.view()(edit.cell)) ==
        std::bit_cast<std::uint32_t>(edit.value))
        return {};
    Tensor weights = old.clone();
    weights.view()(edit.cell) = edit.value;
    (*layer)->weights = std::make_shared<const Tensor>(std::move(weights));
    (*layer)->weights_name.clear();
    (*layer)->kept = {};
    return {};
}

Result<void> change(Scene& scene, const SetWeights& edit) {
    const auto found = layer_with_weights(scene, edit.layer, "weights");
    if (!found) return found.error();
    if (edit.weights == nullptr || edit.weights->empty())
        return Error{"the new weights are empty: give at least one", edit.layer};
    Layer& layer = **found;
    const int channels = layer.weights->shape().c, given = edit.weights->shape().c;
    if (given != channels)
        return Error{"the new weights are for " + std::to_string(given) +
                         " channels, but the layer reads " + std::to_string(channels) +
                         ": give weights for each of them",
                     edit.layer};
    layer.params = params_for_weights(*find_op(layer.op), layer.params, edit.weights->shape());
    if (auto ok = refit(scene); !ok) return ok;
    if (!same_bits(layer.weights->view(), edit.weights->view())) layer.weights = edit.weights;
    layer.weights_name = edit.name;
    layer.kept = {};
    return {};
}

Result<void> change(Scene& scene, const SetBias& edit) {
    const auto layer = layer_with_weights(scene, edit.layer, "bias");
    if (!layer) return layer.error();
    (*layer)->bias = edit.bias;
    return {};
}

Result<void> change(Scene& scene, const SetParam& edit) {
    const auto layer = layer_of(scene, edit.layer);
    if (!layer) return layer.error();
    const std::size_t count = find_op((*layer)->op)->fields.size();
    if (edit.field >= count)
        return Error{"there is no parameter " + std::to_string(edit.field) + ": the layer has " +
                         std::to_string(count),
                     edit.layer};
    (*layer)->params[edit.field] = edit.value;
    if (auto ok = refit(scene); !ok) return param_error(scene, edit, ok.error());
    return {};
}

Result<void> change(Scene& scene, const SetEnabled& edit) {
    const auto layer = layer_of(scene, edit.layer);
    if (!layer) return layer.error();
    (*layer)->enabled = edit.enabled;
    return refit(scene);
}

Result<void> change(Scene& scene, const AddLayer& edit) {
    return add_layer(scene, edit);
}

Result<void> change(Scene& scene, const RemoveLayer& edit) {
    return remove_layer(scene, edit);
}

Result<void> change(Scene& scene, const MoveLayer& edit) {
    return move_layer(scene, edit);
}

Result<void> change(Scene& scene, const DuplicateLayer& edit) {
    return duplicate_layer(scene, edit);
}

Result<void> change(Scene& scene, const SetObjective& edit) {
    scene.objective = edit.objective;
    scene.kept_objective = nullptr;
    return {};
}

Result<void> change(Scene& scene, const ReplaceScene& edit) {
    scene = edit.scene;
    return {};
}

std::string op_label(const Scene& scene, const std::string& layer_id) {
    const Layer* layer = scene.find_layer(layer_id);
    const OpInfo* op = layer == nullptr ? nullptr : find_op(layer->op);
    return op == nullptr ? layer_id : std::string(op->label);
}

std::string field_label(const Scene& scene, const SetParam& edit) {
    const Layer* layer = scene.find_layer(edit.layer);
    const OpInfo* op = layer == nullptr ? nullptr : find_op(layer->op);
    const bool known = op != nullptr && edit.field < op->fields.size();
    return known ? std::string(op->fields[edit.field].label) : "parameter";
}

}  // namespace

std::string edit_label(const Scene& before, const Edit& edit) {
    return std::visit(
        Overloaded{
            [](const PaintImage& e) { return e.label; }, [](const SetImage& e) { return e.label; },
            [](const SetWeight&) { return std::string("Set weight"); },
            [](const SetWeights& e) {
                return e.name.empty() ? std::string("Set weights") : "Set weights to " + e.name;
            },
            [](const SetBias& e) {
                return std::string(e.bias.empty() ? "Remove bias" : "Set bias");
            },
            [&](const SetParam& e) { return "Change " + field_label(before, e); },
            [&](const SetEnabled& e) {
                return (e.enabled ? "Switch on " : "Switch off ") + op_label(before, e.layer);
            },
            [](const AddLayer& e) {
                const OpInfo* op = find_op(e.op);
                return "Add " + (op == nullptr ? e.op : std::string(op->label));
            },
            [&](const RemoveLayer& e) { return "Remove " + op_label(before, e.layer); },
            [&](const MoveLayer& e) { return "Move " + op_label(before, e.layer); },
            [&](const DuplicateLayer& e) { return "Duplicate " + op_label(before, e.layer); },
            [](const SetObjective& e) { return e.label; },
            [](const ReplaceScene& e) { return e.label; }},
        edit);
}

Result<Scene> apply_edit(const Scene& before, const Edit& edit) try {
    Scene after = before;
    const auto changed = std::visit([&](const auto& each) { return change(after, each); }, edit);
    if (!changed) return changed.error();
    if (const auto plan = plan_network(after, before); !plan) return plan.error();
    return after;
} catch (const std::bad_alloc&) {
    return Error{
        "not enough memory for this: take a smaller picture, fewer filters or fewer layers",
        "memory"};
}

}  // namespace convscope
