#pragma once

namespace convscope::app {

// Lengths that several parts of the layout share, at scale 1.
inline constexpr float kMarginX = 12;  ///< Left and right of all columns.
inline constexpr float kLossCard = 96;
inline constexpr float kCellWithNumber = 22;  ///< Cells from this size on can show their numbers.

}  // namespace convscope::app
