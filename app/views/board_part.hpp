#pragma once
#include "app/views/board_model.hpp"

namespace convscope::app {

/// What of a network is on the board: everything, or one layer (or the loss) with its maps.
struct BoardPart {
    std::size_t first_map = 0, end_map = 0;      ///< Half-open.
    std::size_t first_layer = 0, end_layer = 0;  ///< Of BoardModel::layers, half-open.
    bool loss = true;
    bool focus = false;
};

/// The focused layer, where UiState::focus_layer names one of the model, else everything.
BoardPart shown_part(const BoardModel& model, const UiState& ui);

/// The part placed in the room; what is not part of it has empty rectangles. A network that is
/// wider than the room is fitted where UiState::fit_network says so, else it exceeds the room.
/// Where it does, one way or the other, `bar` of the room is kept for a scroll bar.
BoardLayout layout_part(const BoardModel& model, const BoardPart& part, const UiState& ui,
                        PixelRect room, float scale, float bar);

/// The layers that focus goes through, in order, the loss last: those that are switched on.
std::vector<std::string> focus_stops(const BoardModel& model);
/// The stop `by` places behind the focused one, around the end; the first where none is focused.
std::string focus_step(const BoardModel& model, const std::string& focused, int by);
/// The layer whose cards, or else the map that it made, lie at `x`: what focus starts from.
std::string layer_at(const BoardModel& model, const BoardLayout& layout, float x);

}  // namespace convscope::app
