#include "app/layout.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

// Lengths at scale 1.
constexpr float kMenuBar = 34, kToolBar = 46, kStatusLine = 26;
constexpr float kMarginX = 12, kMarginTop = 6, kMarginBottom = 8;
constexpr float kHeader = 20, kRowGap = 8;
constexpr float kTitle = 24, kBelowMap = 6, kLine = 22, kLineGap = 5;
constexpr float kLegendMinimum = 130, kButtonsGap = 12;
constexpr float kGap = 8, kGridGap = 22;
constexpr float kArrowCard = 80, kOffCard = 92, kLossCard = 96;
constexpr float kGridCard = 228, kGridCardMaximum = 332, kGridCardSides = 46, kGridCardPadding = 18;
constexpr float kGridCell = 44, kBesideGrid = 181;
constexpr float kForkStrip = 28;
constexpr float kSlotMinimum = 132, kFirstMapMinimum = 132, kLeastShareOfHeight = 0.35f,
                kLeastShareOfWidth = 0.15f, kRowMinimum = 262;
constexpr float kThumbnailGap = 6, kThumbnailMinimum = 26;
constexpr float kLoupeMinimum = 76, kCellWithNumber = 22, kLoupeBorder = 2, kLeastMapSide = 60;

/// Cell sizes relative to the first map's.
std::vector<float> zoom_factors(const std::vector<MapForm>& maps) {
    constexpr float kAboutTheSame = 0.75f, kSmallestSide = 0.4f, kLargestSide = 0.85f;
    std::vector<float> factors(maps.size(), 1.0f);
    const MapForm* group = &maps.front();
    float group_factor = 1;
    const float first_side = static_cast<float>(std::max(group->columns, group->rows));
    for (std::size_t i = 1; i < maps.size(); ++i) {
        const float across =
            static_cast<float>(maps[i].columns) / static_cast<float>(group->columns);
        const float down = static_cast<float>(maps[i].rows) / static_cast<float>(group->rows);
        if (std::min(across, down) < kAboutTheSame || std::max(across, down) > 1 / kAboutTheSame) {
            // A map that lost its height alone is as wide as before: larger cells would take the
            // room of all others.
            const float wanted = 1 / std::pow(across * down, 0.25f);
            const float widest = std::max(1.0f, kLargestSide / std::max(across, down));
            group_factor *= std::min(wanted, widest);
            const float side = static_cast<float>(std::max(maps[i].columns, maps[i].rows));
            group_factor = std::max(group_factor, kSmallestSide * first_side / side);
            group = &maps[i];
        }
        factors[i] = group_factor;
    }
    return factors;
}

/// Large cells are whole pixels wide, so that all of them look the same.
float whole_pixels(float cell) {
    return cell >= 8 ? std::floor(cell) : cell;
}

class Solver {
  public:
    Solver(const BoardForm& form, PixelRect room, float scale)
        : form_(form), room_(room), scale_(scale), factors_(zoom_factors(form.maps)) {}

    BoardLayout solve() {
        solve_height();
        solve_width();
        if (any_buttons_above_legend()) {
            lines_below_ = 2;
            solve_width();
        }
        place_columns();
        place_headers();
        return std::move(layout_);
    }

  private:
    float px(float at_scale_1) const { return std::round(at_scale_1 * scale_); }

    void solve_height() {
        const float fixed = px(kMarginTop) + 2 * px(kHeader) + px(kRowGap) + px(kMarginBottom);
        row_height_ = std::max(std::floor((room_.y1 - room_.y0 - fixed) / 2), px(kRowMinimum));
        forward_y_ = room_.y0 + px(kMarginTop) + px(kHeader);
        backward_y_ = forward_y_ + row_height_ + px(kRowGap) + px(kHeader);
        layout_.height = fixed + 2 * row_height_;
    }

    float map_room_height() const {
        return row_height_ - px(kTitle) - px(kBelowMap) -
               static_cast<float>(lines_below_) * px(kLine);
    }

    /// What one of the rows needs below a map.
    struct Below {
        float buttons = 0, legend = 0;
        int thumbnails = 0;
    };
    Below below(std::size_t map, bool backward) const {
        const MapForm& form = form_.maps[map];
        if (backward)
            return {std::round(form.buttons_backward * scale_), px(kLegendMinimum),
                    form.thumbnails_backward};
        return {std::round(form.buttons_forward * scale_), px(form.legend_forward),
                form.thumbnails_forward};
    }
    /// A choice of channels and the legend stand on one line where the slot is wide enough.
    bool on_one_line(std::size_t map, const Below& below) const {
        return below.buttons == 0 ||
               slot_width(map, zoom_) - below.buttons - px(kButtonsGap) >= below.legend;
    }
    bool any_buttons_above_legend() const {
        for (std::size_t i = 0; i < form_.maps.size(); ++i)
            for (const bool backward : {false, true})
                if (!on_one_line(i, below(i, backward))) return true;
        return false;
    }

