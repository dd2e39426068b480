#include "app/views/filter_card.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/views/map_titles.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {
namespace {

constexpr float kPadding = 9, kTitleHeight = 26, kFilterButtons = 24, kFactLine = 17;
constexpr float kChangeRow = 24, kComfortableCell = 22;

bool fits_the_grid(Shape weights) {
    return weights.w <= kMaxGridKernel && weights.h <= kMaxGridKernel;
}

/// Groups side by side. The bias is the last one, and no group of the table: null.
using FieldLine = std::vector<std::optional<FieldGroup>>;

std::vector<FieldLine> field_lines(const OpInfo& op, std::size_t groups_per_line) {
    std::vector<std::optional<FieldGroup>> groups;
    for (FieldGroup& group : field_groups(op)) groups.emplace_back(std::move(group));
    groups.emplace_back();
    std::vector<FieldLine> lines;
    for (std::optional<FieldGroup>& group : groups) {
        if (lines.empty() || lines.back().size() == groups_per_line) lines.emplace_back();
        lines.back().push_back(std::move(group));
    }
    return lines;
}

float below_grid_height(const BoardFrame& frame, const OpInfo& op, std::size_t groups_per_line) {
    return frame.px(9 + kChangeRow) +
           static_cast<float>(field_lines(op, groups_per_line).size()) * frame.px(kFieldLine) +
           2 * frame.px(kFactLine);
}

/// `label`, or its beginning where there is no room.
std::string fitted_label(const Pen& pen, std::string_view label, float room) {
    ImFont* font = pen.look().fonts.small_text;
    if (text_size(font, label).x <= room) return std::string(label);
    return std::string(label.substr(0, 3)) + ".";
}

/// The parts of the card of weights.
class FilterCard {
  public:
    FilterCard(const BoardFrame& frame, const LayerModel& layer, const CardColumn& column)
        : frame_(frame),
          layer_(layer),
          newest_(frame.newest(layer)),
          layout_(filter_card_layout(frame, layer, column, column.forward)),
          path_("layer/" + layer.id) {}

    void draw() {
        draw_card(frame_.pen(), layout_.card);
        draw_title();
        if (!layout_.filters.empty())
            draw_filter_buttons(frame_, layer_, layout_.filters, path_ + "/shown/");
        if (fits_the_grid(newest_.weights->shape()))
            draw_grid();
        else
            draw_too_large();
        draw_changes();
        float y = layout_.below_grid + frame_.px(kChangeRow);
        for (const FieldLine& line : field_lines(*layer_.op, layout_.groups_per_line)) {
            draw_fields(line, y);
            y += frame_.px(kFieldLine);
        }
        draw_facts(y + frame_.px(3));
    }

  private:
    float left() const { return layout_.title.x0; }
    float right() const { return layout_.title.x1; }

    void draw_title() {
        const Pen pen = frame_.pen();
        const PixelRect& row = layout_.title;
        const float middle = (row.y0 + row.y1) / 2, half = pen.px(10);
        const float used = pen.formula(pen.look().fonts.bold, {row.x0, middle}, pen.theme().text,
                                       layer_.weights_symbol);
        const PixelRect toggle{row.x1 - pen.px(22), row.y0, row.x1, row.y1};
        const PixelRect preset{row.x0 + used + pen.px(8), middle - half, toggle.x0 - pen.px(6),
                               middle + half};
        draw_preset_choice(frame_, layer_, preset);
        draw_layer_switch(frame_, layer_, toggle);
    }

    void draw_grid() {
        const ConstTensorView weights = newest_.weights->view();
        const int filter = std::min(layer_.shown_filter, weights.shape().n - 1);
        const WeightGridResult result =
            weight_grid(frame_.ui(), {.path = path_ + "/filter/" + std::to_string(filter),
                                      .title = layer_.weights_symbol,
                                      .area = layout_.grid,
                                      .metrics = layout_.metrics,
                                      .weights = weights,
                                      .filter = filter,
                                      .scale = frame_.scales.weights(weights, 0),
                                      .editor = &frame_.editor});
        if (!result.message.empty()) frame_.refuse(result.message);
        if (result.cancelled) frame_.cancel(result.gesture);
        if (result.change) set_weight(*result.change, result.gesture);
    }

