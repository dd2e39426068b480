#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

inline constexpr float kFocusHeader = 32;  ///< Height at scale 1.

/// Above a focused layer: its name, "conv 1 of 3", and buttons that lead to the one before, to the
/// next, and back to the whole network.
void draw_focus_header(const BoardFrame& frame, const PixelRect& rect);

/// The keys that focus a layer, lead to the others and back; and the one that fits the network.
void use_board_keys(const BoardFrame& frame);

}  // namespace convscope::app
