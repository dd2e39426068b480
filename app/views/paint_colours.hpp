#pragma once
#include "app/views/view.hpp"
#include "app/widgets/pen.hpp"

namespace convscope::app {

/// The colour and, half behind it, the background; each opens a choice of colours when clicked.
void draw_paint_colours(const ViewContext& context, const PixelRect& rect);

}  // namespace convscope::app