    void set_weight(const WeightChange& change, std::uint64_t gesture) const {
        const int channels = newest_.weights->shape().c;
        if (!frame_.context.ui.link_channels || channels == 1) {
            frame_.edit(SetWeight{layer_.id, change.cell, change.value}, gesture);
            return;
        }
        if (gesture == 0) gesture = frame_.context.ui.new_gesture();
        for (int c = 0; c < channels; ++c) {
            Cell cell = change.cell;
            cell.c = c;
            frame_.edit(SetWeight{layer_.id, cell, change.value}, gesture);
        }
    }

    void draw_too_large() const {
        const Shape shape = newest_.weights->shape();
        frame_.pen().text_wrapped(
            frame_.context.look.fonts.small_text, layout_.grid, frame_.theme().quiet,
            std::to_string(shape.w) + " × " + std::to_string(shape.h) +
                " weights are too many for the grid, which edits up to 31 × 31.");
    }

    /// What changes the whole filter, and whether its channels change together.
    void draw_changes() {
        const float top = layout_.below_grid, bottom = top + frame_.px(20);
        const float x = draw_change_buttons(frame_, layer_, {left(), top, right(), bottom});
        if (newest_.weights->shape().c == 1) return;
        UiState& ui = frame_.context.ui;
        const std::string path = path_ + "/link_channels";
        if (toggle_switch(frame_.ui(),
                          {.path = path,
                           .rect = {x + frame_.px(12), top, right(), bottom},
                           .text = "link",
                           .tooltip = "Links the channels: a weight set in one of them is set in "
                                      "all.",
                           .on = ui.link_channels}))
            ui.link_channels = !ui.link_channels;
    }

    /// One group alone has its name at the left and its boxes at the right end.
    void draw_fields(const FieldLine& line, float y) {
        const float top = y + frame_.px(2), bottom = top + frame_.px(kFieldHeight);
        if (line.size() == 1) {
            draw_group(line.front(), {left(), top, right(), bottom}, true);
            return;
        }
        const float end = draw_group(line.front(), {left(), top, right(), bottom}, false);
        draw_group(line.back(), {end + frame_.px(8), top, right(), bottom}, true);
    }

    /// The name, then the boxes: at the right end or right behind it. Returns their end.
    float draw_group(const std::optional<FieldGroup>& group, const PixelRect& rect,
                     bool at_right_end) {
        if (!group) {
            draw_bias(frame_, layer_, rect);
            return rect.x1;
        }
        const Pen pen = frame_.pen();
        const float boxes = group_boxes_width(frame_, *layer_.op, *group);
        const bool alone = rect.x0 == left() && at_right_end;
        // "w" and "h" say enough where room is dear.
        const std::string_view label = group->label == "size" && !alone ? "" : group->label;
        const float gap = label.empty() ? 0 : pen.px(4);
        const std::string name = fitted_label(pen, label, width(rect) - boxes - gap);
        const float name_width = text_size(pen.look().fonts.small_text, name).x + gap;
        const float start = std::round(at_right_end ? rect.x1 - boxes : rect.x0 + name_width);
        const float name_x = alone || !at_right_end ? rect.x0 : start - name_width;
        pen.text_in(pen.look().fonts.small_text, {name_x, rect.y0, start, rect.y1}, Align::kLeft,
                    pen.theme().quiet, name);
        return draw_group_boxes(frame_, layer_, *group, {start, rect.y0});
    }

