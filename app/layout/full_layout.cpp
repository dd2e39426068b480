#include <algorithm>
#include <cmath>

#include "app/layout/columns.hpp"
#include "app/layout/layout_sizes.hpp"
#include "app/layout/map_rows.hpp"

namespace convscope::app {
namespace {

// Lengths at scale 1.
constexpr float kColumnGap = 8, kGridGap = 22;
constexpr float kArrowCard = 80, kOffCard = 92, kWideLossCard = 148;
constexpr float kGridCard = 236, kGridCardMaximum = 332, kGridCardSides = 72, kGridCardPadding = 18;
constexpr float kGridCell = 44, kBesideGrid = 181;
constexpr float kLowGridCard = 340, kLowArrowCard = 124, kLowSlotMinimum = 108;
constexpr float kForkStrip = 28;
constexpr float kSlotMinimum = 132, kFirstMapMinimum = 132, kLeastShareOfHeight = 0.35f,
                kShareOfHeightWhereItScrolls = 0.5f, kLeastShareOfWidth = 0.15f;
// Cards may grow to these where one layer has the room to itself.
constexpr float kFocusedGridCard = 420, kFocusedArrowCard = 170, kFocusedLossCard = 340,
                kFocusedGap = 70, kFocusedLoupeSide = 246, kFocusedThumbnailSide = 150;

/// Columns from left to right, none of them overlapping another; the board may be wider than the
/// room.
class FullLayout {
  public:
    FullLayout(const BoardForm& form, PixelRect room, float scale, bool focus)
        : form_(form),
          room_(room),
          scale_(scale),
          focus_(focus),
          rows_(row_heights(room, scale)),
          low_(rows_.height < px(kComfortableRow)),
          sizes_(form.maps, scale, px(low_ ? kLowSlotMinimum : kSlotMinimum)) {}

    BoardLayout solve() {
        layout_.height = rows_.total;
        solve_width(1);
        int lines_below = 1;
        if (MapRows(form_.maps, sizes_, zoom_, scale_).any_buttons_above_legend())
            solve_width(lines_below = 2);
        place_columns(lines_below);
        place_headers(layout_, rows_, room_, scale_);
        return std::move(layout_);
    }

  private:
    float px(float at_scale_1) const { return std::round(at_scale_1 * scale_); }

    float card_width(const LayerForm& layer) const {
        switch (layer.kind) {
            case LayerForm::Kind::kGrid:
                return grid_card_width({layer.grid_columns, layer.grid_rows, layer.grid_channels});
            case LayerForm::Kind::kArrow:
                return px(low_ && layer.fields ? kLowArrowCard : kArrowCard);
            case LayerForm::Kind::kOff:
                return px(kOffCard);
        }
        return 0;
    }
    float grid_card_width(GridShape grid) const {
        if (low_) return px(kLowGridCard);
        const float wanted =
            channels_stack(grid, rows_.height - px(kBesideGrid), scale_)
                ? px(kGridCardSides) + static_cast<float>(grid.columns) * px(kGridCell)
                : px(kGridCardPadding) + width_side_by_side(grid, scale_);
        return std::clamp(wanted, px(kGridCard), px(kGridCardMaximum));
    }
    /// What a card takes of the room that the maps leave, where one layer has it to itself.
    float grown(float width, float largest) const {
        return focus_ ? std::max(width, std::min(width + spare_, px(largest))) : width;
    }
    float width_of(const LayerForm& layer) const {
        const bool grid = layer.kind == LayerForm::Kind::kGrid;
        return grown(card_width(layer), grid ? kFocusedGridCard : kFocusedArrowCard);
    }
    float loss_card() const { return px(form_.wide_loss ? kWideLossCard : kLossCard); }
    float loss_width() const { return form_.loss ? grown(loss_card(), kFocusedLossCard) : 0; }
    float gap(const LayerForm& layer) const {
        return px(layer.kind == LayerForm::Kind::kGrid ? kGridGap : kColumnGap);
    }

    /// Rather than shrink to stamps, the maps keep a share of the height, and the board scrolls.
    float least_zoom(float share_of_height) const {
        const float by_height = sizes_.largest_zoom();
        const float columns = static_cast<float>(sizes_.first_columns());
        const float share = std::min(share_of_height * by_height,
                                     kLeastShareOfWidth * (room_.x1 - room_.x0) / columns);
        return std::min(by_height, std::max(px(kFirstMapMinimum) / columns, share));
    }

    /// The largest zoom that fits both ways, but no smaller than one can look at.
    void solve_width(int lines_below) {
        sizes_.set_room(rows_.height - px(kTitleHeight) - px(height_below_map(lines_below)));
        float fixed = 2 * px(kMarginX);
        if (form_.loss) fixed += px(kColumnGap) + loss_card();
        for (const LayerForm& layer : form_.layers) fixed += card_width(layer) + 2 * gap(layer);
        const float room = room_.x1 - room_.x0 - fixed;

        sizes_.set_sides({});
        zoom_ = sizes_.fitting_zoom(room, least_zoom(kLeastShareOfHeight));
        if (focus_) place_small_maps_beside(room);
        // Where it scrolls anyway, it scrolls a little further to larger maps.
        if (sizes_.all_slots(zoom_) > room) zoom_ = least_zoom(kShareOfHeightWhereItScrolls);
        spare_ = std::max(0.0f, room - sizes_.all_slots(zoom_));
    }

