#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

inline constexpr float kSmallestRing = 7;  ///< At scale 1.

/// A frame that reads on every ground: a light line between black. At least `smallest` wide.
void draw_ring(const Pen& pen, PixelRect rect, float smallest, Colour light);

/// The number that is pinned or pointed at has a ring; what it comes from and what it feeds is lit
/// on every map and in every grid, and what a maximum passed on has an arrow.
void draw_link_marks(const BoardFrame& frame);

}  // namespace convscope::app