    void draw_facts(float y) const {
        const Pen pen = frame_.pen();
        const Shape shape = newest_.weights->shape();
        const auto sums =
            channel_sums(newest_.weights->view(), std::min(layer_.shown_filter, shape.n - 1));
        std::string meaning = describe_channel_sums(sums);
        const std::string brief = meaning.substr(0, meaning.find(':'));
        // A bias is added to flat areas too.
        if (!newest_.bias.empty()) meaning = brief;
        const Shape output = frame_.model.maps[layer_.output_map()].shape();
        const Shape input = frame_.model.maps[layer_.input_map].shape();
        const WeightCounts counts = weight_counts(layer_.weights, input, output);
        const std::int64_t windows = std::int64_t{output.w} * output.h;
        const std::string sharing =
            format_count(counts.weights) + " weights serve all " + format_count(windows) +
            " windows.\nWith own weights for each window\n" + format_count(counts.without_sharing) +
            " would be needed,\nfully connected\n" + format_count(counts.fully_connected) + ".";
        draw_fact(y, "sum", brief, meaning);
        const std::string count = format_count(counts.weights) + " weights";
        const std::string both = count + ", " + format_count(windows) + " windows";
        const bool fits = text_size(pen.look().fonts.small_text, both).x <= right() - left();
        draw_fact(y + pen.px(kFactLine), "count", fits ? both : count, sharing);
    }

    void draw_fact(float y, const std::string& name, const std::string& text,
                   const std::string& tooltip) const {
        const PixelRect rect{left(), y, right(), y + frame_.px(kFactLine)};
        const Pen pen = frame_.pen();
        pen.list()->PushClipRect({rect.x0, rect.y0}, {layout_.card.x1 - 2, rect.y1}, true);
        pen.text_in(pen.look().fonts.small_text, rect, Align::kLeft, pen.theme().quiet, text);
        pen.list()->PopClipRect();
        hot_area(frame_.ui(), path_ + "/fact/" + name, rect, text);
        tooltip_for_item(frame_.ui(), tooltip);
    }

    const BoardFrame& frame_;
    const LayerModel& layer_;
    const Layer& newest_;
    FilterCardLayout layout_;
    std::string path_;
};

void draw_gradient_grid(const BoardFrame& frame, const LayerModel& layer,
                        const FilterCardLayout& layout) {
    const LayerResult& result = frame.results.layers[static_cast<std::size_t>(layer.stage)];
    const ConstTensorView gradient = result.grad_weights.view();
    const int filter = std::min(layer.shown_filter, gradient.shape().n - 1);
    weight_grid(frame.ui(),
                {.path = "layer/" + layer.id + "/grad_filter/" + std::to_string(filter),
                 .title = gradient_symbol(layer.weights_symbol),
                 .area = layout.grid,
                 .metrics = layout.metrics,
                 .weights = gradient,
                 .filter = filter,
                 .scale = frame.scales.weights(gradient, result.grad_weights_error_bound)});
}

/// The gradient of the bias, or how many products each number sums.
void draw_gradient_fact(const BoardFrame& frame, const LayerModel& layer,
                        const FilterCardLayout& layout) {
    const Pen pen = frame.pen();
    const LayerResult& result = frame.results.layers[static_cast<std::size_t>(layer.stage)];
    const Shape output = frame.model.maps[layer.output_map()].shape();
    const std::string products = format_count(std::int64_t{output.w} * output.h) + " products";
    const std::string all = "Each gradient sums " + products + ".";
    ImFont* font = pen.look().fonts.small_text;
    std::string text = "each sums " + products;
    if (text_size(font, text).x > width(layout.title)) text = products + " each";
    if (!result.grad_bias.empty())
        text = "∂L/∂b = " +
               format_brief(result.grad_bias[static_cast<std::size_t>(layer.shown_filter)]);
    const PixelRect rect{layout.title.x0, layout.below_grid, layout.title.x1,
                         layout.below_grid + pen.px(kFactLine)};
    pen.formula(font, {rect.x0, (rect.y0 + rect.y1) / 2}, pen.theme().quiet, text);
    hot_area(frame.ui(), "layer/" + layer.id + "/gradient_fact", rect, text);
    tooltip_for_item(frame.ui(), all);
}

}  // namespace

