#include "app/views/link_marks.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/disclosure.hpp"
#include "app/views/lattice_places.hpp"
#include "app/views/pins.hpp"
#include "app/views/route_marks.hpp"
#include "app/views/weight_marks.hpp"

namespace convscope::app {
namespace {

using Kind = NumberRef::Kind;

constexpr Colour kBlack{0, 0, 0}, kWhite{255, 255, 255};
constexpr float kSmallestSingle = 5, kSmallestTint = 9;  // At scale 1.

bool is_of_weight(Kind kind) {
    return kind == Kind::kWeight || kind == Kind::kGradWeight;
}

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
        for (const NumberLinks::Cells& link : links_.weights) draw_weight_marks(frame_, ref_, link);
        if (is_of_map(ref_.kind)) draw_routes(frame_, ref_);
    }

  private:
    // --- on maps ---

    void draw_on_maps(const NumberLinks::Cells& link, bool only_loupes) const {
        for (const DrawnMap& map : frame_.drawn) {
            if (only_loupes && !map.loupe) continue;
            if (!is_linked_row(map)) continue;
            if (map.index != link.index || !shows_channel(frame_, map, link.cells.c)) continue;
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
        frame_.context.names.record(
            (map.gradient ? "link/d" : "link/") + frame_.model.maps[map.index].name,
            map.transform.visible_rect_of(cells.rect()), lattice_text(cells));
    }

    /// A weight multiplies values, and its gradient is made of gradients of what it gave.
    bool is_linked_row(const DrawnMap& map) const {
        if (is_of_map(ref_.kind) || ref_.kind == Kind::kLoss) return true;
        return map.gradient == (map.index == ref_.stage + 1);
    }

    PixelRect rect_of(const DrawnMap& map, Rect cells, std::optional<int> channel) const {
        return place_of_cells(frame_, map, cells, channel);
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
        // What is read may lie in the padding, and has no gradient there.
        const CellLattice& cells = map.gradient ? link.cells : link.with_padding;
        if (is_of_weight(ref_.kind) && link.index == ref_.stage && draw_samples(map)) return;
        const bool single =
            !cells.is_dense() && have_room_for_frames(map, cells, frame_.px(kSmallestSingle));
        const auto channel = cells.c.count == 1 ? std::optional<int>(cells.c.first) : std::nullopt;
        if (!single) {
            const PixelRect rect = rect_of(map, cells.rect(), channel);
            if (!rect.empty()) draw_outline(pen_, rect);
            return;
        }
        for_each_visible(map, cells, [&](int x, int y) {
            const PixelRect rect = rect_of(map, {x, y, x + 1, y + 1}, channel);
            if (!rect.empty()) draw_outline(pen_, rect);
        });
    }

    /// The samples that a weight multiplied, each with a frame in the colour of the gradient that
    /// it was multiplied with. False where cells are too small for frames.
    bool draw_samples(const DrawnMap& map) const {
        const NumberRef tint{Kind::kGradient, ref_.stage + 1, 0, {}};
        if (!is_quantity_open(frame_.context, tint)) return false;
        const TermCells products =
            term_cells(frame_.results, {Kind::kGradWeight, 0, ref_.stage, ref_.cell});
        const CellLattice inside = products.a.clipped(frame_.results.plan.shapes[map.index]);
        if (inside.empty() || !have_room_for_frames(map, inside, frame_.px(kSmallestTint)) ||
            frame_.model.maps[map.index].value_column)
            return false;
        const ColourScale scale = frame_.scales.gradient(ref_.stage + 1);
        const ConstTensorView gradient = frame_.results.gradients[ref_.stage + 1].values.view();
        const auto output = [](int at, const AxisLattice& a, const AxisLattice& b) {
            return b.first + (at - a.first) / a.step * b.step;
        };
        // Strong at the sides alone: above and below, numbers may fill a cell.
        const float line = std::max(2.0f, std::floor(map.transform.cell_width() / 9));
        for_each_visible(map, inside, [&](int x, int y) {
            const Cell reader{0, products.b.c.first, output(y, products.a.y, products.b.y),
                              output(x, products.a.x, products.b.x)};
            const PixelRect rect = rect_of(map, {x, y, x + 1, y + 1}, std::nullopt);
            const Colour tint_colour = scale.colour(gradient(reader));
            pen_.fill({rect.x0, rect.y0, rect.x0 + line, rect.y1}, tint_colour);
            pen_.fill({rect.x1 - line, rect.y0, rect.x1, rect.y1}, tint_colour);
            pen_.outline(rect, kBlack, 0, 1);
        });
        return true;
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
