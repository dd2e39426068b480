#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// Arrows along which a maximum passed something on, from or to a cell of a map: in the upper row
/// from the winner to the pooled cell, in the lower one back. Between the two maps they are faint,
/// so that the card there can be read.
void draw_routes(const BoardFrame& frame, const NumberRef& ref);

}  // namespace convscope::app
