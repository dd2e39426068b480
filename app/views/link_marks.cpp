#include "app/views/link_marks.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/views/pins.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/eval/links.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr Colour kBlack{0, 0, 0}, kWhite{255, 255, 255};
constexpr float kSmallestRing = 7, kSmallestSingle = 5, kSmallestTint = 9;  // At scale 1.
constexpr std::int64_t kMostSingle = 4096;  ///< Cells that are outlined one by one.
constexpr std::size_t kMostArrows = 16;
constexpr std::int64_t kMostLookedAt = 1024;  ///< Terms among which routes are found.

bool is_of_map(Kind kind) {
    return kind == Kind::kValue || kind == Kind::kGradient;
}
bool is_of_weight(Kind kind) {
    return kind == Kind::kWeight || kind == Kind::kGradWeight;
}

/// A thin frame, for what belongs to the number.
void draw_outline(const Pen& pen, const PixelRect& rect) {
    const float line = std::max(1.0f, std::round(pen.px(1)));
    pen.outline(inset(rect, -line), kBlack.with_alpha(220), 0, line);
    pen.outline(rect, kWhite, 0, line);
    // A white line alone is lost on a light ground.
    if (!pen.theme().dark) pen.outline(inset(rect, line), kBlack.with_alpha(110), 0, line);
}