    /// Small maps and loupes stand beside the large maps where those become no smaller by it, and
    /// take a part of the width that is left.
    void place_small_maps_beside(float room) {
        std::vector<float> sides;
        for (const MapForm& map : form_.maps)
            sides.push_back(map.thumbnails_forward > 0 ? px(kLeastSide) : 0);
        const float below = zoom_;
        sizes_.set_sides(sides);
        zoom_ = sizes_.fitting_zoom(room, least_zoom(kLeastShareOfHeight));
        if (zoom_ < below || sizes_.all_slots(zoom_) > room) {
            sizes_.set_sides({});
            zoom_ = below;
            return;
        }
        const float share =
            (room - sizes_.all_slots(zoom_)) / static_cast<float>(form_.maps.size());
        for (std::size_t i = 0; i < sides.size(); ++i) {
            const bool loupe = !form_.maps[i].vector && sizes_.cell(i, zoom_) < px(kCellWithNumber);
            const float grown = std::floor(
                std::min(sides[i] + share, px(loupe ? kFocusedLoupeSide : kFocusedThumbnailSide)));
            if (sides[i] > 0 || (loupe && grown >= px(kLeastLoupeSide)))
                sides[i] = std::max(sides[i], grown);
        }
        sizes_.set_sides(std::move(sides));
    }

    /// Of the room that is left: what stands between two columns, and before the first.
    struct SpareRoom {
        float between = 0, before = 0;
    };
    SpareRoom spare_room() const {
        float taken = form_.loss ? loss_width() - loss_card() : 0;
        for (const LayerForm& layer : form_.layers) taken += width_of(layer) - card_width(layer);
        const float left = std::max(0.0f, spare_ - taken);
        const float gaps = static_cast<float>(2 * form_.layers.size()) + (form_.loss ? 1.0f : 0);
        if (!focus_) return {std::floor(left / gaps), 0};
        const float between = std::min(px(kFocusedGap), std::floor(left / gaps));
        return {between, std::floor((left - gaps * between) / 2)};
    }

    void place_columns(int lines_below) {
        const SpareRoom spare = spare_room();
        MapRows rows(form_.maps, sizes_, zoom_, scale_);
        rows.set_lines_below(lines_below);
        float x = room_.x0 + px(kMarginX) + spare.before;
        place_map(rows, 0, x);
        std::size_t map = 0;
        for (const LayerForm& layer : form_.layers) {
            const float gap_width = gap(layer) + spare.between;
            const CardColumn card = place_card(x + gap_width, layer, map);
            x = card.forward.x1 + gap_width;
            layout_.cards.push_back(card);
            if (layer.kind != LayerForm::Kind::kOff) place_map(rows, ++map, x);
        }
        if (form_.loss) place_loss(x + px(kColumnGap) + spare.between, map);
        place_title_ends();
        const float end = form_.loss ? layout_.loss.forward.x1 : x;
        layout_.width = end + px(kMarginX) - room_.x0;
    }

    void place_loss(float x, std::size_t last_map) {
        const float x1 = x + loss_width(), below_title = px(kTitleHeight);
        layout_.loss.forward = {x, rows_.forward_y + below_title, x1,
                                rows_.forward_y + rows_.height};
        layout_.loss.backward = {x, rows_.backward_y + below_title, x1,
                                 rows_.backward_y + rows_.height};
        layout_.loss.map_before = static_cast<int>(last_map);
    }

    /// A filter's card begins at the height of the titles, others and the loss below them.
    void place_title_ends() {
        for (MapColumn& column : layout_.maps)
            column.forward.title_end = column.backward.title_end = column.forward.title.x1;
        if (form_.loss) {
            MapColumn& last = layout_.maps.back();
            last.forward.title_end = last.backward.title_end = layout_.loss.forward.x1;
        }
        for (std::size_t i = form_.layers.size(); i-- > 0;) {
            const CardColumn& card = layout_.cards[i];
            const bool grid = form_.layers[i].kind == LayerForm::Kind::kGrid;
            MapColumn& before = layout_.maps[static_cast<std::size_t>(card.map_before)];
            before.forward.title_end = before.backward.title_end =
                grid ? before.forward.title.x1 : card.forward.x1;
        }
    }

    /// Moves `x` to the end of the map's slot.
    void place_map(const MapRows& rows, std::size_t map, float& x) {
        layout_.maps.push_back({rows.place(map, false, x, rows_.forward_y, rows_.height),
                                rows.place(map, true, x, rows_.backward_y, rows_.height)});
        x += sizes_.slot(map, zoom_);
    }

    CardColumn place_card(float x, const LayerForm& layer, std::size_t map) const {
        const bool grid = layer.kind == LayerForm::Kind::kGrid;
        const float top = grid ? 0 : px(kTitleHeight), x1 = x + width_of(layer);
        CardColumn card;
        card.forward = {x, rows_.forward_y + top, x1, rows_.forward_y + rows_.height};
        card.backward = {x, rows_.backward_y + top, x1,
                         rows_.backward_y + rows_.height - (grid ? px(kForkStrip) : 0)};
        card.map_before = static_cast<int>(map);
        return card;
    }

    const BoardForm& form_;
    PixelRect room_;
    float scale_;
    bool focus_;
    RowHeights rows_;
    bool low_;  ///< Cards have more width than height.
    MapSizes sizes_;
    float zoom_ = 1, spare_ = 0;
    BoardLayout layout_;
};

}  // namespace

BoardLayout layout_full(const BoardForm& form, PixelRect room, float scale, bool focus) {
    return FullLayout(form, room, scale, focus).solve();
}

}  // namespace convscope::app
