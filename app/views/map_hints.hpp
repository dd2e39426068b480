#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

// What is said beside the pointer on a map.

/// The number under the pointer, the windows it won, and why nothing reads it where nothing does.
/// `cell` is as drawn.
std::string cell_hint(const BoardFrame& frame, std::size_t map, bool gradient, const MapSpec& spec,
                      Cell cell);
/// Of the padding around a map.
std::string padding_hint(const MapModel& model, bool gradient);

}  // namespace convscope::app
