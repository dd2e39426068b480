#include "app/views/map_titles.hpp"

#include <algorithm>

#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

struct TitleText {
    std::string path, full, brief, size, tooltip;
};

void draw_title(const BoardFrame& frame, const MapPlace& place, const TitleText& title) {
    const Pen pen = frame.pen();
    const Theme& theme = pen.theme();
    ImFont* bold = frame.context.look.fonts.bold;
    ImFont* mono = frame.context.look.fonts.small_mono;
    const float size_width = text_size(mono, title.size).x, gap = pen.px(8);
    PixelRect rect = place.title;
    const float slot = width(rect);
    // In narrow columns the size is the first to give way.
    const bool slim = frame.layout.slim;
    const float full_width = pen.formula_width(bold, title.full) + (slim ? 0 : gap + size_width);
    // A long title runs on above what follows.
    if (full_width > width(rect)) rect.x1 = std::min(place.title_end, rect.x0 + full_width);
    const bool full_fits = full_width <= width(rect) + 1;
    const std::string& text = full_fits ? title.full : title.brief;
    const float middle = (rect.y0 + rect.y1) / 2;
    // A column too narrow for its symbol has the tooltip alone.
    const bool symbol_fits = pen.formula_width(bold, text) <= width(rect) + 1;
    const float used =
        symbol_fits ? pen.formula(bold, {rect.x0, middle}, theme.text, text) : width(rect);
    if (used + gap + size_width <= (slim ? slot : width(rect)) + 1)
        pen.text_in(mono, rect, Align::kRight, theme.quiet, title.size);
    hover_area(frame.ui(), title.path, rect, title.full + "  " + title.size);
    tooltip_for_item(frame.ui(), title.tooltip);
}

/// The layer that made map `map`; null for the picture.
const LayerModel* maker_of(const BoardModel& model, std::size_t map) {
    for (const LayerModel& layer : model.layers)
        if (layer.stage >= 0 && layer.output_map() == map) return &layer;
    return nullptr;
}

/// How the size follows from the window's walk, "width floor(1 + (8 - 3)/2) = 3".
std::string size_reason(const BoardFrame& frame, const LayerModel& maker) {
    const Layer* layer = frame.results.scene.find_layer(maker.id);
    const Shape input = frame.model.maps[maker.input_map].shape();
    const auto across = window_walk(*maker.op, layer->params, input, Axis::kX);
    const auto down = window_walk(*maker.op, layer->params, input, Axis::kY);
    if (!across || !down) return "";
    return "\nWidth " + across->formula() + "\nHeight " + down->formula();
}

/// A list has as many numbers as rows.
std::string shown_size(const MapModel& model) {
    if (!model.vector) return format_size(model.shape());
    return std::to_string(model.drawn_shape().h);
}

}  // namespace

bool is_painted_gradient(const BoardFrame& frame, std::size_t map) {
    const ObjectiveInfo* info = find_objective(frame.results.scene.objective.kind);
    return info->takes_gradient && map == frame.model.loss_map;
}

std::string gradient_symbol(const std::string& symbol) {
    return "∂L/∂" + symbol;
}

void draw_value_title(const BoardFrame& frame, std::size_t map, const MapPlace& place) {
    const MapModel& model = frame.model.maps[map];
    TitleText title{
        "title/" + model.name, model.formula, model.symbol, shown_size(model),
        model.formula + ", " + format_size(model.shape()) +
            (model.shape().c > 1 ? " (width × height × channels)." : " (width × height).")};
    if (const LayerModel* maker = maker_of(frame.model, map))
        title.tooltip += size_reason(frame, *maker);
    draw_title(frame, place, title);
}

void draw_gradient_title(const BoardFrame& frame, std::size_t map, const MapPlace& place) {
    const MapModel& model = frame.model.maps[map];
    const std::string symbol = gradient_symbol(model.symbol), &loss = frame.model.loss_formula;
    TitleText title{"title/d" + model.name, symbol, symbol, shown_size(model),
                    symbol + ": by how much L = " + loss + " grows when a cell of " + model.symbol +
                        " grows by a little, divided by that little."};
    if (map > frame.model.loss_map) {
        title.full = symbol + " not part of L";
        title.tooltip = symbol + " is 0: L = " + loss + " is made of " +
                        frame.model.maps[frame.model.loss_map].symbol + ", which comes before " +
                        model.symbol + ".";
    } else if (is_painted_gradient(frame, map)) {
        title.full = symbol + " painted";
        title.tooltip +=
            "\nYou paint it: drag on it with a tool. The card of the loss has the value.";
    }
    draw_title(frame, place, title);
}

}  // namespace convscope::app
