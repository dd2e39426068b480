#pragma once
#include "app/layout.hpp"

namespace convscope::app {

// What the ways of laying a board out share.

/// The two rows of a board in a room: where each begins and how high it is.
struct RowHeights {
    float forward_y = 0, backward_y = 0;  ///< Of the titles.
    float height = 0;                     ///< Of one row.
    float total = 0;
};
RowHeights row_heights(PixelRect room, float scale);

/// Rows lower than this, at scale 1, show their cards in a compact form.
inline constexpr float kComfortableRow = 262;

/// The names of the rows, above them, as wide as the board or the room.
void place_headers(BoardLayout& layout, const RowHeights& rows, PixelRect room, float scale);

BoardLayout layout_full(const BoardForm& form, PixelRect room, float scale, bool focus);
BoardLayout layout_fitted(const BoardForm& form, PixelRect room, float scale);

}  // namespace convscope::app
