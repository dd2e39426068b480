#include "app/layout/columns.hpp"

#include <algorithm>
#include <cmath>

#include "app/layout/layout_sizes.hpp"

namespace convscope::app {
namespace {

// Lengths at scale 1.
constexpr float kMarginTop = 6, kMarginBottom = 8;
constexpr float kHeader = 20, kRowGap = 8, kRowMinimum = 182;

PixelRect shifted(const PixelRect& rect, float dx, float dy) {
    if (rect.empty()) return rect;
    return {rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy};
}

void shift(MapPlace& place, float dx, float dy) {
    for (PixelRect* rect : {&place.title, &place.map, &place.labels, &place.thumbnails.area,
                            &place.buttons, &place.legend, &place.loupe})
        *rect = shifted(*rect, dx, dy);
    place.title_end += dx;
}

void shift(CardColumn& card, float dx, float dy) {
    card.forward = shifted(card.forward, dx, dy);
    card.backward = shifted(card.backward, dx, dy);
}

}  // namespace

RowHeights row_heights(PixelRect room, float scale) {
    const auto px = [scale](float at_scale_1) { return std::round(at_scale_1 * scale); };
    const float fixed = px(kMarginTop) + 2 * px(kHeader) + px(kRowGap) + px(kMarginBottom);
    RowHeights rows;
    rows.height = std::max(std::floor((room.y1 - room.y0 - fixed) / 2), px(kRowMinimum));
    rows.forward_y = room.y0 + px(kMarginTop) + px(kHeader);
    rows.backward_y = rows.forward_y + rows.height + px(kRowGap) + px(kHeader);
    rows.total = fixed + 2 * rows.height;
    return rows;
}

void place_headers(BoardLayout& layout, const RowHeights& rows, PixelRect room, float scale) {
    const float margin = std::round(kMarginX * scale), header = std::round(kHeader * scale);
    const float x0 = room.x0 + margin;
    const float x1 = room.x0 + std::max(layout.width, room.x1 - room.x0) - margin;
    layout.forward_header = {x0, rows.forward_y - header, x1, rows.forward_y};
    layout.backward_header = {x0, rows.backward_y - header, x1, rows.backward_y};
}

PixelRect Thumbnails::at(int index) const {
    const auto column = static_cast<float>(index % across);
    const auto line = static_cast<float>(index / across);
    const float x = area.x0 + column * (width + gap), y = area.y0 + line * (height + gap);
    return {std::round(x), std::round(y), std::round(x + width), std::round(y + height)};
}

BoardLayout layout_board(const BoardForm& form, PixelRect room, float scale, LayoutStyle style) {
    switch (style) {
        case LayoutStyle::kFitted:
            return layout_fitted(form, room, scale);
        case LayoutStyle::kFocus:
            return layout_full(form, room, scale, true);
        case LayoutStyle::kBoard:
            break;
    }
    return layout_full(form, room, scale, false);
}

BoardLayout moved(BoardLayout layout, float dx, float dy) {
    for (MapColumn& column : layout.maps) {
        shift(column.forward, dx, dy);
        shift(column.backward, dx, dy);
    }
    for (CardColumn& card : layout.cards) shift(card, dx, dy);
    shift(layout.loss, dx, dy);
    layout.forward_header = shifted(layout.forward_header, dx, dy);
    layout.backward_header = shifted(layout.backward_header, dx, dy);
    return layout;
}

}  // namespace convscope::app
