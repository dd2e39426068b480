#pragma once
#include <optional>
#include <span>
#include <vector>

#include "app/views/board_frame.hpp"

namespace convscope::app {

/// The classes worth a bar, in their order: all where there are at most `most`, else the likeliest,
/// and the label in any case.
std::vector<int> shown_classes(std::span<const float> probabilities, int label, int most);

/// "42 %", "0.3 %", "< 0.1 %".
std::string format_percent(double share);

/// A bar for each class of the results' probabilities, the label marked, as many as have room.
/// Returns the class that was clicked.
std::optional<int> draw_probability_bars(const BoardFrame& frame, const PixelRect& rect);

}  // namespace convscope::app
