#pragma once
#include "app/views/board_frame.hpp"
#include "core/eval/links.hpp"

namespace convscope::app {

/// A thin frame, for what belongs to the number that is pinned or pointed at.
void draw_outline(const Pen& pen, const PixelRect& rect);

/// Frames around the weights that belong to `ref`, in the cards of their layer: in grids as the
/// last frame drew them, and in heat maps. A weight itself has a ring.
void draw_weight_marks(const BoardFrame& frame, const NumberRef& ref,
                       const NumberLinks::Cells& link);

}  // namespace convscope::app
