#include <algorithm>
#include <cmath>

#include "app/views/link_marks.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {
namespace {

constexpr Colour kBlack{0, 0, 0};

/// Around what a step reads or reaches.
void draw_frame(const Pen& pen, const PixelRect& rect, Colour hue) {
    const float line = std::max(1.0f, std::round(pen.px(2)));
    pen.outline(inset(rect, -1), kBlack.with_alpha(200), 0, line + 2);
    pen.outline(rect, hue, 0, line);
}

Colour hue_of(const BoardFrame& frame, const StepView& view) {
    return view.phase.is_backward() ? frame.theme().backward : frame.theme().forward;
}

void draw_mark(const BoardFrame& frame, const DrawnMap& map, const StepMark& mark, Colour hue) {
    const MapModel& model = frame.model.maps[map.index];
    const int shown = map.gradient ? model.gradient_channel : model.value_channel;
    const bool other_channel = mark.channel >= 0 && shown >= 0 && mark.channel != shown;
    if (other_channel && !model.value_column) return;
    const std::optional<int> channel =
        mark.channel >= 0 ? std::optional(mark.channel) : std::nullopt;
    const PixelRect whole = map.transform.rect_of(model.drawn_of_rect(mark.rect, channel));
    const PixelRect& clip = map.transform.frame();
    const PixelRect rect{std::max(whole.x0, clip.x0), std::max(whole.y0, clip.y0),
                         std::min(whole.x1, clip.x1), std::min(whole.y1, clip.y1)};
    if (rect.empty()) return;
    const Pen pen = frame.pen();
    pen.list()->PushClipRect({clip.x0 - 3, clip.y0 - 3}, {clip.x1 + 3, clip.y1 + 3}, true);
    if (mark.is_outer)
        draw_ring(pen, rect, frame.px(7), hue);
    else
        draw_frame(pen, rect, hue);
    pen.list()->PopClipRect();
}

}  // namespace

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
        if (mark.kind != kind || mark.index != static_cast<std::size_t>(layer.stage) ||
            mark.filter != layer.shown_filter)
            continue;
        for (int c = 0; c < metrics.shape.channels; ++c) {
            if (mark.channel >= 0 && mark.channel != first_channel + c) continue;
            const PixelRect first = grid_cell(metrics, c, mark.rect.x0, mark.rect.y0);
            const PixelRect last = grid_cell(metrics, c, mark.rect.x1 - 1, mark.rect.y1 - 1);
            draw_frame(
                pen, {area.x0 + first.x0, area.y0 + first.y0, area.x0 + last.x1, area.y0 + last.y1},
                hue_of(frame, *view));
        }
    }
}

}  // namespace convscope::app
