#include <algorithm>
#include <span>

#include "app/views/filter_card.hpp"
#include "app/views/filter_edits.hpp"

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kPadding = 9, kTitleHeight = 26, kButtonsHeight = 24, kComfortableCell = 18;
constexpr float kComfortableRows = 6;  // Of such cells: the height of a heat map.
constexpr int kFewChannels = 3;
// Lines of what the card says: of the sums and the counts, and of weights without filters.
constexpr int kFullFactLines = 2 + 3, kBriefFactLines = 1 + 1, kListLines = 1;

/// What stands below the grid.
struct Below {
    std::size_t groups_per_line = 1;
    Wordiness words = Wordiness::kFull;
};
// From the most comfortable to the tightest.
constexpr Below kBelow[] = {{1, Wordiness::kFull},  {2, Wordiness::kFull},  {2, Wordiness::kBrief},
                            {2, Wordiness::kLeast}, {3, Wordiness::kLeast}, {3, Wordiness::kNone}};
constexpr float kLowCard = 240;

int read_out_lines(const BoardFrame& frame, const LayerModel& layer, Wordiness words) {
    if (words == Wordiness::kNone) return 0;
    if (!has_sliding_filter(*layer.op)) return kListLines;
    if (words == Wordiness::kLeast) return kBriefFactLines;
    const bool full = words == Wordiness::kFull;
    const Shape input = frame.model.maps[layer.input_map].shape();
    int lines = full ? kFullFactLines : kBriefFactLines;
    for (const ReadOut& line : size_read_outs(frame.newest(layer), *layer.op, input))
        lines += full ? 1 + static_cast<int>(std::ranges::count(line.full, '\n')) : 1;
    return lines;
}

class LayoutMaker {
  public:
    LayoutMaker(const BoardFrame& frame, const LayerModel& layer, const CardColumn& column,
                const PixelRect& place)
        : frame_(frame), layer_(layer), place_(place), height_(height(column.forward)) {
        const float pad = px(kPadding);
        inner_ = {place.x0 + pad, place.y0 + px(4), place.x1 - pad, place.y1 - pad};
    }

    FilterCardLayout make() {
        // Channels below each other have wide cells, which show their numbers.
        for (const bool stacked : {true, false})
            for (const Below& below : choices()) {
                FilterCardLayout layout = with(below);
                const bool fits = layout.card.y1 <= place_.y0 + height_ + 1;
                if (stacked && layout.metrics.across > 1) continue;
                if (fits && layout.metrics.cell_height >= px(kComfortableCell)) return layout;
            }
        return with(choices().back());
    }

  private:
    float px(float at_scale_1) const { return frame_.px(at_scale_1); }

    FilterCardLayout with(const Below& below) {
        FilterCardLayout layout;
        layout.form = weights_form(layer_);
        layout.groups_per_line = below.groups_per_line;
        layout.words = below.words;
        layout.title = {inner_.x0, inner_.y0, inner_.x1, inner_.y0 + px(kTitleHeight)};
        float y = layout.title.y1 + px(3);
        if (layer_.weights.n > 1) {
            layout.filters = {inner_.x0, y, inner_.x1, y + px(20)};
            y += px(kButtonsHeight);
        }
        const float below_height = px(9) + change_row() + lines_height(below);
        const float room = place_.y0 + height_ - px(kPadding) - below_height - y;
        place_weights(layout, y, std::max(room, px(40)));
        layout.below_grid = layout.grid.y1 + px(6);
        layout.card = {place_.x0, place_.y0, place_.x1, layout.grid.y1 + below_height + px(6)};
        return layout;
    }

    /// The size of the output makes room only for pages of channels, and everything that is said
    /// only in low cards.
    std::span<const Below> choices() const {
        const std::span<const Below> all(kBelow);
        if (height_ < px(kLowCard)) return all;
        return all.first(all.size() - (layer_.weights.c > kFewChannels ? 2 : 3));
    }

    /// Only filters that slide are changed as a whole.
    float change_row() const { return has_sliding_filter(*layer_.op) ? px(kChangeRow) : 0; }

    float lines_height(const Below& below) const {
        const auto lines = field_lines(*layer_.op, below.groups_per_line).size();
        const int texts = read_out_lines(frame_, layer_, below.words);
        return static_cast<float>(lines) * px(kFieldLine) +
               static_cast<float>(texts) * px(kReadOutLine);
    }

    void place_weights(FilterCardLayout& layout, float y, float room) const {
        const float wide = width(inner_), scale = frame_.context.look.scale;
        if (layout.form != WeightsForm::kGrid) {
            layout.grid = {inner_.x0, y, inner_.x1, y + room};
            layout.metrics.cell_height = room / kComfortableRows;
            return;
        }
        GridShape shape{layer_.weights.w, layer_.weights.h, layer_.weights.c};
        const int page = channels_per_page(shape, wide, room, scale);
        if (page < shape.channels) {
            layout.channels = {inner_.x0, y, inner_.x1, y + px(20)};
            y += px(kButtonsHeight);
            room -= px(kButtonsHeight);
            page_of(layout, shape, channels_per_page(shape, wide, room, scale));
        }
        layout.metrics = grid_metrics(shape, wide, room, scale);
        layout.grid = {inner_.x0, y, inner_.x1, y + std::min(layout.metrics.height, room)};
    }

    /// The page that was turned to.
    void page_of(FilterCardLayout& layout, GridShape& shape, int page) const {
        const auto& chosen = frame_.context.ui.first_channel;
        const auto found = chosen.find(layer_.id);
        const int first = found == chosen.end() ? 0 : found->second;
        layout.first_channel = std::clamp(first, 0, shape.channels - 1) / page * page;
        shape.channels = page;
    }

    const BoardFrame& frame_;
    const LayerModel& layer_;
    PixelRect place_, inner_;
    float height_;
};

}  // namespace

/// A grid where it can be edited; weights without filters only as long as all can be seen.
WeightsForm weights_form(const LayerModel& layer) {
    const Shape shape = layer.weights;
    const bool slides = has_sliding_filter(*layer.op);
    const bool fits = shape.w <= kMaxGridKernel && shape.h <= kMaxGridKernel;
    if (fits && (slides || shape.c <= kFewChannels)) return WeightsForm::kGrid;
    return slides ? WeightsForm::kHeatMap : WeightsForm::kAllRows;
}

std::vector<FieldLine> field_lines(const OpInfo& op, std::size_t groups_per_line) {
    std::vector<std::optional<FieldGroup>> groups;
    for (FieldGroup& group : field_groups(op)) groups.emplace_back(std::move(group));
    groups.emplace_back();
    std::vector<FieldLine> lines;
    for (std::optional<FieldGroup>& group : groups) {
        if (lines.empty() || lines.back().size() == groups_per_line) lines.emplace_back();
        lines.back().push_back(std::move(group));
    }
    return lines;
}

FilterCardLayout filter_card_layout(const BoardFrame& frame, const LayerModel& layer,
                                    const CardColumn& column, const PixelRect& place) {
    return LayoutMaker(frame, layer, column, place).make();
}

}  // namespace convscope::app
