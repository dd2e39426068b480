#include "app/layout/map_rows.hpp"

#include <algorithm>
#include <cmath>

#include "app/layout/layout_sizes.hpp"

namespace convscope::app {
namespace {

// Lengths at scale 1.
constexpr float kBelowMap = 6, kLine = 22, kLineGap = 5;
constexpr float kLegendMinimum = 130, kButtonsGap = 12, kSlimLegend = 92;
constexpr float kThumbnailGap = 6, kThumbnailMinimum = 26;
constexpr float kThumbnailNarrowGap = 3, kSmallThumbnail = 15, kLargestThumbnail = 76;
constexpr float kLoupeMinimum = 58, kLoupeBorder = 2;
constexpr float kSideGap = 8, kLargestBeside = 96, kComfortableSide = 190;

/// The columns of small maps that make them largest in a room of this size, without a gap in the
/// last line where that costs little.
Thumbnails best_grid(int count, float aspect, float room_width, float room_height, float gap) {
    constexpr float kWithGap = 0.6f;
    Thumbnails best;
    float best_weight = 0;
    for (int across = 1; across <= count; ++across) {
        const auto lines = static_cast<float>((count + across - 1) / across);
        const auto columns = static_cast<float>(across);
        const float by_width = (room_width - (columns - 1) * gap) / columns;
        const float by_height = (room_height - (lines - 1) * gap) / lines / aspect;
        const float width = std::floor(std::min(by_width, by_height));
        const float weight = count % across == 0 ? width : kWithGap * width;
        if (weight > best_weight) {
            best_weight = weight;
            best.across = across;
            best.width = width;
            best.height = std::max(1.0f, std::floor(width * aspect));
        }
    }
    best.gap = gap;
    return best;
}

}  // namespace

float height_below_map(int lines) {
    return kBelowMap + static_cast<float>(lines) * kLine;
}

float MapRows::px(float at_scale_1) const {
    return std::round(at_scale_1 * scale_);
}

MapRows::Below MapRows::below(std::size_t map, bool backward) const {
    const MapForm& form = maps_[map];
    if (backward)
        return {std::round(form.buttons_backward * scale_), px(kLegendMinimum),
                form.thumbnails_backward};
    return {std::round(form.buttons_forward * scale_), px(form.legend_forward),
            form.thumbnails_forward};
}

bool MapRows::on_one_line(std::size_t map, const Below& below) const {
    return below.buttons == 0 || (below.thumbnails > 0 && sizes_.side_of(map) > 0) ||
           sizes_.slot(map, zoom_) - below.buttons - px(kButtonsGap) >= below.legend;
}

bool MapRows::any_buttons_above_legend() const {
    for (std::size_t i = 0; i < maps_.size(); ++i)
        for (const bool backward : {false, true})
            if (!on_one_line(i, below(i, backward))) return true;
    return false;
}

MapPlace MapRows::place_map(std::size_t map, float x, float y) const {
    MapPlace place;
    place.title = {x, y, x + sizes_.slot(map, zoom_), y + px(kTitleHeight)};
    // Beside the first map is its left, so that all maps stand next to their card.
    const float side = sizes_.side_of(map);
    if (map == 0) x += side;
    place.title.x0 = x;
    if (map > 0) place.title.x1 -= side;
    const float left = x + sizes_.labels(map), top = place.title.y1;
    place.map = {left, top, left + sizes_.width(map, zoom_), top + sizes_.height(map, zoom_)};
    if (left > x) place.labels = {x, top, left, place.map.y1};
    return place;
}

bool MapRows::has_small_cells(std::size_t map) const {
    return !maps_[map].vector && sizes_.cell(map, zoom_) < px(kCellWithNumber);
}

MapPlace MapRows::place(std::size_t map, bool backward, float x, float y, float row_height) const {
    const Below wanted = below(map, backward);
    MapPlace place = place_map(map, x, y);
    const float bottom = y + row_height;
    if (sizes_.side_of(map) > 0) place_beside(map, wanted, x, bottom, place);
    place_below(map, wanted, bottom, place);
    return place;
}

void MapRows::place_beside(std::size_t map, const Below& wanted, float x, float bottom,
                           MapPlace& place) const {
    const float side = sizes_.side_of(map), gap = px(kSideGap);
    const float x0 = map == 0 ? x : x + sizes_.slot(map, zoom_) - side + gap;
    PixelRect room{x0, place.map.y0, x0 + side - gap, 0};
    room.y1 = std::max(place.map.y1, std::min(bottom, room.y0 + px(kComfortableSide)));
    const bool loupe = has_small_cells(map) && side >= px(kLeastLoupeSide);
    float y = room.y0;
    if (wanted.thumbnails > 0) {
        const MapForm& form = maps_[map];
        const float aspect = static_cast<float>(form.rows) / static_cast<float>(form.columns);
        const float height = (room.y1 - room.y0) * (loupe ? 0.5f : 1.0f);
        Thumbnails small = best_grid(wanted.thumbnails, aspect, room.x1 - room.x0, height,
                                     px(kThumbnailNarrowGap));
        small.width = std::min(small.width, px(kLargestBeside));
        small.height = std::max(1.0f, std::floor(small.width * aspect));
        if (small.empty() || small.width < px(kSmallThumbnail)) return;
        const auto across = static_cast<float>(small.across);
        const auto lines =
            static_cast<float>((wanted.thumbnails + small.across - 1) / small.across);
        const float wide = across * (small.width + small.gap) - small.gap;
        const float left = map == 0 ? room.x1 - wide : room.x0;
        y += lines * (small.height + small.gap) - small.gap;
        small.area = {left, room.y0, left + wide, y};
        place.thumbnails = small;
        y += px(kSideGap);
    }
    if (loupe && room.y1 - y >= px(kLoupeMinimum)) place.loupe = {room.x0, y, room.x1, room.y1};
}

/// Small maps, buttons, legend and loupe, as far as they do not stand beside the map.
void MapRows::place_below(std::size_t map, const Below& wanted, float bottom,
                          MapPlace& place) const {
    float y = place.map.y1 + px(kBelowMap);
    const auto room_above = [&](float lines) { return bottom - y - lines * px(kLine); };
    const float for_loupe = px(kLoupeMinimum) + px(kLineGap);
    bool loupe = place.loupe.empty() && has_small_cells(map) &&
                 room_above(static_cast<float>(lines_below_)) >= for_loupe;

    // Small maps take the place of buttons; a picture's channels give way to the loupe.
    const bool small_maps = wanted.thumbnails > 0 && place.thumbnails.empty();
    if (small_maps && (maps_[map].filters || !loupe)) {
        const float room = room_above(1) - px(kLineGap);
        Thumbnails small;
        if (loupe) small = thumbnails(map, wanted.thumbnails, place, room - for_loupe);
        if (small.empty()) {
            small = thumbnails(map, wanted.thumbnails, place, room);
            loupe = loupe && small.empty();
        }
        if (!small.empty()) y = small.area.y1 + px(kLineGap);
        place.thumbnails = small;
    }
    y = place_lines(map, y, wanted, place);
    if (loupe)
        place.loupe = {place.map.x0, y + px(kLineGap), place.map.x1, bottom - px(kLoupeBorder)};
}

MapPlace MapRows::place_slim(std::size_t map, float x, float y) const {
    MapPlace place = place_map(map, x, y);
    const float below = place.map.y1 + px(kBelowMap);
    if (sizes_.slot(map, zoom_) >= px(kSlimLegend))
        place.legend = {place.map.x0, below, place.title.x1, below + px(kLine)};
    return place;
}

/// Buttons (where there are no thumbnails) and legend. Returns their bottom.
float MapRows::place_lines(std::size_t map, float y, const Below& below, MapPlace& place) const {
    const float x = place.title.x0;
    const float right = std::max(place.map.x1, std::min(place.title.x1, x + px(kLegendMinimum)));
    place.legend = {x, y, right, y + px(kLine)};
    if (below.buttons == 0 || !place.thumbnails.empty()) return place.legend.y1;
    place.buttons = {x, y, std::min(x + below.buttons, place.title.x1), y + px(kLine)};
    if (on_one_line(map, below)) {
        place.legend.x0 = place.buttons.x1 + px(kButtonsGap);
    } else {
        place.legend.y0 = place.buttons.y1;
        place.legend.y1 = place.buttons.y1 + px(kLine);
    }
    return place.legend.y1;
}

Thumbnails MapRows::thumbnails(std::size_t map, int count, const MapPlace& place,
                               float room) const {
    const MapForm& form = maps_[map];
    const float aspect = static_cast<float>(form.rows) / static_cast<float>(form.columns);
    const float gap = px(form.filters ? kThumbnailNarrowGap : kThumbnailGap);
    const float right = form.filters ? place.title.x1 : place.map.x1;
    const float width = right - place.map.x0, height = room;
    Thumbnails grid;
    if (form.filters) {
        grid = best_grid(count, aspect, width, std::max(0.0f, height), gap);
        grid.width = std::min(grid.width, px(kLargestThumbnail));
        grid.height = std::max(1.0f, std::floor(grid.width * aspect));
    } else {
        const auto columns = static_cast<float>(count);
        grid = {{}, count, (width - (columns - 1) * gap) / columns, 0, gap};
        grid.height = std::floor(grid.width * aspect);
    }
    const float lines = static_cast<float>((count + grid.across - 1) / std::max(1, grid.across));
    const float total = lines * grid.height + (lines - 1) * gap;
    const float least = px(form.filters ? kSmallThumbnail : kThumbnailMinimum);
    if (grid.across == 0 || grid.width < least || total > height) return {};
    const float y = place.map.y1 + px(kBelowMap);
    const auto across = static_cast<float>(grid.across);
    grid.area = {place.map.x0, y, place.map.x0 + across * (grid.width + gap) - gap, y + total};
    return grid;
}

}  // namespace convscope::app