PixelRect unite(const PixelRect& a, const PixelRect& b) {
    if (a.empty()) return b;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

/// Cells of two neighbouring maps between which a gradient is passed through a maximum.
struct Route {
    std::size_t from_map = 0;  ///< That of the pooled cell.
    Cell from, to;             ///< `to`: in the map before.
};

class LinkMarks {
  public:
    LinkMarks(const BoardFrame& frame, const NumberRef& ref)
        : frame_(frame), pen_(frame.pen()), ref_(ref), links_(links_of(frame.results, ref)) {}

    /// What loupes show, when nothing is pointed at.
    void draw_on_loupes() const {
        for (const NumberLinks::Cells& link : links_.maps) draw_on_maps(link, true);
    }

    void draw() const {
        for (const NumberLinks::Cells& link : links_.maps) draw_on_maps(link, false);
        for (const NumberLinks::Cells& link : links_.weights) draw_on_grids(link);
        for (const Route& route : routes()) draw_route(route);
    }

  private:
    // --- on maps ---

    void draw_on_maps(const NumberLinks::Cells& link, bool only_loupes) const {
        for (const DrawnMap& map : frame_.drawn) {
            if (only_loupes && !map.loupe) continue;
            if (!is_linked_row(map)) continue;
            if (map.index != link.index || !shows_channel(map, link.cells.c)) continue;
            if (!map.loupe) name_link(map, link.cells);
            const PixelRect& clip = map.transform.frame();
            pen_.list()->PushClipRect({clip.x0 - 2, clip.y0 - 2}, {clip.x1 + 2, clip.y1 + 2}, true);
            if (is_of_map(ref_.kind) && link.index == ref_.map)
                draw_itself(map);
            else
                draw_cells(map, link);
            pen_.list()->PopClipRect();
        }
    }

    /// "link/dR" with the text "3,4 2x1", for scripts: the first cell, columns and rows.
    void name_link(const DrawnMap& map, const CellLattice& cells) const {
        const auto pair = [](int x, int y, const char* between) {
            return std::to_string(x) + between + std::to_string(y);
        };
        std::string text =
            pair(cells.x.first, cells.y.first, ",") + " " + pair(cells.x.count, cells.y.count, "x");
        if (!cells.is_dense()) text += " step " + pair(cells.x.step, cells.y.step, ",");
        frame_.context.names.record(
            (map.gradient ? "link/d" : "link/") + frame_.model.maps[map.index].name,
            map.transform.visible_rect_of(cells.rect()), text);
    }

    /// A weight multiplies values, and its gradient is made of gradients of what it gave.
    bool is_linked_row(const DrawnMap& map) const {
        if (is_of_map(ref_.kind) || ref_.kind == Kind::kLoss) return true;
        return map.gradient == (map.index == ref_.stage + 1);
    }

    /// A list shows all of its channels, and so does a picture in colour.
    bool shows_channel(const DrawnMap& map, const AxisLattice& channels) const {
        const MapModel& model = frame_.model.maps[map.index];
        const int shown = map.gradient ? model.gradient_channel : model.value_channel;
        return shown < 0 || model.value_column || channels.contains(shown);
    }

    PixelRect cut(const DrawnMap& map, const PixelRect& rect) const {
        const PixelRect& clip = map.transform.frame();
        return {std::max(rect.x0, clip.x0), std::max(rect.y0, clip.y0), std::min(rect.x1, clip.x1),
                std::min(rect.y1, clip.y1)};
    }

    PixelRect rect_of(const DrawnMap& map, Rect cells, std::optional<int> channel) const {
        return cut(
            map, map.transform.rect_of(frame_.model.maps[map.index].drawn_of_rect(cells, channel)));
    }

    void draw_itself(const DrawnMap& map) const {
        const Cell cell = ref_.cell;
        const PixelRect rect = rect_of(map, {cell.x, cell.y, cell.x + 1, cell.y + 1}, cell.c);
        // Its own row has the stronger ring.
        const bool own_row = map.gradient == (ref_.kind == Kind::kGradient);
        if (rect.empty()) return;
        draw_ring(pen_, rect, frame_.px(kSmallestRing),
                  own_row && frame_.context.ui.pinned ? pen_.theme().warning : kWhite);
    }

    void draw_cells(const DrawnMap& map, const NumberLinks::Cells& link) const {
        const CellLattice& cells = link.cells;
        if (is_of_weight(ref_.kind) && link.index == ref_.stage && draw_samples(map)) return;
        const bool single = !cells.is_dense() && is_drawn_singly(map, cells);
        const auto channel = cells.c.count == 1 ? std::optional<int>(cells.c.first) : std::nullopt;
        if (!single) {
            const PixelRect rect = rect_of(map, cells.rect(), channel);
            if (!rect.empty()) draw_outline(pen_, rect);
            return;
        }
        for_each_visible(map, cells, [&](int x, int y) {
            draw_outline(pen_, rect_of(map, {x, y, x + 1, y + 1}, channel));
        });
    }

    bool is_drawn_singly(const DrawnMap& map, const CellLattice& cells) const {
        const float smallest = frame_.px(kSmallestSingle);
        const Rect visible = map.transform.visible_cells();
        const std::int64_t most = std::int64_t{ceil_div(visible.width(), cells.x.step)} *
                                  ceil_div(visible.height(), cells.y.step);
        return map.transform.cell_width() >= smallest && map.transform.cell_height() >= smallest &&
               std::min(most, cells.count()) <= kMostSingle;
    }

    template <class Draw>
    void for_each_visible(const DrawnMap& map, const CellLattice& cells, const Draw& draw) const {
        const Rect visible = map.transform.visible_cells();
        const auto run = [](const AxisLattice& axis, int begin, int end) {
            const int skipped = begin > axis.first ? ceil_div(begin - axis.first, axis.step) : 0;
            return std::pair(axis.first + skipped * axis.step, std::min(end, axis.last() + 1));
        };
        const auto [x0, x1] = run(cells.x, visible.x0, visible.x1);
        const auto [y0, y1] = run(cells.y, visible.y0, visible.y1);
        for (int y = y0; y < y1; y += cells.y.step)
            for (int x = x0; x < x1; x += cells.x.step) draw(x, y);
    }

    /// The samples that a weight multiplied, each with a frame in the colour of the gradient that
    /// it was multiplied with. False where cells are too small for frames.
    bool draw_samples(const DrawnMap& map) const {
        const TermCells products =
            term_cells(frame_.results, {Kind::kGradWeight, 0, ref_.stage, ref_.cell});
        const CellLattice inside = products.a.clipped(frame_.results.plan.shapes[map.index]);
        const float smallest = frame_.px(kSmallestTint);
        if (inside.empty() || map.transform.cell_width() < smallest ||
            map.transform.cell_height() < smallest || !is_drawn_singly(map, inside) ||
            frame_.model.maps[map.index].value_column)
            return false;
        const ColourScale scale = frame_.scales.gradient(ref_.stage + 1);
        const ConstTensorView gradient = frame_.results.gradients[ref_.stage + 1].values.view();
        const auto output = [](int at, const AxisLattice& a, const AxisLattice& b) {
            return b.first + (at - a.first) / a.step * b.step;
        };
        const float line = std::max(2.0f, std::floor(map.transform.cell_width() / 9));
        for_each_visible(map, inside, [&](int x, int y) {
            const Cell reader{0, products.b.c.first, output(y, products.a.y, products.b.y),
                              output(x, products.a.x, products.b.x)};
            const PixelRect rect = rect_of(map, {x, y, x + 1, y + 1}, std::nullopt);
            pen_.outline(inset(rect, 1), kBlack, 0, 1);
            pen_.outline(inset(rect, 1 + line / 2), scale.colour(gradient(reader)), 0, line);
        });
        return true;
    }

    // --- in grids of weights, where the last frame drew them ---

    void draw_on_grids(const NumberLinks::Cells& link) const {
        for (const LayerModel& layer : frame_.model.layers) {
            if (layer.stage < 0 || static_cast<std::size_t>(layer.stage) != link.index) continue;
            if (!link.cells.n.contains(layer.shown_filter)) continue;
            for (const bool gradient : {false, true}) draw_on_grid(link, layer, gradient);
        }
    }

    void draw_on_grid(const NumberLinks::Cells& link, const LayerModel& layer,
                      bool gradient) const {
        const std::string grid = "layer/" + layer.id + (gradient ? "/grad_filter/" : "/filter/") +
                                 std::to_string(layer.shown_filter) + "/";
        const CellLattice& cells = link.cells;
        for (int i = 0; i < cells.c.count; ++i) {
            const int channel = cells.c.first + i * cells.c.step;
            const std::string path = grid + channel_name(channel, layer.weights.c) + "/";
            PixelRect all;
            for (int y = cells.y.first; y <= cells.y.last(); y += cells.y.step)
                for (int x = cells.x.first; x <= cells.x.last(); x += cells.x.step) {
                    const PixelRect rect =
                        visible_widget(path + std::to_string(x) + "," + std::to_string(y));
                    if (rect.empty()) continue;
                    if (!cells.is_dense()) draw_outline(pen_, rect);
                    all = unite(all, rect);
                }
            if (all.empty() || !cells.is_dense()) continue;
            if (is_of_weight(ref_.kind) && ref_.stage == link.index)
                draw_ring(pen_, all, frame_.px(kSmallestRing), kWhite);
            else
                draw_outline(pen_, all);
        }
    }

    PixelRect visible_widget(const std::string& path) const {
        const NamedWidget* widget = frame_.context.names.find(path);
        return widget == nullptr ? PixelRect{} : widget->visible;
    }

    // --- what a maximum passed on ---

    /// From the pooled cell itself, or from all that chose the cell.
    std::vector<Route> routes() const {
        std::vector<Route> routes;
        if (!is_of_map(ref_.kind)) return routes;
        const auto has_winners = [&](std::size_t stage) {
            const Scene& scene = frame_.results.scene;
            return find_op(scene.layers[frame_.results.plan.layers[stage]].op)->has_winners;
        };
        if (ref_.map > 0 && has_winners(ref_.map - 1)) add_routes_from_here(routes);
        if (ref_.map < frame_.results.plan.layers.size() && has_winners(ref_.map))
            add_routes_to(ref_.map, ref_.cell, nullptr, routes);
        routes.resize(std::min(routes.size(), kMostArrows));
        return routes;
    }

    void add_routes_from_here(std::vector<Route>& routes) const {
        const Explanation window = explain_number(
            frame_.results, {Kind::kValue, ref_.map, 0, ref_.cell}, 0, kMostLookedAt);
        for (const Term& term : window.terms)
            if ((term.chosen || term.tied) && routes.size() < kMostArrows)
                add_routes_to(ref_.map - 1, term.cell_a, &ref_.cell, routes);
    }

    /// From all cells of the next map that pass their gradient to `to`, or from `only` that one.
    void add_routes_to(std::size_t map, Cell to, const Cell* only,
                       std::vector<Route>& routes) const {
        const Explanation readers = explain_readers(frame_.results, map, to, 0, kMostLookedAt);
        for (const Term& term : readers.terms)
            if (term.chosen && (only == nullptr || term.cell_a == *only))
                routes.push_back({map + 1, term.cell_a, to});
    }

    /// In the lower row from the pooled cell's gradient to the winner's, in the upper one back.
    void draw_route(const Route& route) const {
        for (const bool gradient : {false, true}) {
            const PixelRect from = place_of(route.from_map, gradient, route.from);
            const PixelRect to = place_of(route.from_map - 1, gradient, route.to);
            if (from.empty() || to.empty()) continue;
            const ImVec2 pooled{from.x0, (from.y0 + from.y1) / 2};
            const ImVec2 winner{to.x1, (to.y0 + to.y1) / 2};
            const ImVec2 start = gradient ? pooled : winner, end = gradient ? winner : pooled;
            const Colour hue = gradient ? pen_.theme().backward : pen_.theme().forward;
            pen_.arrow(start, end, kBlack, pen_.px(4.5f));
            pen_.arrow(start, end, hue, pen_.px(2));
            name_route(route, gradient,
                       {std::min(start.x, end.x), std::min(start.y, end.y) - 1,
                        std::max(start.x, end.x), std::max(start.y, end.y) + 1});
        }
    }

    /// "route/dA/3,4" with the text "1,2": from the pooled cell 1, 2 to the winner 3, 4.
    void name_route(const Route& route, bool gradient, const PixelRect& rect) const {
        const auto place = [](Cell cell) {
            return std::to_string(cell.x) + "," + std::to_string(cell.y);
        };
        const std::string& map = frame_.model.maps[route.from_map - 1].name;
        frame_.context.names.record((gradient ? "route/d" : "route/") + map + "/" + place(route.to),
                                    rect, place(route.from));
    }

    /// On its large map; empty where it is not shown.
    PixelRect place_of(std::size_t index, bool gradient, Cell cell) const {
        for (const DrawnMap& map : frame_.drawn) {
            if (map.index != index || map.gradient != gradient || map.loupe) continue;
            if (!shows_channel(map, {cell.c, 1, 1})) return {};
            return rect_of(map, {cell.x, cell.y, cell.x + 1, cell.y + 1}, cell.c);
        }
        return {};
    }

    const BoardFrame& frame_;
    Pen pen_;
    NumberRef ref_;
    NumberLinks links_;
};

}  // namespace

void draw_ring(const Pen& pen, PixelRect rect, float smallest, Colour light) {
    const float grow_x = std::max(0.0f, (smallest - width(rect)) / 2);
    const float grow_y = std::max(0.0f, (smallest - height(rect)) / 2);
    rect = {std::round(rect.x0 - grow_x), std::round(rect.y0 - grow_y),
            std::round(rect.x1 + grow_x), std::round(rect.y1 + grow_y)};
    const float line = std::max(1.0f, std::round(pen.px(1.5f)));
    pen.outline(inset(rect, -line), kBlack, 0, line);
    pen.outline(rect, light, 0, line);
    pen.outline(inset(rect, line), kBlack, 0, line);
}

void draw_link_marks(const BoardFrame& frame) {
    if (const auto ref = marked_number(frame)) {
        LinkMarks(frame, *ref).draw();
    } else if (std::ranges::any_of(frame.drawn, &DrawnMap::loupe)) {
        const HoveredCell focus = frame.focus();
        LinkMarks(frame, {Kind::kValue, frame.map_index(focus.map), 0, focus.cell})
            .draw_on_loupes();
    }
}

}  // namespace convscope::app
