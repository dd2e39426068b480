#include <algorithm>
#include <cmath>

#include "app/views/disclosure.hpp"
#include "app/views/filter_card.hpp"
#include "app/views/filter_edits.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/pins.hpp"
#include "app/views/prediction.hpp"
#include "app/views/step_veils.hpp"
#include "app/views/verify_badge.hpp"
#include "app/views/weights_map.hpp"
#include "app/views/zero_notes.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/eval/why_zero.hpp"

namespace convscope::app {
namespace {

constexpr float kFact = kReadOutLine + 3, kBadge = 20;  // Lines below the grid, at scale 1.

const LayerResult& result_of(const BoardFrame& frame, const LayerModel& layer) {
    return frame.results.layers[static_cast<std::size_t>(layer.stage)];
}

/// Below what the tooltip says of the number: what a walk has of it, or why it is 0.
void show_more(const BoardFrame& frame, const NumberRef& ref) {
    std::string text = undisclosed_hint(disclose(frame.context, ref));
    if (text.empty() && may_say_why(frame.context, ref)) {
        const std::string why = why_zero(frame.results, ref);
        if (!why.empty()) text = "Why 0: " + without_marks(why) + ".";
    }
    if (!text.empty()) show_tooltip(frame.ui(), text);
}

/// Over the numbers of a heat map from `first_hidden` on.
void draw_weights_veil(const BoardFrame& frame, const WeightsSpread& spread, const PixelRect& area,
                       std::optional<int> first_hidden) {
    if (!first_hidden) return;
    const Pen pen = frame.pen();
    const float wide = width(area) / static_cast<float>(spread.columns());
    const float high = height(area) / static_cast<float>(spread.rows());
    const auto veil = [&](int row, int end_row, int column, int end_column) {
        const PixelRect rect{area.x0 + wide * static_cast<float>(column),
                             area.y0 + high * static_cast<float>(row),
                             area.x0 + wide * static_cast<float>(end_column),
                             area.y0 + high * static_cast<float>(end_row)};
        if (!rect.empty()) draw_veil(pen, rect);
    };
    // A part is what lies side by side: all of it, or one channel.
    const int parts = spread.all ? 1 : spread.shape.c;
    const int columns = spread.columns() / parts, numbers = columns * spread.rows();
    for (int part = 0; part < parts; ++part) {
        const int known = std::clamp(*first_hidden - part * numbers, 0, numbers);
        const int row = known / columns, left = part * columns, right = left + columns;
        veil(row, std::min(row + 1, spread.rows()), left + known % columns, right);
        veil(row + 1, std::max(row + 1, spread.rows()), left, right);
    }
}

void draw_gradient(const BoardFrame& frame, const LayerModel& layer,
                   const FilterCardLayout& layout) {
    const LayerResult& result = result_of(frame, layer);
    const ConstTensorView gradient = result.grad_weights.view();
    const int filter = std::min(layer.shown_filter, gradient.shape().n - 1);
    const std::string symbol = gradient_symbol(layer.weights_symbol);
    const std::string path = "layer/" + layer.id + "/grad_filter/" + std::to_string(filter);
    const ColourScale scale = frame.scales.weights(gradient, result.grad_weights_error_bound);
    if (draw_prediction_veil(frame, "dG/" + layer.id, layout.grid)) return;
    const GrownFilter grown = grown_filter(frame, layer, filter);
    if (grown.first_hidden == 0) return draw_veil(frame.pen(), layout.grid);
    if (layout.form != WeightsForm::kGrid) {
        // All filters in one map: those that are complete are seen.
        const bool all = layout.form == WeightsForm::kAllRows;
        draw_weights_map(frame, layer,
                         {path, symbol, NumberRef::Kind::kGradWeight,
                          all ? gradient : grown.weights, scale, layout.grid});
        draw_weights_veil(frame, WeightsSpread(layout.form, gradient.shape(), filter), layout.grid,
                          all ? complete_gradients(frame, layer) : grown.first_hidden);
        return;
    }
    const WeightGridResult grid = weight_grid(frame.ui(), {.path = path,
                                                           .title = symbol,
                                                           .area = layout.grid,
                                                           .metrics = layout.metrics,
                                                           .weights = grown.weights,
                                                           .filter = grown.filter,
                                                           .first_channel = layout.first_channel,
                                                           .scale = scale,
                                                           .first_hidden = grown.first_hidden});
    draw_filter_veil(frame, grown, layout.grid, layout.metrics, layout.first_channel);
    if (!grid.hovered) return;
    Cell pointed = *grid.hovered;
    pointed.n = filter;
    point_at_newest(frame, layer, NumberRef::Kind::kGradWeight, pointed);
    const NumberRef ref{NumberRef::Kind::kGradWeight, 0, static_cast<std::size_t>(layer.stage),
                        pointed};
    if (exists(frame.results, ref)) show_more(frame, ref);
}

std::string bias_text(const BoardFrame& frame, const LayerModel& layer) {
    const NumberRef bias{NumberRef::Kind::kGradBias,
                         0,
                         static_cast<std::size_t>(layer.stage),
                         {layer.shown_filter, 0, 0, 0}};
    const std::optional<float> told = disclose(frame.context, bias).number;
    return told ? format_brief(*told) : "?";
}

/// Empty where they are not, or where nobody shall know yet.
std::string why_weights_are_zero(const BoardFrame& frame, const LayerModel& layer) {
    const auto stage = static_cast<std::size_t>(layer.stage);
    if (!may_say_why(frame.context, {NumberRef::Kind::kGradWeight, 0, stage, {}})) return {};
    const std::string& why = frame.zero_notes.of_weights(frame.results, stage);
    return why.empty() ? why : "0 everywhere: " + why;
}

/// What stands between the grid and the badge: one line, or why all is 0.
float fact_height(const BoardFrame& frame, const LayerModel& layer,
                  const FilterCardLayout& layout) {
    const std::string zero = why_weights_are_zero(frame, layer);
    if (zero.empty()) return frame.px(kFact);
    ImGui::PushFont(frame.context.look.fonts.small_text);
    const float height = ImGui::CalcTextSize(zero.c_str(), nullptr, false, width(layout.title)).y;
    ImGui::PopFont();
    return std::max(frame.px(kFact), std::ceil(height) - frame.px(2));
}

/// The gradient of the bias, or how many products each number sums.
void draw_gradient_fact(const BoardFrame& frame, const LayerModel& layer,
                        const FilterCardLayout& layout, float bottom) {
    const Pen pen = frame.pen();
    const LayerResult& result = result_of(frame, layer);
    const Shape output = frame.model.maps[layer.output_map()].shape();
    const bool slides = has_sliding_filter(*layer.op);
    const std::int64_t windows = slides ? std::int64_t{output.w} * output.h : 1;
    const std::string products = format_count(windows) + (windows == 1 ? " product" : " products");
    std::string all = (slides ? "Each gradient sums " : "Each gradient is ") + products + ".";
    ImFont* font = pen.look().fonts.small_text;
    std::string text = (slides ? "each sums " : "each is ") + products;
    if (text_size(font, text).x > width(layout.title)) text = products + " each";
    if (!result.grad_bias.empty()) text = "∂L/∂bias = " + bias_text(frame, layer);
    const std::string zero = why_weights_are_zero(frame, layer);
    PixelRect rect{layout.title.x0, layout.below_grid, layout.title.x1,
                   layout.below_grid + pen.px(kReadOutLine)};
    if (zero.empty()) {
        pen.formula(font, {rect.x0, (rect.y0 + rect.y1) / 2}, pen.theme().quiet, text);
    } else if (layout.below_grid + fact_height(frame, layer, layout) <= bottom) {
        text = zero;
        rect.y0 -= pen.px(3);
        rect.y1 = pen.text_wrapped(font, rect, pen.theme().text, text);
    } else {
        text = shortened(font, zero, width(layout.title));
        pen.text_in(font, rect, Align::kLeft, pen.theme().text, text);
    }
    if (!zero.empty()) all = zero + ".\n" + all;
    hover_area(frame.ui(), "layer/" + layer.id + "/gradient_fact", rect, text);
    if (ImGui::IsItemHovered())
        point_at_newest(frame, layer, NumberRef::Kind::kGradBias, {layer.shown_filter, 0, 0, 0});
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

/// Below the fact, where there is room; else in its place.
void draw_badge(const BoardFrame& frame, const LayerModel& layer, const FilterCardLayout& layout,
                const PixelRect& card) {
    const float top = std::min(layout.below_grid + fact_height(frame, layer, layout),
                               card.y1 - frame.px(kBadge + 2));
    draw_verify_badge(frame, layer,
                      {layout.title.x0, top, layout.title.x1, top + frame.px(kBadge)});
}

}  // namespace

PixelRect gradient_card_rect(const BoardFrame& frame, const LayerModel& layer,
                             const CardColumn& column) {
    const FilterCardLayout layout = filter_card_layout(frame, layer, column, column.backward);
    return {layout.card.x0, layout.card.y0, layout.card.x1,
            std::min(column.backward.y1,
                     layout.below_grid + fact_height(frame, layer, layout) + frame.px(kBadge + 8))};
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
    const PixelRect card = gradient_card_rect(frame, layer, place);
    if (card.y1 >= layout.below_grid + frame.px(kFact + kBadge))
        draw_gradient_fact(frame, layer, layout, card.y1 - frame.px(kBadge + 2));
    draw_badge(frame, layer, layout, card);
}

}  // namespace convscope::app
