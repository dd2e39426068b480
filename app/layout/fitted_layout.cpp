#include <algorithm>
#include <cmath>

#include "app/layout/columns.hpp"
#include "app/layout/layout_sizes.hpp"
#include "app/layout/map_rows.hpp"

namespace convscope::app {
namespace {

// Lengths at scale 1, at most: all of them shrink before anything is left out or cut.
constexpr float kNarrowGap = 6, kSlot = 52, kCard = 84, kTitleGap = 6;
constexpr float kShareOfCard = 0.8f, kShareOfGap = 0.06f;

/// The widths of the narrow columns of a network that has so many of them.
struct Widths {
    float card, loss, gap, slots;
};

Widths narrow_widths(const BoardForm& form, float room, float scale) {
    const auto cards = static_cast<float>(form.layers.size());
    const float all = cards + static_cast<float>(form.maps.size()) + 1;
    const float each = room / all;
    Widths widths{};
    widths.gap = std::floor(std::min(kNarrowGap * scale, kShareOfGap * each));
    widths.card = std::floor(std::min(kCard * scale, kShareOfCard * each));
    widths.loss = std::floor(std::min(kLossCard * scale, each));
    widths.slots = room - widths.loss - cards * widths.card - (2 * cards + 1) * widths.gap;
    return widths;
}

/// Titles may run on above the cards, up to the next map.
void place_title_ends(BoardLayout& layout, float gap) {
    for (std::size_t i = 0; i < layout.maps.size(); ++i) {
        const bool last = i + 1 == layout.maps.size();
        const float end = last ? layout.loss.forward.x1 : layout.maps[i + 1].forward.title.x0 - gap;
        for (MapPlace* place : {&layout.maps[i].forward, &layout.maps[i].backward})
            place->title_end = std::max(end, place->title.x1);
    }
}

}  // namespace

BoardLayout layout_fitted(const BoardForm& form, PixelRect room, float scale) {
    const RowHeights rows = row_heights(room, scale);
    const float margin = std::round(kMarginX * scale);
    const Widths widths = narrow_widths(form, room.x1 - room.x0 - 2 * margin, scale);
    const float slot = widths.slots / static_cast<float>(form.maps.size());
    MapSizes sizes(form.maps, scale, std::min(kSlot * scale, slot));
    sizes.set_room(rows.height - std::round((kTitleHeight + height_below_map(1)) * scale));
    const float zoom = sizes.fitting_zoom(widths.slots, 0);
    const MapRows maps(form.maps, sizes, zoom, scale);
    const float spare = std::max(0.0f, widths.slots - sizes.all_slots(zoom)) /
                        static_cast<float>(2 * form.layers.size() + 1);
    const float gap = widths.gap + spare, title = std::round(kTitleHeight * scale);

    BoardLayout layout;
    layout.slim = true;
    layout.height = rows.total;
    float x = room.x0 + margin;
    const auto place_map = [&](std::size_t map) {
        layout.maps.push_back(
            {maps.place_slim(map, x, rows.forward_y), maps.place_slim(map, x, rows.backward_y)});
        x += sizes.slot(map, zoom);
    };
    const auto place_card = [&](float width, std::size_t map) {
        x += gap;
        const CardColumn card{
            {x, rows.forward_y + title, x + width, rows.forward_y + rows.height},
            {x, rows.backward_y + title, x + width, rows.backward_y + rows.height},
            static_cast<int>(map)};
        x += width;
        return card;
    };
    place_map(0);
    std::size_t map = 0;
    for (const LayerForm& layer : form.layers) {
        layout.cards.push_back(place_card(widths.card, map));
        x += gap;
        if (layer.kind != LayerForm::Kind::kOff) place_map(++map);
    }
    layout.loss = place_card(widths.loss, map);
    place_title_ends(layout, std::round(kTitleGap * scale));
    layout.width = std::min(x + margin, room.x1) - room.x0;
    place_headers(layout, rows, room, scale);
    return layout;
}

}  // namespace convscope::app
