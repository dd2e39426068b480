#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// Formula left, size right; what does not fit is left to the tooltip.
void draw_value_title(const BoardFrame& frame, std::size_t map, const MapPlace& place);
/// "∂L/∂R" left, size right.
void draw_gradient_title(const BoardFrame& frame, std::size_t map, const MapPlace& place);
/// It is the gradient that a person paints.
bool is_painted_gradient(const BoardFrame& frame, std::size_t map);

/// "∂L/∂R₁"
std::string gradient_symbol(const std::string& symbol);

}  // namespace convscope::app
