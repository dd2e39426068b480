#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/views/view.hpp"
#include "core/scene/edit.hpp"

namespace convscope::app {

/// Something one can do with a layer of the stack: on its card, in the menu Layers and by key.
/// THE list is in layer_actions.cpp; a new one is one row.
struct LayerAction {
    std::string_view id;  ///< In paths, "remove".
    std::string_view label, tooltip;
    std::string_view command;  ///< In key_table: for the layer under the pointer.
    /// What it does to the layer at `index` of the scene; nothing where it cannot be done.
    std::optional<Edit> (*edit)(const Scene& scene, std::size_t index) = nullptr;
};
std::span<const LayerAction> layer_actions();

/// Index in Scene::layers; nothing when there is no such layer.
std::optional<std::size_t> layer_index(const Scene& scene, std::string_view id);

/// "conv1, convolution"
std::string layer_title(const Layer& layer);

/// The filter layer that the pointer was on last, else the first that is switched on; null when
/// there is none. What the menu Filter changes.
const Layer* pointed_filter_layer(const Scene& scene, const UiState& ui);

}  // namespace convscope::app
