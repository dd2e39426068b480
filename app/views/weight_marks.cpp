#include "app/views/weight_marks.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/link_marks.hpp"
#include "app/views/weights_map.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr Colour kBlack{0, 0, 0}, kWhite{255, 255, 255};
constexpr float kSmallestRing = 7;  // At scale 1.
constexpr int kMostRuns = 4096;     ///< Of columns, in a heat map, that are looked at.

PixelRect unite(const PixelRect& a, const PixelRect& b) {
    if (a.empty()) return b;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

/// The weights of one layer, or their gradients.
class WeightMarks {
  public:
    WeightMarks(const BoardFrame& frame, const NumberRef& ref, const NumberLinks::Cells& link,
                const LayerModel& layer, bool gradient)
        : frame_(frame),
          pen_(frame.pen()),
          ref_(ref),
          cells_(link.cells),
          layer_(layer),
          gradient_(gradient),
          path_("layer/" + layer.id + (gradient ? "/grad_filter/" : "/filter/") +
                std::to_string(layer.shown_filter)),
          is_itself_((ref.kind == Kind::kWeight || ref.kind == Kind::kGradWeight) &&
                     ref.stage == link.index) {}

    void draw() const {
        const WeightsForm form = weights_form(layer_);
        if (form != WeightsForm::kAllRows && !cells_.n.contains(layer_.shown_filter)) return;
        if (form == WeightsForm::kGrid)
            draw_on_grid();
        else
            draw_on_heat_map(WeightsSpread(form, layer_.weights, layer_.shown_filter));
    }

  private:
    void draw_mark(const PixelRect& rect) const {
        if (!is_itself_) return draw_outline(pen_, rect);
        const bool own = gradient_ == (ref_.kind == Kind::kGradWeight);
        draw_ring(pen_, rect, frame_.px(kSmallestRing),
                  own && frame_.context.ui.pinned ? pen_.theme().warning : kWhite);
    }

    void draw_on_grid() const {
        for (int i = 0; i < cells_.c.count; ++i) {
            const int channel = cells_.c.first + i * cells_.c.step;
            draw_on_channel(path_ + "/" + channel_name(channel, layer_.weights.c) + "/");
        }
    }

    void draw_on_channel(const std::string& path) const {
        // Of a page of channels the others have no cells; the corner is there where any is.
        if (frame_.context.names.find(path + "0,0") == nullptr) return;
        PixelRect all;
        for (int y = cells_.y.first; y <= cells_.y.last(); y += cells_.y.step)
            for (int x = cells_.x.first; x <= cells_.x.last(); x += cells_.x.step) {
                const NamedWidget* cell =
                    frame_.context.names.find(path + std::to_string(x) + "," + std::to_string(y));
                if (cell == nullptr || cell->visible.empty()) continue;
                if (!cells_.is_dense()) draw_mark(cell->visible);
                all = unite(all, cell->visible);
            }
        if (!all.empty() && cells_.is_dense()) draw_mark(all);
    }

    void draw_on_heat_map(const WeightsSpread& spread) const {
        const NamedWidget* map = frame_.context.names.find(path_);
        if (map == nullptr || map->visible.empty()) return;
        const PixelRect& area = map->visible;
        pen_.list()->PushClipRect({area.x0 - 2, area.y0 - 2}, {area.x1 + 2, area.y1 + 2}, true);
        for (const Interval& run : column_runs(spread, width(map->rect)))
            draw_mark(rect_of(spread, map->rect, run));
        pen_.list()->PopClipRect();
        name_mark(spread, area);
    }

    /// Columns of the heat map side by side, in order. Runs too close to be told apart are one.
    std::vector<Interval> column_runs(const WeightsSpread& spread, float wide) const {
        const auto column = [&](int c, int y, int x) { return spread.column_of({0, c, y, x}); };
        const int first = column(cells_.c.first, cells_.y.first, cells_.x.first);
        const int end = column(cells_.c.last(), cells_.y.last(), cells_.x.last()) + 1;
        const int rows = spread.all ? cells_.y.count : 1;
        if (std::int64_t{cells_.c.count} * rows > kMostRuns) return {{first, end}};
        const float cell = wide / static_cast<float>(spread.columns());
        const int nearest = 1 + static_cast<int>(frame_.px(kSmallestRing) / cell);
        std::vector<Interval> runs;
        for (int c = cells_.c.first; c <= cells_.c.last(); c += cells_.c.step)
            for (int i = 0; i < rows; ++i) {
                const int y = cells_.y.first + i * cells_.y.step;
                const Interval run{column(c, y, cells_.x.first), column(c, y, cells_.x.last()) + 1};
                if (!runs.empty() && run.begin - runs.back().end < nearest)
                    runs.back().end = run.end;
                else
                    runs.push_back(run);
            }
        return runs;
    }

    PixelRect rect_of(const WeightsSpread& spread, const PixelRect& area, Interval columns) const {
        const auto [top, bottom] = rows_of(spread);
        const float wide = width(area) / static_cast<float>(spread.columns());
        const float high = height(area) / static_cast<float>(spread.rows());
        return {std::round(area.x0 + wide * static_cast<float>(columns.begin)),
                std::round(area.y0 + high * static_cast<float>(top)),
                std::round(area.x0 + wide * static_cast<float>(columns.end)),
                std::round(area.y0 + high * static_cast<float>(bottom))};
    }

    Interval rows_of(const WeightsSpread& spread) const {
        const AxisLattice& rows = spread.all ? cells_.n : cells_.y;
        return {rows.first, rows.last() + 1};
    }

    /// "link/G/dense1" with the text "3,0 1x10", for scripts: the first column and row, and how
    /// many of them.
    void name_mark(const WeightsSpread& spread, const PixelRect& area) const {
        const Cell first{cells_.n.first, cells_.c.first, cells_.y.first, cells_.x.first};
        const Cell last{cells_.n.last(), cells_.c.last(), cells_.y.last(), cells_.x.last()};
        const int column = spread.column_of(first);
        const Interval rows = rows_of(spread);
        frame_.context.names.record((gradient_ ? "link/dG/" : "link/G/") + layer_.id, area,
                                    std::to_string(column) + "," + std::to_string(rows.begin) +
                                        " " + std::to_string(spread.column_of(last) + 1 - column) +
                                        "x" + std::to_string(rows.end - rows.begin));
    }

    const BoardFrame& frame_;
    Pen pen_;
    const NumberRef& ref_;
    const CellLattice& cells_;
    const LayerModel& layer_;
    bool gradient_;
    std::string path_;
    bool is_itself_;
};

}  // namespace

void draw_outline(const Pen& pen, const PixelRect& rect) {
    const float line = std::max(1.0f, std::round(pen.px(1)));
    pen.outline(inset(rect, -line), kBlack.with_alpha(220), 0, line);
    pen.outline(rect, kWhite, 0, line);
    // A white line alone is lost on a light ground.
    if (!pen.theme().dark) pen.outline(inset(rect, line), kBlack.with_alpha(110), 0, line);
}

void draw_weight_marks(const BoardFrame& frame, const NumberRef& ref,
                       const NumberLinks::Cells& link) {
    for (const LayerModel& layer : frame.model.layers) {
        if (layer.stage < 0 || static_cast<std::size_t>(layer.stage) != link.index) continue;
        for (const bool gradient : {false, true})
            WeightMarks(frame, ref, link, layer, gradient).draw();
    }
}

}  // namespace convscope::app
