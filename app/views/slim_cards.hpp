#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// The card of a layer on a board that is fitted: an arrow in each row, the op's name where it has
/// room, the filter and its gradient as small heat maps. A click focuses the layer.
void draw_slim_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place);
/// The loss likewise.
void draw_slim_loss(const BoardFrame& frame);

}  // namespace convscope::app
