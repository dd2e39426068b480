#include "app/views/filter_card.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/filter_edits.hpp"
#include "app/views/layer_menu.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/matrix_text.hpp"
#include "app/views/pins.hpp"
#include "app/views/weights_map.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/eval/letters.hpp"

namespace convscope::app {
namespace {

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
        if (!layout_.channels.empty())
            draw_channel_pages(frame_, layer_, layout_, path_ + "/channels/");
        draw_weights();
        float y = layout_.below_grid;
        if (has_sliding_filter(*layer_.op)) {
            draw_change_buttons(frame_, layer_, {left(), y, right(), y + frame_.px(20)});
            y += frame_.px(kChangeRow);
        }
        for (const FieldLine& line : field_lines(*layer_.op, layout_.groups_per_line)) {
            draw_fields(line, y);
            y += frame_.px(kFieldLine);
        }
        draw_read_outs(y + frame_.px(3));
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
        if (layout_.words == Wordiness::kNone)
            draw_facts_hint({row.x0, row.y0, row.x0 + used, row.y1});
        const PixelRect menu{row.x1 - pen.px(kLayerMenuButton), middle - half, row.x1,
                             middle + half};
        const PixelRect toggle{menu.x0 - pen.px(26), row.y0, menu.x0 - pen.px(4), row.y1};
        const PixelRect preset{row.x0 + used + pen.px(8), middle - half, toggle.x0 - pen.px(6),
                               middle + half};
        draw_preset_choice(frame_, layer_, preset);
        draw_layer_switch(frame_, layer_, toggle);
        draw_layer_menu(frame_, layer_, menu);
    }

    /// What a card without room for words says.
    void draw_facts_hint(const PixelRect& symbol) const {
        std::string all;
        for (const ReadOut& line : filter_read_outs(frame_, layer_, Wordiness::kBrief))
            all += (all.empty() ? "" : "\n") + line.full;
        hover_area(frame_.ui(), path_ + "/facts", symbol, all);
        tooltip_for_item(frame_.ui(), all);
    }

    void draw_weights() {
        const ConstTensorView weights = newest_.weights->view();
        const int filter = existing_filter(newest_, layer_.shown_filter);
        const std::string path = path_ + "/filter/" + std::to_string(filter);
        const ColourScale scale = frame_.scales.weights(weights, 0);
        if (layout_.form != WeightsForm::kGrid) {
            draw_weights_map(frame_, layer_,
                             {path, layer_.weights_symbol, NumberRef::Kind::kWeight, weights, scale,
                              layout_.grid});
            return;
        }
        handle(weight_grid(frame_.ui(), {.path = path,
                                         .title = layer_.weights_symbol,
                                         .area = layout_.grid,
                                         .metrics = layout_.metrics,
                                         .weights = weights,
                                         .filter = filter,
                                         .first_channel = layout_.first_channel,
                                         .channel_sums = sums(weights, filter),
                                         .scale = scale,
                                         .editor = &frame_.editor}),
               filter);
    }

    /// They say something of filters that slide.
    std::vector<double> sums(ConstTensorView weights, int filter) const {
        if (!has_sliding_filter(*layer_.op)) return {};
        return channel_sums(weights, filter);
    }

