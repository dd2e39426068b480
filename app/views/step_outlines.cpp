#include <algorithm>
#include <cmath>

#include "app/views/lattice_places.hpp"
#include "app/views/link_marks.hpp"
#include "app/views/step_veils.hpp"
#include "app/views/weight_places.hpp"

namespace convscope::app {
namespace {

constexpr Colour kBlack{0, 0, 0};
constexpr float kSmallestFrame = 7;   // At scale 1.
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
    if (!cells.is_dense() && have_room_for_frames(map, cells, frame.px(kSmallestFrame)))
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

/// "steps/mark/dG/conv1": a heat map's are recorded, for scripts.
void draw_mark_on_weights(const BoardFrame& frame, const LayerModel& layer, const StepMark& mark,
                          Colour hue) {
    const Pen pen = frame.pen();
    const float smallest = frame.px(kSmallestRing);
    const bool gradient = mark.kind == NumberRef::Kind::kGradWeight;
    const WeightPlaces places = places_of_weights(frame, layer, gradient, mark.cells, smallest);
    const std::string name = std::string(mark.is_outer ? "steps/outer/" : "steps/mark/") +
                             (gradient ? "dG/" : "G/") + layer.id;
    // A heat map's cells may be smaller than a frame.
    draw_at_places(frame, places, name, [&](const PixelRect& rect) {
        if (mark.is_outer || !places.heat_map.empty())
            draw_ring(pen, rect, smallest, hue);
        else
            draw_frame(pen, rect, hue);
    });
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
    const Colour hue = hue_of(frame, *view);
    for (const StepMark& mark : view->marks) {
        if (mark.kind == NumberRef::Kind::kWeight || mark.kind == NumberRef::Kind::kGradWeight) {
            for (const LayerModel& layer : frame.model.layers)
                if (layer.stage >= 0 && static_cast<std::size_t>(layer.stage) == mark.index)
                    draw_mark_on_weights(frame, layer, mark, hue);
            continue;
        }
        const bool gradient = mark.kind == NumberRef::Kind::kGradient;
        if (!gradient && mark.kind != NumberRef::Kind::kValue) continue;
        for (const DrawnMap& map : frame.drawn)
            if (map.index == mark.index && map.gradient == gradient)
                draw_mark(frame, map, mark, hue);
    }
}

}  // namespace convscope::app
