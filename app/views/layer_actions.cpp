#include "app/views/layer_actions.hpp"

#include <algorithm>

#include "app/views/filter_edits.hpp"

namespace convscope::app {
namespace {

std::optional<Edit> move_left(const Scene& scene, std::size_t index) {
    if (index == 0) return std::nullopt;
    return MoveLayer{scene.layers[index].id, index - 1};
}

std::optional<Edit> move_right(const Scene& scene, std::size_t index) {
    if (index + 1 >= scene.layers.size()) return std::nullopt;
    return MoveLayer{scene.layers[index].id, index + 1};
}

std::optional<Edit> duplicate(const Scene& scene, std::size_t index) {
    return DuplicateLayer{scene.layers[index].id};
}

std::optional<Edit> switch_on_or_off(const Scene& scene, std::size_t index) {
    const Layer& layer = scene.layers[index];
    return SetEnabled{layer.id, !layer.enabled};
}

std::optional<Edit> remove(const Scene& scene, std::size_t index) {
    return RemoveLayer{scene.layers[index].id};
}

constexpr LayerAction kActions[] = {
    {"move_left", "Move left", "Exchanges the layer with the one before it.", "layer_left",
     move_left},
    {"move_right", "Move right", "Exchanges the layer with the one behind it.", "layer_right",
     move_right},
    {"duplicate", "Duplicate", "Puts a copy of the layer, weights and all, right behind it.",
     "layer_duplicate", duplicate},
    {"switch", "Switch off or on", "A layer that is off passes its input on unchanged.",
     "layer_switch", switch_on_or_off},
    {"remove", "Remove", "Takes the layer out of the network. Undo brings it back.", "layer_remove",
     remove},
};

}  // namespace

std::span<const LayerAction> layer_actions() {
    return kActions;
}

std::optional<std::size_t> layer_index(const Scene& scene, std::string_view id) {
    const auto found = std::ranges::find(scene.layers, id, &Layer::id);
    if (found == scene.layers.end()) return std::nullopt;
    return static_cast<std::size_t>(found - scene.layers.begin());
}

std::string layer_title(const Layer& layer) {
    const OpInfo* op = find_op(layer.op);
    return layer.id + ", " + std::string(op != nullptr ? op->label : layer.op);
}

const Layer* pointed_filter_layer(const Scene& scene, const UiState& ui) {
    const Layer* pointed = scene.find_layer(ui.pointed_layer);
    return pointed != nullptr && changes_by_menu(*pointed) ? pointed : first_filter_layer(scene);
}

}  // namespace convscope::app
