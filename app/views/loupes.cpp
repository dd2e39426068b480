#include <algorithm>

#include "app/views/board_frame.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/pins.hpp"
#include "app/views/prediction.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {
namespace {

// At scale 1, at least. A cell in colour holds three numbers.
constexpr float kCellWidth = 46, kCellHeight = 33, kColourCellHeight = 38;

/// An odd number of cells, at least `fewest`, so that one stands in the middle; all of a map with
/// fewer.
int cells_along(float length, float smallest, int fewest, int available) {
    int count = std::max(fewest, static_cast<int>(length / smallest));
    if (count % 2 == 0) --count;
    return std::min(count, available);
}

Cell middle_of(const Rect& cells) {
    return {0, 0, (cells.y0 + cells.y1 - 1) / 2, (cells.x0 + cells.x1 - 1) / 2};
}

void draw_loupe(BoardFrame& frame, std::size_t index, bool gradient, const Rect& cells) {
    const MapModel& model = frame.model.maps[index];
    const MapColumn& column = frame.layout.maps[index];
    const PixelRect& place = gradient ? column.backward.loupe : column.forward.loupe;
    const std::string name = (gradient ? "d" : "") + model.name;
    if (place.empty() || cells.empty()) return;
    if ((gradient || index > 0) && is_under_veil(frame.context.ui, name)) return;
    const Shape shape = model.drawn_shape();
    const int channel = gradient ? model.gradient_channel : model.value_channel;
    const bool colour = channel < 0;
    const Extent2 shown{
        cells_along(width(place), frame.px(kCellWidth), 3, shape.w),
        cells_along(height(place), frame.px(colour ? kColourCellHeight : kCellHeight),
                    colour ? 1 : 3, shape.h)};
    const MapTransform transform =
        MapTransform::around(place, shown, middle_of(cells), shape.w, shape.h);
    const MapSpec spec = map_spec(frame, index, gradient, channel);
    const Pen pen = frame.pen();
    hover_area(frame.ui(), "loupe/" + name, place);
    draw_map(pen, frame.context.gpu, spec, transform);
    draw_step_veil(frame, spec, index, gradient, transform);
    pen.outline(inset(place, -1), pen.theme().border);
    tooltip_for_item(frame.ui(),
                     "Loupe: the cells around the one last pointed at, and what belongs to it in "
                     "the other maps.");
    frame.drawn.push_back({index, gradient, true, transform});
}

}  // namespace

HoveredCell BoardFrame::focus() const {
    const auto pinned = pinned_number(*this);
    if (pinned &&
        (pinned->kind == NumberRef::Kind::kValue || pinned->kind == NumberRef::Kind::kGradient))
        return {model.maps[pinned->map].name, pinned->cell};
    if (hovered) return *hovered;
    if (context.transport.view != nullptr && context.transport.view->outer) {
        const NumberRef& outer = *context.transport.view->outer;
        if (outer.kind == NumberRef::Kind::kValue || outer.kind == NumberRef::Kind::kGradient)
            return {model.maps[outer.map].name, outer.cell};
    }
    const auto& kept = context.ui.focus;
    if (kept && map_index(kept->map) < model.maps.size()) {
        const Shape shape = model.maps[map_index(kept->map)].shape();
        if (shape.plane().contains(kept->cell.x, kept->cell.y)) return *kept;
    }
    const MapModel& last = model.maps.back();
    return {last.name, {0, 0, last.shape().h / 2, last.shape().w / 2}};
}

std::size_t BoardFrame::map_index(std::string_view name) const {
    const auto found = std::ranges::find_if(model.maps, [&](const MapModel& map) {
        return map.name == name || "d" + map.name == name;
    });
    return static_cast<std::size_t>(found - model.maps.begin());
}

void draw_loupes(BoardFrame& frame) {
    const HoveredCell focus = frame.focus();
    const auto rects = trace_cell(frame.results, frame.map_index(focus.map), focus.cell);
    for (std::size_t i = 0; i < frame.model.maps.size(); ++i) {
        draw_loupe(frame, i, false, rects[i]);
        draw_loupe(frame, i, true, rects[i]);
    }
}

}  // namespace convscope::app
