#include "app/views/route_marks.hpp"

#include <algorithm>
#include <vector>

#include "app/views/disclosure.hpp"
#include "app/views/lattice_places.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr std::size_t kMostArrows = 16, kFewArrows = 3;        // More of them are thinner.
constexpr float kLine = 1.8f, kThinLine = 1.2f, kHalo = 1.5f;  // At scale 1.
constexpr std::uint8_t kFaint = 110;                           ///< Opacity between the maps.
constexpr std::int64_t kMostLookedAt = 1024;  ///< Terms among which routes are found.

/// Cells of two neighbouring maps between which a gradient is passed through a maximum.
struct Route {
    std::size_t from_map = 0;  ///< That of the pooled cell.
    Cell from, to;             ///< `to`: in the map before.
};

class RouteMarks {
  public:
    RouteMarks(const BoardFrame& frame, const NumberRef& ref)
        : frame_(frame), pen_(frame.pen()), ref_(ref) {}

    void draw() {
        if (ref_.map > 0 && has_winners(ref_.map - 1)) add_from_here();
        if (ref_.map < frame_.results.plan.layers.size() && has_winners(ref_.map))
            add_to(ref_.map, ref_.cell, nullptr);
        routes_.resize(std::min(routes_.size(), kMostArrows));
        for (std::size_t i = 0; i < routes_.size(); ++i) draw_route(i);
    }

  private:
    bool has_winners(std::size_t stage) const {
        const Scene& scene = frame_.results.scene;
        return find_op(scene.layers[frame_.results.plan.layers[stage]].op)->has_winners;
    }

    void add_from_here() {
        const Explanation window = explain_number(
            frame_.results, {Kind::kValue, ref_.map, 0, ref_.cell}, 0, kMostLookedAt);
        for (const Term& term : window.terms)
            if ((term.chosen || term.tied) && routes_.size() < kMostArrows)
                add_to(ref_.map - 1, term.cell_a, &ref_.cell);
    }

    /// From all cells of the next map that pass their gradient to `to`, or from `only` that one.
    void add_to(std::size_t map, Cell to, const Cell* only) {
        const Explanation readers = explain_readers(frame_.results, map, to, 0, kMostLookedAt);
        for (const Term& term : readers.terms)
            if (term.chosen && (only == nullptr || term.cell_a == *only))
                routes_.push_back({map + 1, term.cell_a, to});
    }

    void draw_route(std::size_t index) const {
        const Route& route = routes_[index];
        const NumberRef pooled_value{Kind::kValue, route.from_map, 0, route.from};
        if (!disclose(frame_.context, pooled_value).is_open()) return;
        for (const bool gradient : {false, true}) {
            const DrawnMap* pooled = large_map(route.from_map, gradient);
            const DrawnMap* read = large_map(route.from_map - 1, gradient);
            if (pooled == nullptr || read == nullptr) continue;
            const PixelRect from = place_of(*pooled, route.from), to = place_of(*read, route.to);
            if (from.empty() || to.empty()) continue;
            const ImVec2 left{to.x1, height_at(to, index, &Route::to)};
            const ImVec2 right{from.x0, height_at(from, index, &Route::from)};
            const PixelRect between{read->transform.frame().x1, 0, pooled->transform.frame().x0, 0};
            draw_arrow(gradient ? right : left, gradient ? left : right, gradient, between);
            name_route(
                route, gradient,
                {left.x, std::min(left.y, right.y) - 1, right.x, std::max(left.y, right.y) + 1});
        }
    }

    /// Arrows that meet in a cell share its edge.
    float height_at(const PixelRect& cell, std::size_t index, Cell Route::*end) const {
        const auto meets = [&](const Route& other) {
            return other.*end == routes_[index].*end && other.from_map == routes_[index].from_map;
        };
        const auto here = routes_.begin() + static_cast<std::ptrdiff_t>(index);
        const auto before = std::count_if(routes_.begin(), here, meets);
        const auto all = std::ranges::count_if(routes_, meets);
        return cell.y0 +
               height(cell) * static_cast<float>(before + 1) / static_cast<float>(all + 1);
    }

    void draw_arrow(ImVec2 start, ImVec2 end, bool gradient, const PixelRect& between) const {
        const float line = pen_.px(routes_.size() > kFewArrows ? kThinLine : kLine);
        const Colour hue = gradient ? pen_.theme().backward : pen_.theme().forward;
        const auto clipped = [&](float x0, float x1, const auto& draw) {
            if (x1 <= x0) return;
            const ImVec2 low = pen_.list()->GetClipRectMin(), high = pen_.list()->GetClipRectMax();
            pen_.list()->PushClipRect({x0, low.y}, {x1, high.y}, true);
            draw();
            pen_.list()->PopClipRect();
        };
        const auto on_map = [&] {
            pen_.arrow(start, end, pen_.theme().ground, line + 2 * pen_.px(kHalo));
            pen_.arrow(start, end, hue, line);
        };
        clipped(std::min(start.x, end.x), between.x0, on_map);
        clipped(between.x0, between.x1,
                [&] { pen_.line(start, end, hue.with_alpha(kFaint), pen_.px(kThinLine)); });
        clipped(between.x1, std::max(start.x, end.x), on_map);
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

    const DrawnMap* large_map(std::size_t index, bool gradient) const {
        const auto found = std::ranges::find_if(frame_.drawn, [&](const DrawnMap& map) {
            return map.index == index && map.gradient == gradient && !map.loupe;
        });
        return found == frame_.drawn.end() ? nullptr : &*found;
    }

    /// Empty where it is not shown.
    PixelRect place_of(const DrawnMap& map, Cell cell) const {
        if (!shows_channel(frame_, map, {cell.c, 1, 1})) return {};
        return place_of_cells(frame_, map, {cell.x, cell.y, cell.x + 1, cell.y + 1}, cell.c);
    }

    const BoardFrame& frame_;
    Pen pen_;
    NumberRef ref_;
    std::vector<Route> routes_;
};

}  // namespace

void draw_routes(const BoardFrame& frame, const NumberRef& ref) {
    RouteMarks(frame, ref).draw();
}

}  // namespace convscope::app
