#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// Side of the button that opens a layer's menu, at scale 1.
inline constexpr float kLayerMenuButton = 20;

/// A button with three dots on a layer's card, and the list it opens: what one can do with the
/// layer.
void draw_layer_menu(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect);

/// A "+" at each place where a layer can be added, on the line above the forward row, and the list
/// of ops it opens.
void draw_add_buttons(const BoardFrame& frame);

/// Carries out the keys of layer_actions() on the layer whose cards the pointer is on, and notes
/// that layer in UiState::pointed_layer.
void use_layer_keys(const BoardFrame& frame);

}  // namespace convscope::app
