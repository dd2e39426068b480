#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// The legend below a large map, where it has a place: colours with numbers, or words for a map in
/// colour. `averaged`: several cells of the picture fall on one pixel of the screen.
void draw_map_legend(const BoardFrame& frame, std::size_t map, bool gradient,
                     const PixelRect& place, bool averaged);

}  // namespace convscope::app
