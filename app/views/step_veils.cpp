#include "app/views/step_veils.hpp"

#include <algorithm>

#include "app/views/vector_view.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/stripes.hpp"

namespace convscope::app {
namespace {

constexpr float kStripes = 8;  // At scale 1.
constexpr float kSmallestCellWithNumber = 22;

const Shown& shown_of(const StepView& view, std::size_t index, bool gradient) {
    return gradient ? view.gradients[index] : view.values[index];
}

/// How many cells of the drawn channel are there. In colour a cell is there when all are.
std::int64_t cells_there(const Shown& shown, const MapModel& model, int channel) {
    const std::int64_t plane = std::int64_t{model.drawn_shape().h} * model.drawn_shape().w;
    if (shown.kind != Shown::Kind::kFirst) return shown.kind == Shown::Kind::kNone ? 0 : plane;
    const int last = channel < 0 ? model.shape().c - 1 : channel;
    return std::clamp<std::int64_t>(shown.count - last * plane, 0, plane);
}

}  // namespace

void put_grown_maps(const Transport& transport, BoardModel& model) {
    if (transport.view == nullptr) return;
    for (std::size_t i = 0; i < model.maps.size(); ++i) {
        const Map* grown = transport.view->gradients[i].map;
        if (grown == nullptr) continue;
        MapModel& map = model.maps[i];
        map.gradient = grown;
        if (map.gradient_column)
            map.gradient_column = std::make_shared<const Map>(channels_as_column(*grown));
    }
}

void draw_veil(const Pen& pen, const PixelRect& rect) {
    pen.fill(rect, pen.theme().panel);
    draw_stripes(pen, rect, pen.px(kStripes), 0, pen.theme().border);
}

void draw_step_veil(const BoardFrame& frame, const MapSpec& spec, std::size_t index, bool gradient,
                    const MapTransform& transform) {
    const StepView* view = frame.context.transport.view;
    if (view == nullptr) return;
    const Shown& shown = shown_of(*view, index, gradient);
    if (shown.kind == Shown::Kind::kAll || shown.kind == Shown::Kind::kPartial) return;
    const MapModel& model = frame.model.maps[index];
    const Shape shape = model.drawn_shape();
    const std::int64_t there = cells_there(shown, model, spec.channel);
    const auto row = static_cast<int>(there / shape.w), column = static_cast<int>(there % shape.w);
    const Pen pen = frame.pen();
    const PixelRect& clip = transform.frame();
    pen.list()->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
    const auto veil = [&](const Rect& cells) {
        const PixelRect rect = transform.visible_rect_of(intersect(cells, shape.plane()));
        if (!rect.empty()) draw_veil(pen, rect);
    };
    if (row < shape.h) veil({column, row, shape.w, row + 1});
    veil({0, row + 1, shape.w, shape.h});
    const bool is_here = shown.next && view->outer && row < shape.h &&
                         (spec.channel < 0 || model.vector || view->outer->cell.c == spec.channel);
    if (is_here && spec.channel >= 0) {
        const PixelRect cell = transform.rect_of({column, row, column + 1, row + 1});
        const Colour ground = spec.scale.colour(*shown.next);
        pen.fill(cell, ground);
        ImFont* font = pen.look().fonts.small_mono;
        const auto characters =
            static_cast<int>((width(cell) - pen.px(5)) / text_size(font, "0").x);
        if (width(cell) >= pen.px(kSmallestCellWithNumber) && height(cell) >= font_size(font))
            pen.text_in(font, cell, Align::kCentre, readable_text(ground),
                        format_fitting(*shown.next, std::min(5, characters)));
    }
    pen.list()->PopClipRect();
}

GrownFilter grown_filter(const BoardFrame& frame, const LayerModel& layer, int filter) {
    const auto stage = static_cast<std::size_t>(layer.stage);
    GrownFilter grown{frame.results.layers[stage].grad_weights.view(), filter, {}, std::nullopt};
    const StepView* view = frame.context.transport.view;
    if (view == nullptr) return grown;
    const Shown& shown = view->weights[stage];
    const Shape whole = grown.weights.shape();
    const auto each = static_cast<std::int64_t>(whole.count()) / whole.n;
    if (shown.kind == Shown::Kind::kNone) grown.first_hidden = 0;
    if (shown.kind == Shown::Kind::kPartial && filter > shown.filter->filter)
        grown.first_hidden = 0;
    if (shown.kind == Shown::Kind::kPartial && filter == shown.filter->filter) {
        grown.weights = shown.filter->weights.view();
        grown.filter = 0;
        frame.heat_maps.erase(grown.weights.data());  // Numbers change where they lie.
    }
    if (shown.kind != Shown::Kind::kFirst) return grown;
    const auto there =
        static_cast<int>(std::clamp<std::int64_t>(shown.count - filter * each, 0, each));
    if (there == each) return grown;
    const bool has_next = shown.next && shown.count >= filter * each;
    grown.first_hidden = there + (has_next ? 1 : 0);
    if (*grown.first_hidden == 0) return grown;
    Shape one = whole;
    one.n = 1;
    std::vector<float> numbers =
        to_dense(ConstTensorView(grown.weights.row(filter, 0, 0), one, grown.weights.row_stride()));
    std::fill(numbers.begin() + there, numbers.end(), 0.0f);
    if (has_next) numbers[static_cast<std::size_t>(there)] = *shown.next;
    grown.own = from_dense(one, numbers);
    frame.heat_maps.erase(std::as_const(grown.own).view().data());
    grown.weights = std::as_const(grown.own).view();
    grown.filter = 0;
    return grown;
}

std::optional<int> complete_gradients(const BoardFrame& frame, const LayerModel& layer) {
    const StepView* view = frame.context.transport.view;
    if (view == nullptr) return std::nullopt;
    const auto stage = static_cast<std::size_t>(layer.stage);
    const Shape shape = frame.results.layers[stage].grad_weights.shape();
    const auto all = static_cast<std::int64_t>(shape.count());
    const auto first_of = [&](std::int64_t count) {
        return count < all ? std::optional(static_cast<int>(count)) : std::nullopt;
    };
    switch (const Shown& shown = view->weights[stage]; shown.kind) {
        case Shown::Kind::kNone:
            return 0;
        case Shown::Kind::kFirst:
            return first_of(shown.count);
        case Shown::Kind::kPartial:  // All outputs of a filter, then those of the next.
            return first_of(view->position.cell / (view->phase.cells / shape.n) * (all / shape.n));
        case Shown::Kind::kAll:
            break;
    }
    return std::nullopt;
}

void draw_filter_veil(const BoardFrame& frame, const GrownFilter& grown, const PixelRect& area,
                      const GridMetrics& metrics, int first_channel) {
    if (!grown.first_hidden) return;
    const Pen pen = frame.pen();
    if (*grown.first_hidden == 0 || metrics.scrolls) {
        draw_veil(pen, area);
        return;
    }
    const GridShape& shape = metrics.shape;
    const int each = shape.columns * shape.rows;
    for (int c = 0; c < shape.channels; ++c) {
        const int there = std::clamp(*grown.first_hidden - (first_channel + c) * each, 0, each);
        for (int i = there; i < each; ++i) {
            const PixelRect cell = grid_cell(metrics, c, i % shape.columns, i / shape.columns);
            draw_veil(pen,
                      {area.x0 + cell.x0, area.y0 + cell.y0, area.x0 + cell.x1, area.y0 + cell.y1});
        }
    }
}

}  // namespace convscope::app