    float cell_size(std::size_t map, float zoom) const {
        return whole_pixels(zoom * factors_[map]);
    }
    /// A long and narrow map of small cells lies in the middle of a frame of the least size.
    float map_side(std::size_t map, float zoom, int cells) const {
        const float cell = cell_size(map, zoom);
        const float least = cell < px(kCellWithNumber) ? px(kLeastMapSide) : 1.0f;
        return std::max(least, std::round(cell * static_cast<float>(cells)));
    }
    float map_width(std::size_t map, float zoom) const {
        return map_side(map, zoom, form_.maps[map].columns);
    }
    float map_height(std::size_t map, float zoom) const {
        return map_side(map, zoom, form_.maps[map].rows);
    }
    float slot_width(std::size_t map, float zoom) const {
        return std::max(map_width(map, zoom), px(kSlotMinimum));
    }
    float all_slots(float zoom) const {
        float sum = 0;
        for (std::size_t i = 0; i < form_.maps.size(); ++i) sum += slot_width(i, zoom);
        return sum;
    }

    float card_width(const LayerForm& layer) const {
        switch (layer.kind) {
            case LayerForm::Kind::kGrid:
                return grid_card_width({layer.grid_columns, layer.grid_rows, layer.grid_channels});
            case LayerForm::Kind::kArrow:
                return px(kArrowCard);
            case LayerForm::Kind::kOff:
                return px(kOffCard);
        }
        return 0;
    }
    float grid_card_width(GridShape grid) const {
        const float wanted =
            channels_stack(grid, row_height_ - px(kBesideGrid), scale_)
                ? px(kGridCardSides) + static_cast<float>(grid.columns) * px(kGridCell)
                : px(kGridCardPadding) + width_side_by_side(grid, scale_);
        return std::clamp(wanted, px(kGridCard), px(kGridCardMaximum));
    }
    float gap(const LayerForm& layer) const {
        return px(layer.kind == LayerForm::Kind::kGrid ? kGridGap : kGap);
    }

    /// The largest zoom that fits both ways, but no smaller than one can look at.
    void solve_width() {
        float fixed = 2 * px(kMarginX) + px(kGap) + px(kLossCard);
        for (const LayerForm& layer : form_.layers) fixed += card_width(layer) + 2 * gap(layer);
        const float room = room_.x1 - room_.x0 - fixed;

        float tallest = 0;
        for (std::size_t i = 0; i < form_.maps.size(); ++i)
            tallest = std::max(tallest, factors_[i] * static_cast<float>(form_.maps[i].rows));
        const float by_height = map_room_height() / tallest;
        // Rather than shrink to stamps, the maps keep a share of the height, and the board scrolls.
        const float columns = static_cast<float>(form_.maps.front().columns);
        const float share = std::min(kLeastShareOfHeight * by_height,
                                     kLeastShareOfWidth * (room_.x1 - room_.x0) / columns);
        const float smallest = std::min(by_height, std::max(px(kFirstMapMinimum) / columns, share));

        float low = smallest, high = by_height;
        if (all_slots(high) <= room) {
            low = high;
        } else {
            for (int step = 0; step < 30; ++step) {
                const float middle = (low + high) / 2;
                (all_slots(middle) <= room ? low : high) = middle;
            }
        }
        zoom_ = low;
        const float spare = std::max(0.0f, room - all_slots(zoom_));
        spare_gap_ = std::floor(spare / static_cast<float>(2 * form_.layers.size() + 1));
    }

    void place_columns() {
        float x = room_.x0 + px(kMarginX);
        place_map(0, x);
        std::size_t map = 0;
        for (const LayerForm& layer : form_.layers) {
            const float gap_width = gap(layer) + spare_gap_;
            const CardColumn card = place_card(x + gap_width, layer, map);
            x = card.forward.x1 + gap_width;
            layout_.cards.push_back(card);
            if (layer.kind != LayerForm::Kind::kOff) place_map(++map, x);
        }
        x += px(kGap) + spare_gap_;
        layout_.loss.forward = {x, forward_y_ + px(kTitle), x + px(kLossCard),
                                forward_y_ + row_height_};
        layout_.loss.backward = {x, backward_y_ + px(kTitle), x + px(kLossCard),
                                 backward_y_ + row_height_};
        layout_.loss.map_before = static_cast<int>(map);
        place_title_ends();
        layout_.width = x + px(kLossCard) + px(kMarginX) - room_.x0;
    }

    /// A filter's card begins at the height of the titles, others and the loss below them.
    void place_title_ends() {
        for (MapColumn& column : layout_.maps)
            column.forward.title_end = column.backward.title_end = column.forward.title.x1;
        MapColumn& last = layout_.maps.back();
        last.forward.title_end = last.backward.title_end = layout_.loss.forward.x1;
        for (std::size_t i = form_.layers.size(); i-- > 0;) {
            const CardColumn& card = layout_.cards[i];
            const bool grid = form_.layers[i].kind == LayerForm::Kind::kGrid;
            MapColumn& before = layout_.maps[static_cast<std::size_t>(card.map_before)];
            before.forward.title_end = before.backward.title_end =
                grid ? before.forward.title.x1 : card.forward.x1;
        }
    }

