#include "app/views/weight_places.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/weights_map.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

constexpr int kMostRuns = 4096;  ///< Of columns, in a heat map, that are looked at.

PixelRect unite(const PixelRect& a, const PixelRect& b) {
    if (a.empty()) return b;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

/// In the grid of a channel: one place for all of them, or where weights between them take no part,
/// one for each.
void find_in_channel(const WidgetNames& names, const std::string& path, const CellLattice& cells,
                     std::vector<PixelRect>& rects) {
    // Of a page of channels the others have no cells; the corner is there where any is.
    if (names.find_in_this_frame(path + "0,0") == nullptr) return;
    PixelRect all;
    for (int y = cells.y.first; y <= cells.y.last(); y += cells.y.step)
        for (int x = cells.x.first; x <= cells.x.last(); x += cells.x.step) {
            const NamedWidget* cell =
                names.find_in_this_frame(path + std::to_string(x) + "," + std::to_string(y));
            if (cell == nullptr || cell->visible.empty()) continue;
            if (!cells.is_dense()) rects.push_back(cell->visible);
            all = unite(all, cell->visible);
        }
    if (!all.empty() && cells.is_dense()) rects.push_back(all);
}

Interval rows_of(const WeightsSpread& spread, const CellLattice& cells) {
    const AxisLattice& rows = spread.all ? cells.n : cells.y;
    return {rows.first, rows.last() + 1};
}

/// Columns of the heat map side by side, in order. Runs with fewer than `least` columns between
/// them are one.
std::vector<Interval> column_runs(const WeightsSpread& spread, const CellLattice& cells,
                                  int least) {
    const auto column = [&](int c, int y, int x) { return spread.column_of({0, c, y, x}); };
    const int first = column(cells.c.first, cells.y.first, cells.x.first);
    const int end = column(cells.c.last(), cells.y.last(), cells.x.last()) + 1;
    const int rows = spread.all ? cells.y.count : 1;
    if (std::int64_t{cells.c.count} * rows > kMostRuns) return {{first, end}};
    std::vector<Interval> runs;
    for (int c = cells.c.first; c <= cells.c.last(); c += cells.c.step)
        for (int i = 0; i < rows; ++i) {
            const int y = cells.y.first + i * cells.y.step;
            const Interval run{column(c, y, cells.x.first), column(c, y, cells.x.last()) + 1};
            if (!runs.empty() && run.begin - runs.back().end < least)
                runs.back().end = run.end;
            else
                runs.push_back(run);
        }
    return runs;
}

std::string place_in_map(const WeightsSpread& spread, const CellLattice& cells) {
    const Cell first{cells.n.first, cells.c.first, cells.y.first, cells.x.first};
    const Cell last{cells.n.last(), cells.c.last(), cells.y.last(), cells.x.last()};
    const int column = spread.column_of(first);
    const Interval rows = rows_of(spread, cells);
    return std::to_string(column) + "," + std::to_string(rows.begin) + " " +
           std::to_string(spread.column_of(last) + 1 - column) + "x" +
           std::to_string(rows.end - rows.begin);
}

WeightPlaces places_in_heat_map(const NamedWidget& map, const WeightsSpread& spread,
                                const CellLattice& cells, float nearest) {
    WeightPlaces places{{}, map.visible, place_in_map(spread, cells)};
    const PixelRect& area = map.rect;
    const float wide = (area.x1 - area.x0) / static_cast<float>(spread.columns());
    const float high = (area.y1 - area.y0) / static_cast<float>(spread.rows());
    const auto [top, bottom] = rows_of(spread, cells);
    for (const Interval& run : column_runs(spread, cells, 1 + static_cast<int>(nearest / wide)))
        places.rects.push_back({std::round(area.x0 + wide * static_cast<float>(run.begin)),
                                std::round(area.y0 + high * static_cast<float>(top)),
                                std::round(area.x0 + wide * static_cast<float>(run.end)),
                                std::round(area.y0 + high * static_cast<float>(bottom))});
    return places;
}

}  // namespace

WeightPlaces places_of_weights(const BoardFrame& frame, const LayerModel& layer, bool gradient,
                               const CellLattice& cells, float nearest) {
    const WeightsForm form = weights_form(layer);
    if (form != WeightsForm::kAllRows && !cells.n.contains(layer.shown_filter)) return {};
    const WidgetNames& names = frame.context.names;
    const std::string path = "layer/" + layer.id + (gradient ? "/grad_filter/" : "/filter/") +
                             std::to_string(layer.shown_filter);
    if (form != WeightsForm::kGrid) {
        const NamedWidget* map = names.find_in_this_frame(path);
        if (map == nullptr || map->visible.empty()) return {};
        return places_in_heat_map(*map, WeightsSpread(form, layer.weights, layer.shown_filter),
                                  cells, nearest);
    }
    WeightPlaces places;
    for (int i = 0; i < cells.c.count; ++i) {
        const int channel = cells.c.first + i * cells.c.step;
        find_in_channel(names, path + "/" + channel_name(channel, layer.weights.c) + "/", cells,
                        places.rects);
    }
    return places;
}

void draw_at_places(const BoardFrame& frame, const WeightPlaces& places, const std::string& name,
                    const std::function<void(const PixelRect&)>& draw) {
    const PixelRect& map = places.heat_map;
    if (map.empty()) {
        for (const PixelRect& rect : places.rects) draw(rect);
        return;
    }
    ImDrawList* list = frame.pen().list();
    list->PushClipRect({map.x0 - 2, map.y0 - 2}, {map.x1 + 2, map.y1 + 2}, true);
    for (const PixelRect& rect : places.rects) draw(rect);
    list->PopClipRect();
    frame.context.names.record(name, map, places.place);
}

}  // namespace convscope::app