FilterCardLayout filter_card_layout(const BoardFrame& frame, const LayerModel& layer,
                                    const CardColumn& column, const PixelRect& place) {
    const float pad = frame.px(kPadding);
    const Shape shape = layer.weights;
    FilterCardLayout layout;
    const PixelRect inner{place.x0 + pad, place.y0 + frame.px(4), place.x1 - pad, place.y1 - pad};
    layout.title = {inner.x0, inner.y0, inner.x1, inner.y0 + frame.px(kTitleHeight)};
    float y = layout.title.y1 + frame.px(3);
    if (shape.n > 1) {
        layout.filters = {inner.x0, y, inner.x1, y + frame.px(20)};
        y += frame.px(kFilterButtons);
    }
    const float comfortable = frame.px(kComfortableCell);
    // One group of parameters on a line where the weights keep their size, else two.
    for (layout.groups_per_line = 1; layout.groups_per_line <= 2; ++layout.groups_per_line) {
        const float below = below_grid_height(frame, *layer.op, layout.groups_per_line);
        const float room = place.y0 + height(column.forward) - pad - below - y;
        layout.metrics =
            grid_metrics({shape.w, shape.h, shape.c}, width(inner), room, frame.context.look.scale);
        const float grid_height = std::min(layout.metrics.height, std::max(room, frame.px(40)));
        layout.grid = {inner.x0, y, inner.x1, y + grid_height};
        layout.below_grid = layout.grid.y1 + frame.px(6);
        layout.card = {place.x0, place.y0, place.x1, layout.grid.y1 + below + frame.px(6)};
        if (layout.metrics.cell_height >= comfortable) return layout;
    }
    layout.groups_per_line = 2;
    return layout;
}

PixelRect gradient_card_rect(const BoardFrame& frame, const LayerModel& layer,
                             const CardColumn& column) {
    const FilterCardLayout layout = filter_card_layout(frame, layer, column, column.backward);
    return {layout.card.x0, layout.card.y0, layout.card.x1,
            std::min(column.backward.y1, layout.below_grid + frame.px(kFactLine + 8))};
}

void draw_filter_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect,
                         const std::string& path) {
    std::vector<ChipChoice> chips;
    for (int k = 0; k < layer.weights.n; ++k) {
        const std::string text = std::to_string(k + 1);
        chips.push_back({path + text, text, "Shows this filter and its maps."});
    }
    if (const auto pressed = chip_row(frame.ui(), rect, chips, layer.shown_filter))
        frame.context.ui.shown_filter[layer.id] = *pressed;
}

void draw_filter_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    FilterCard(frame, layer, place).draw();
}

void draw_gradient_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const FilterCardLayout layout = filter_card_layout(frame, layer, place, place.backward);
    const Pen pen = frame.pen();
    draw_card(pen, gradient_card_rect(frame, layer, place));
    const float middle = (layout.title.y0 + layout.title.y1) / 2;
    const std::string symbol = gradient_symbol(layer.weights_symbol);
    const float used =
        pen.formula(pen.look().fonts.bold, {layout.title.x0, middle}, pen.theme().text, symbol);
    const std::string input = frame.model.maps[layer.input_map].symbol;
    const std::string source =
        "from " + gradient_symbol(frame.model.maps[layer.output_map()].symbol) + " and " + input;
    ImFont* small = pen.look().fonts.small_text;
    const float source_width = text_size(small, source).x;
    if (used + pen.px(8) + source_width <= width(layout.title))
        pen.text_in(small, layout.title, Align::kRight, pen.theme().backward, source);
    hot_area(frame.ui(), "title/dG/" + layer.id, layout.title, symbol);
    tooltip_for_item(frame.ui(),
                     symbol + " " + source +
                         ": each number is the sum over all windows of the "
                         "gradient at the window times the input under that weight. It ends here: "
                         "nothing flows on from it.");
    if (!layout.filters.empty())
        draw_filter_buttons(frame, layer, layout.filters, "layer/" + layer.id + "/shown_gradient/");
    if (fits_the_grid(layer.weights)) draw_gradient_grid(frame, layer, layout);
    draw_gradient_fact(frame, layer, layout);
}

}  // namespace convscope::app
