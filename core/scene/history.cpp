#include "core/scene/history.hpp"

#include <algorithm>
#include <utility>

namespace convscope {
namespace {

using ParamKey = std::pair<std::string, std::size_t>;

std::optional<ParamKey> param_key(const Edit& edit) {
    const auto* param = std::get_if<SetParam>(&edit);
    if (param == nullptr) return std::nullopt;
    return ParamKey{param->layer, param->field};
}

/// Takes from `known` the picture, the weights and the target that have the same bits here, so that
/// what is not another scene does not look like one. Weights get back the name and what was kept
/// for another input.
void share_equal_parts(Scene& scene, const Scene& known) {
    if (scene.image.shape() == known.image.shape() &&
        std::ranges::all_of(scene.image.changes_since(known.image), &Rect::empty))
        scene.image = known.image;
    auto& tensor = scene.objective.tensor;
    const auto& known_tensor = known.objective.tensor;
    if (tensor != nullptr && known_tensor != nullptr &&
        same_bits(tensor->view(), known_tensor->view()))
        tensor = known_tensor;
    for (Layer& layer : scene.layers) {
        const Layer* other = known.find_layer(layer.id);
        if (other == nullptr || layer.weights == nullptr || other->weights == nullptr) continue;
        if (layer.weights != other->weights &&
            !same_bits(layer.weights->view(), other->weights->view()))
            continue;
        layer.weights = other->weights;
        if (layer.weights_name.empty()) layer.weights_name = other->weights_name;
        if (layer.kept.weights == nullptr) layer.kept = other->kept;
    }
}

}  // namespace

History::History(Scene initial, std::size_t memory_limit_bytes)
    : memory_limit_bytes_(memory_limit_bytes) {
    memory_.add(initial);
    steps_.push_back({.scene = std::move(initial), .label = {}, .only_param = {}});
}

bool History::continues(std::uint64_t gesture) const {
    return gesture != 0 && position_ > 0 && !can_redo() && steps_[position_].gesture == gesture;
}

Result<void> History::apply(const Edit& edit, std::uint64_t gesture) {
    const bool same_step = continues(gesture);
    const auto key = param_key(edit);
    const bool same_param = same_step && key.has_value() && steps_[position_].only_param == key;
    const Scene& base = same_param ? steps_[position_ - 1].scene : current();
    auto next = apply_edit(base, edit);
    if (!next) return next.error();
    share_equal_parts(*next, current());
    if (is_same_snapshot(*next, current())) return {};
    if (same_step) {
        const Scene& before_gesture = steps_[position_ - 1].scene;
        share_equal_parts(*next, before_gesture);
        if (is_same_snapshot(*next, before_gesture)) {
            cancel_gesture(gesture);
            return {};
        }
    }
    drop_redo();
    memory_.add(*next);
    if (same_step) {
        Step& step = steps_[position_];
        memory_.remove(step.scene);
        step.scene = *std::move(next);
        step.id = ++last_id_;
        if (!same_param) step.only_param.reset();
    } else {
        std::string label = edit_label(current(), edit);
        steps_.push_back({*std::move(next), std::move(label), gesture, ++last_id_, key});
        ++position_;
    }
    ++revision_;
    drop_old_steps();
    return {};
}

void History::cancel_gesture(std::uint64_t gesture) {
    if (!continues(gesture)) return;
    --position_;
    drop_redo();
    ++revision_;
}

std::string History::undo_label() const {
    return can_undo() ? steps_[position_].label : "";
}

std::string History::redo_label() const {
    return can_redo() ? steps_[position_ + 1].label : "";
}

void History::undo() {
    if (!can_undo()) return;
    --position_;
    ++revision_;
}

void History::redo() {
    if (!can_redo()) return;
    ++position_;
    ++revision_;
}

void History::drop_redo() {
    while (can_redo()) {
        memory_.remove(steps_.back().scene);
        steps_.pop_back();
    }
}

void History::drop_old_steps() {
    while (memory_.bytes() > memory_limit_bytes_ && position_ > 0) {
        memory_.remove(steps_.front().scene);
        steps_.pop_front();
        --position_;
    }
}

}  // namespace convscope
