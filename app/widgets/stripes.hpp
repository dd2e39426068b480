#pragma once
#include "app/widgets/pen.hpp"

namespace convscope::app {

/// Parallel lines, rising to the right, through all rectangles alike; `shift` moves them.
void draw_stripes(const Pen& pen, const PixelRect& rect, float spacing, float shift, Colour colour);

/// What takes no part: a dark line beside a light one, which read on every ground.
void draw_hatch(const Pen& pen, const PixelRect& rect);

}  // namespace convscope::app
