#include <algorithm>
#include <cmath>

#include "app/views/lattice_places.hpp"
#include "app/views/link_marks.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {
namespace {

constexpr Colour kBlack{0, 0, 0};
constexpr float kSmallestRing = 7, kSmallestSingle = 7;  // At scale 1.
constexpr std::uint8_t kFaint = 100;  ///< Opacity of arrows that the walk is not at.

/// Around what a step reads or reaches.
void draw_frame(const Pen& pen, const PixelRect& rect, Colour hue) {
    const float line = std::max(1.0f, std::round(pen.px(2)));
    pen.outline(inset(rect, -1), kBlack.with_alpha(200), 0, line + 2);
    pen.outline(rect, hue, 0, line);
}

Colour hue_of(const BoardFrame& frame, const StepView& view) {
    return view.phase.is_backward() ? frame.theme().backward : frame.theme().forward;
}

void draw_frames(const BoardFrame& frame, const DrawnMap& map, const StepMark& mark, Colour hue) {
    const CellLattice& cells = mark.cells;
    const Pen pen = frame.pen();
    const auto channel = cells.c.count == 1 ? std::optional(cells.c.first) : std::nullopt;
    const auto draw = [&](Rect part) {
        const PixelRect place = place_of_cells(frame, map, part, channel);
        if (place.empty()) return;
        if (mark.is_outer)
            draw_ring(pen, place, frame.px(kSmallestRing), hue);
        else
            draw_frame(pen, place, hue);
    };
    if (!cells.is_dense() && have_room_for_frames(map, cells, frame.px(kSmallestSingle)))
        for_each_visible(map, cells, [&](int x, int y) { draw({x, y, x + 1, y + 1}); });
    else
        draw(cells.rect());
}

void draw_mark(const BoardFrame& frame, const DrawnMap& map, const StepMark& mark, Colour hue) {
    if (!shows_channel(frame, map, mark.cells.c)) return;
    const PixelRect& clip = map.transform.frame();
    const Pen pen = frame.pen();
    pen.list()->PushClipRect({clip.x0 - 3, clip.y0 - 3}, {clip.x1 + 3, clip.y1 + 3}, true);
    draw_frames(frame, map, mark, hue);
    pen.list()->PopClipRect();
    if (map.loupe) return;
    // "steps/mark/dR" with the text "3,4 2x1", for scripts.
    frame.context.names.record(
        (mark.is_outer ? "steps/outer/" : "steps/mark/") + std::string(map.gradient ? "d" : "") +
            frame.model.maps[map.index].name,
        map.transform.visible_rect_of(mark.cells.rect()), lattice_text(mark.cells));
}

/// One channel of a filter's grids.
struct DrawnChannel {
    const PixelRect& area;
    const GridMetrics& metrics;
    int index = 0;  ///< Of those that are drawn.

    PixelRect place_of(const Rect& cells) const {
        const PixelRect first = grid_cell(metrics, index, cells.x0, cells.y0);
        const PixelRect last = grid_cell(metrics, index, cells.x1 - 1, cells.y1 - 1);
        return {area.x0 + first.x0, area.y0 + first.y0, area.x0 + last.x1, area.y0 + last.y1};
    }
};

/// One around all of them, or where weights between them take no part, one around each.
void draw_weight_frames(const Pen& pen, const DrawnChannel& channel, const CellLattice& cells,
                        Colour hue) {
    if (cells.is_dense()) return draw_frame(pen, channel.place_of(cells.rect()), hue);
    for (int y = cells.y.first; y <= cells.y.last(); y += cells.y.step)
        for (int x = cells.x.first; x <= cells.x.last(); x += cells.x.step)
            draw_frame(pen, channel.place_of({x, y, x + 1, y + 1}), hue);
}

bool is_of_layer(StepPhase::Kind kind) {
    return kind != StepPhase::Kind::kLoss && kind != StepPhase::Kind::kLossGradient;
}

}  // namespace

ArrowInk arrow_ink(const BoardFrame& frame, StepPhase::Kind kind, int stage, float thickness) {
    const bool forward = kind == StepPhase::Kind::kOutput || kind == StepPhase::Kind::kLoss;
    const Colour hue = forward ? frame.theme().forward : frame.theme().backward;
    const float plain = std::max(1.0f, frame.px(thickness));
    const StepView* view = frame.context.transport.view;
    if (view == nullptr) return {hue, plain};
    const bool walked =
        view->phase.kind == kind &&
        (!is_of_layer(kind) || view->phase.stage == static_cast<std::size_t>(stage));
    return walked ? ArrowInk{hue, 2 * plain} : ArrowInk{hue.with_alpha(kFaint), plain};
}

void draw_step_marks(const BoardFrame& frame) {
    const StepView* view = frame.context.transport.view;
    if (view == nullptr) return;
    for (const StepMark& mark : view->marks) {
        const bool gradient = mark.kind == NumberRef::Kind::kGradient;
        if (!gradient && mark.kind != NumberRef::Kind::kValue) continue;
        for (const DrawnMap& map : frame.drawn)
            if (map.index == mark.index && map.gradient == gradient)
                draw_mark(frame, map, mark, hue_of(frame, *view));
    }
}

void draw_step_weights(const BoardFrame& frame, const LayerModel& layer, NumberRef::Kind kind,
                       const PixelRect& area, const GridMetrics& metrics, int first_channel) {
    const StepView* view = frame.context.transport.view;
    if (view == nullptr || metrics.scrolls) return;
    const Pen pen = frame.pen();
    for (const StepMark& mark : view->marks) {
        const CellLattice& cells = mark.cells;
        if (mark.kind != kind || mark.index != static_cast<std::size_t>(layer.stage) ||
            !cells.n.contains(layer.shown_filter))
            continue;
        for (int c = 0; c < metrics.shape.channels; ++c)
            if (cells.c.contains(first_channel + c))
                draw_weight_frames(pen, {area, metrics, c}, cells, hue_of(frame, *view));
    }
}

}  // namespace convscope::app