    /// Moves `x` to the end of the map's slot.
    void place_map(std::size_t map, float& x) {
        MapColumn column;
        column.forward = place_row(map, x, forward_y_, below(map, false));
        column.backward = place_row(map, x, backward_y_, below(map, true));
        layout_.maps.push_back(column);
        x += slot_width(map, zoom_);
    }

    MapPlace place_row(std::size_t map, float x, float y, const Below& below) const {
        const float slot_end = x + slot_width(map, zoom_);
        MapPlace place;
        place.title = {x, y, slot_end, y + px(kTitle)};
        y = place.title.y1;
        place.map = {x, y, x + map_width(map, zoom_), y + map_height(map, zoom_)};
        y = place.map.y1 + px(kBelowMap);
        const float bottom = place.title.y0 + row_height_;
        const bool room_for_loupe =
            bottom - y - static_cast<float>(lines_below_) * px(kLine) - px(kLineGap) >=
            px(kLoupeMinimum);
        const bool loupe = room_for_loupe && cell_size(map, zoom_) < px(kCellWithNumber);
        const PixelRect small = thumbnails_below(map, loupe ? 0 : below.thumbnails, place.map);
        if (!small.empty() && small.y1 + px(kLineGap) + px(kLine) <= bottom) {
            place.thumbnails = small;
            y = small.y1 + px(kLineGap);
        }
        y = place_lines(map, y, below, place);
        if (loupe) place.loupe = {x, y + px(kLineGap), place.map.x1, bottom - px(kLoupeBorder)};
        return place;
    }

    /// Buttons (where there are no thumbnails) and legend. Returns their bottom.
    float place_lines(std::size_t map, float y, const Below& below, MapPlace& place) const {
        const float x = place.map.x0;
        const float right =
            std::max(place.map.x1, std::min(place.title.x1, x + px(kLegendMinimum)));
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

    PixelRect thumbnails_below(std::size_t map, int count, PixelRect large) const {
        if (count == 0) return {};
        const float width = large.x1 - large.x0;
        const float each =
            (width - static_cast<float>(count - 1) * px(kThumbnailGap)) / static_cast<float>(count);
        if (each < px(kThumbnailMinimum)) return {};
        const float aspect =
            static_cast<float>(form_.maps[map].rows) / static_cast<float>(form_.maps[map].columns);
        const float y = large.y1 + px(kBelowMap);
        return {large.x0, y, large.x1, y + std::floor(each * aspect)};
    }

    CardColumn place_card(float x, const LayerForm& layer, std::size_t map) const {
        const bool grid = layer.kind == LayerForm::Kind::kGrid;
        const float top = grid ? 0 : px(kTitle), x1 = x + card_width(layer);
        CardColumn card;
        card.forward = {x, forward_y_ + top, x1, forward_y_ + row_height_};
        card.backward = {x, backward_y_ + top, x1,
                         backward_y_ + row_height_ - (grid ? px(kForkStrip) : 0)};
        card.map_before = static_cast<int>(map);
        return card;
    }

    void place_headers() {
        const float x0 = room_.x0 + px(kMarginX);
        const float x1 = room_.x0 + std::max(layout_.width, room_.x1 - room_.x0) - px(kMarginX);
        layout_.forward_header = {x0, forward_y_ - px(kHeader), x1, forward_y_};
        layout_.backward_header = {x0, backward_y_ - px(kHeader), x1, backward_y_};
    }

    const BoardForm& form_;
    PixelRect room_;
    float scale_;
    std::vector<float> factors_;
    float row_height_ = 0, forward_y_ = 0, backward_y_ = 0;
    float zoom_ = 1, spare_gap_ = 0;
    int lines_below_ = 1;  ///< Of buttons and legend.
    BoardLayout layout_;
};

}  // namespace

WindowRegions window_regions(float width, float height, float scale) {
    const float menu = std::round(kMenuBar * scale), tools = std::round(kToolBar * scale),
                status = std::max(menu, height - std::round(kStatusLine * scale));
    return {{0, 0, width, menu},
            {0, menu, tools, status},
            {tools, menu, width, status},
            {0, status, width, height}};
}

BoardLayout layout_board(const BoardForm& form, PixelRect room, float scale) {
    return Solver(form, room, scale).solve();
}

BoardLayout moved(BoardLayout layout, float dx, float dy) {
    const auto shift = [dx, dy](PixelRect& rect) {
        if (!rect.empty()) rect = {rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy};
    };
    const auto shift_place = [&shift, dx](MapPlace& place) {
        for (PixelRect* rect : {&place.title, &place.map, &place.thumbnails, &place.buttons,
                                &place.legend, &place.loupe})
            shift(*rect);
        place.title_end += dx;
    };
    for (MapColumn& column : layout.maps) {
        shift_place(column.forward);
        shift_place(column.backward);
    }
    for (CardColumn& card : layout.cards) {
        shift(card.forward);
        shift(card.backward);
    }
    shift(layout.loss.forward);
    shift(layout.loss.backward);
    shift(layout.forward_header);
    shift(layout.backward_header);
    return layout;
}

}  // namespace convscope::app