    void handle(const WeightGridResult& result, int filter) {
        if (!result.message.empty()) frame_.refuse(result.message);
        if (result.cancelled) frame_.cancel(result.gesture);
        if (result.hovered)
            point_at_newest(frame_, layer_, NumberRef::Kind::kWeight, *result.hovered);
        if (result.change) set_weight(*result.change, result.gesture);
        // A key may lead to a channel of another page.
        if (result.selected && !layout_.channels.empty())
            frame_.context.ui.first_channel[layer_.id] = result.selected->c;
        if (result.copy) {
            ImGui::SetClipboardText(matrix_text(newest_.weights->view(), filter).c_str());
            frame_.note("Copied " + layer_.weights_symbol + " as NumPy text.");
        }
        if (!result.pasted) return;
        const Result<Edit> pasted = paste_edit(newest_, filter, *result.pasted);
        if (pasted)
            frame_.edit(*pasted);
        else
            frame_.refuse(pasted.error().text());
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

    /// One group alone has its name at the left and its boxes at the right end.
    void draw_fields(const FieldLine& line, float y) {
        const float top = y + frame_.px(2), bottom = top + frame_.px(kFieldHeight);
        if (line.size() == 1) {
            draw_group(line.front(), {left(), top, right(), bottom}, true);
            return;
        }
        float end = draw_group(line.front(), {left(), top, right(), bottom}, false);
        for (std::size_t i = 1; i + 1 < line.size(); ++i) {
            const float kept = least_width(line[i + 1]);
            end = draw_group(line[i], {end + frame_.px(8), top, right() - kept, bottom}, false);
        }
        draw_group(line.back(), {end + frame_.px(8), top, right(), bottom}, true);
    }

    /// What a group behind another needs, with the space before it.
    float least_width(const std::optional<FieldGroup>& group) const {
        constexpr float kShortName = 38, kBias = 124;
        return group ? group_boxes_width(frame_, *layer_.op, *group) + frame_.px(kShortName)
                     : frame_.px(kBias);
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

    void draw_read_outs(float y) const {
        if (layout_.words == Wordiness::kNone) return;
        const bool full = layout_.words == Wordiness::kFull;
        for (const ReadOut& line : filter_read_outs(frame_, layer_, layout_.words))
            y = draw_read_out(frame_, path_ + "/fact/" + line.id, line,
                              {left(), y, right(), layout_.card.y1}, full);
    }

    const BoardFrame& frame_;
    const LayerModel& layer_;
    const Layer& newest_;
    FilterCardLayout layout_;
    std::string path_;
};

}  // namespace

std::vector<ReadOut> filter_read_outs(const BoardFrame& frame, const LayerModel& layer,
                                      Wordiness words) {
    const Layer& newest = frame.newest(layer);
    const Shape input = frame.model.maps[layer.input_map].shape();
    const Shape output = frame.model.maps[layer.output_map()].shape();
    if (!has_sliding_filter(*layer.op)) return {list_read_out(layer.weights)};
    std::vector<ReadOut> lines{sum_read_out(newest, layer.shown_filter),
                               sharing_read_out(layer.weights, input, output)};
    for (ReadOut& line : size_read_outs(newest, *layer.op, input)) {
        if (words == Wordiness::kLeast)
            lines[1].tooltip += "\n" + line.tooltip;
        else
            lines.push_back(std::move(line));
    }
    return lines;
}

void draw_filter_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect,
                         const std::string& path) {
    const std::string tooltip = has_sliding_filter(*layer.op) ? "Shows this filter and its maps."
                                                              : "Shows the weights of this output.";
    const int first = first_filter(frame.results.plan, static_cast<std::size_t>(layer.stage));
    std::vector<ChipChoice> chips;
    for (int k = 0; k < layer.weights.n; ++k) {
        const std::string text = std::to_string(first + k);
        chips.push_back({path + text, text, tooltip});
    }
    if (const auto pressed = chip_row(frame.ui(), rect, chips, layer.shown_filter))
        frame.context.ui.shown_filter[layer.id] = *pressed;
}

void draw_channel_pages(const BoardFrame& frame, const LayerModel& layer,
                        const FilterCardLayout& layout, const std::string& path) {
    const int page = layout.metrics.shape.channels, channels = layer.weights.c;
    std::vector<ChipChoice> chips;
    for (int first = 0; first < channels; first += page) {
        const int last = std::min(first + page, channels);
        const std::string from = channel_name(first, channels),
                          to = channel_name(last - 1, channels);
        const std::string text = last - first == 1 ? from : from + "–" + to;
        chips.push_back({path + from, text,
                         "Shows the weights for these channels of " +
                             frame.model.maps[layer.input_map].symbol + "."});
    }
    if (const auto pressed =
            chip_row(frame.ui(), layout.channels, chips, layout.first_channel / page))
        frame.context.ui.first_channel[layer.id] = *pressed * page;
}

void draw_filter_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    FilterCard(frame, layer, place).draw();
}

}  // namespace convscope::app
