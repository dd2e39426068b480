#include <algorithm>

#include "app/views/filter_card.hpp"
#include "app/views/filter_edits.hpp"
#include "app/views/map_titles.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

const LayerResult& result_of(const BoardFrame& frame, const LayerModel& layer) {
    return frame.results.layers[static_cast<std::size_t>(layer.stage)];
}

void draw_gradient(const BoardFrame& frame, const LayerModel& layer,
                   const FilterCardLayout& layout) {
    const LayerResult& result = result_of(frame, layer);
    const ConstTensorView gradient = result.grad_weights.view();
    const int filter = std::min(layer.shown_filter, gradient.shape().n - 1);
    const std::string symbol = gradient_symbol(layer.weights_symbol);
    const std::string path = "layer/" + layer.id + "/grad_filter/" + std::to_string(filter);
    const ColourScale scale = frame.scales.weights(gradient, result.grad_weights_error_bound);
    if (layout.form != WeightsForm::kGrid) {
        draw_weights_heat_map(frame, layer, layout, gradient, path, symbol, scale);
        return;
    }
    weight_grid(frame.ui(), {.path = path,
                             .title = symbol,
                             .area = layout.grid,
                             .metrics = layout.metrics,
                             .weights = gradient,
                             .filter = filter,
                             .first_channel = layout.first_channel,
                             .scale = scale});
}

/// The gradient of the bias, or how many products each number sums.
void draw_gradient_fact(const BoardFrame& frame, const LayerModel& layer,
                        const FilterCardLayout& layout) {
    const Pen pen = frame.pen();
    const LayerResult& result = result_of(frame, layer);
    const Shape output = frame.model.maps[layer.output_map()].shape();
    const bool slides = has_sliding_filter(*layer.op);
    const std::int64_t windows = slides ? std::int64_t{output.w} * output.h : 1;
    const std::string products = format_count(windows) + (windows == 1 ? " product" : " products");
    const std::string all = (slides ? "Each gradient sums " : "Each gradient is ") + products + ".";
    ImFont* font = pen.look().fonts.small_text;
    std::string text = (slides ? "each sums " : "each is ") + products;
    if (text_size(font, text).x > width(layout.title)) text = products + " each";
    if (!result.grad_bias.empty())
        text = "∂L/∂b = " +
               format_brief(result.grad_bias[static_cast<std::size_t>(layer.shown_filter)]);
    const PixelRect rect{layout.title.x0, layout.below_grid, layout.title.x1,
                         layout.below_grid + pen.px(kReadOutLine)};
    pen.formula(font, {rect.x0, (rect.y0 + rect.y1) / 2}, pen.theme().quiet, text);
    hover_area(frame.ui(), "layer/" + layer.id + "/gradient_fact", rect, text);
    tooltip_for_item(frame.ui(), all);
}

void draw_title(const BoardFrame& frame, const LayerModel& layer, const PixelRect& row) {
    const Pen pen = frame.pen();
    const float middle = (row.y0 + row.y1) / 2;
    const std::string symbol = gradient_symbol(layer.weights_symbol);
    const float used =
        pen.formula(pen.look().fonts.bold, {row.x0, middle}, pen.theme().text, symbol);
    const std::string input = frame.model.maps[layer.input_map].symbol;
    const std::string source =
        "from " + gradient_symbol(frame.model.maps[layer.output_map()].symbol) + " and " + input;
    ImFont* small = pen.look().fonts.small_text;
    const float source_width = text_size(small, source).x;
    if (used + pen.px(8) + source_width <= width(row))
        pen.text_in(small, row, Align::kRight, pen.theme().backward, source);
    hover_area(frame.ui(), "title/dG/" + layer.id, row, symbol);
    tooltip_for_item(frame.ui(),
                     symbol + " " + source +
                         ": each number is the sum over all windows of the "
                         "gradient at the window times the input under that weight. It ends here: "
                         "nothing flows on from it.");
}

}  // namespace

PixelRect gradient_card_rect(const BoardFrame& frame, const LayerModel& layer,
                             const CardColumn& column) {
    const FilterCardLayout layout = filter_card_layout(frame, layer, column, column.backward);
    return {layout.card.x0, layout.card.y0, layout.card.x1,
            std::min(column.backward.y1, layout.below_grid + frame.px(kReadOutLine + 8))};
}

void draw_gradient_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const FilterCardLayout layout = filter_card_layout(frame, layer, place, place.backward);
    const std::string path = "layer/" + layer.id;
    draw_card(frame.pen(), gradient_card_rect(frame, layer, place));
    draw_title(frame, layer, layout.title);
    if (!layout.filters.empty())
        draw_filter_buttons(frame, layer, layout.filters, path + "/shown_gradient/");
    if (!layout.channels.empty())
        draw_channel_pages(frame, layer, layout, path + "/gradient_channels/");
    draw_gradient(frame, layer, layout);
    draw_gradient_fact(frame, layer, layout);
}

}  // namespace convscope::app
