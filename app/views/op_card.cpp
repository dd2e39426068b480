#include <algorithm>
#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/param_fields.hpp"

namespace convscope::app {
namespace {

constexpr float kLine = 18;

float centre_x(const PixelRect& rect) {
    return (rect.x0 + rect.x1) / 2;
}

/// Height of the middle of the map beside the card.
float map_middle(const BoardFrame& frame, const CardColumn& place, bool backward) {
    const MapColumn& column = frame.layout.maps[static_cast<std::size_t>(place.map_before)];
    const PixelRect& map = backward ? column.backward.map : column.forward.map;
    return (map.y0 + map.y1) / 2;
}

void draw_flow_arrow(const BoardFrame& frame, const PixelRect& card, float y, bool backward) {
    const Pen pen = frame.pen();
    const float half = pen.px(11), x = centre_x(card);
    const Colour hue = backward ? pen.theme().backward : pen.theme().forward;
    const float from = backward ? x + half : x - half, to = backward ? x - half : x + half;
    pen.arrow({from, y}, {to, y}, hue, std::max(1.0f, pen.px(1.8f)));
}

/// Where to break `text` so that the first line fits: two lines of about the same width if they
/// do, else as late as possible.
std::size_t line_length(const Pen& pen, ImFont* font, std::string_view text, float room) {
    if (pen.formula_width(font, text) <= room) return text.size();
    std::size_t best = std::string_view::npos, latest = std::string_view::npos;
    float best_width = room;
    for (auto space = text.find(' '); space != std::string_view::npos;
         space = text.find(' ', space + 1)) {
        const float first = pen.formula_width(font, text.substr(0, space));
        const float rest = pen.formula_width(font, text.substr(space + 1));
        if (first <= room) latest = space;
        if (std::max(first, rest) <= best_width) {
            best = space;
            best_width = std::max(first, rest);
        }
    }
    return std::min(best != std::string_view::npos ? best : latest, text.size());
}

/// Words one below the other, each line in the middle. Returns the bottom.
float draw_words(const BoardFrame& frame, const PixelRect& card, float y, Colour colour,
                 std::string_view text) {
    const Pen pen = frame.pen();
    ImFont* font = pen.look().fonts.small_text;
    while (!text.empty()) {
        const std::size_t length = line_length(pen, font, text, width(card));
        const std::string_view line = text.substr(0, length);
        const float x = centre_x(card) - pen.formula_width(font, line) / 2;
        pen.formula(font, {x, y + pen.px(kLine) / 2}, colour, line);
        y += pen.px(kLine);
        text.remove_prefix(std::min(text.size(), length + 1));
    }
    return y;
}

float group_height(const BoardFrame& frame) {
    return frame.px(kLine + kFieldLine);
}

/// A group's name above its boxes. Returns the bottom.
float draw_group(const BoardFrame& frame, const LayerModel& layer, const FieldGroup& group,
                 const PixelRect& card, float y) {
    const Pen pen = frame.pen();
    pen.text_in(pen.look().fonts.small_text, {card.x0, y, card.x1, y + pen.px(kLine)},
                Align::kCentre, pen.theme().quiet, group.label);
    const float boxes = group_boxes_width(frame, *layer.op, group);
    draw_group_boxes(frame, layer, group,
                     {std::round(centre_x(card) - boxes / 2), y + pen.px(kLine)});
    return y + group_height(frame);
}

void draw_forward(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const PixelRect& card = place.forward;
    const auto groups = field_groups(*layer.op);
    const float below =
        frame.px(18 + kLine + 26) + static_cast<float>(groups.size()) * group_height(frame);
    const float arrow = std::max(card.y0 + frame.px(10),
                                 std::min(map_middle(frame, place, false), card.y1 - below));
    draw_flow_arrow(frame, card, arrow, false);
    float y = draw_words(frame, card, arrow + frame.px(10), frame.theme().forward, layer.op->label);
    y += frame.px(4);
    for (const FieldGroup& group : groups) y = draw_group(frame, layer, group, card, y);
    const float half = frame.px(11), x = centre_x(card);
    draw_layer_switch(frame, layer, {x - half, y + frame.px(4), x + half, y + frame.px(22)});
}

void draw_backward(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const float arrow = map_middle(frame, place, true);
    const PixelRect& card = place.backward;
    draw_flow_arrow(frame, card, arrow, true);
    const std::string& input = frame.model.maps[layer.input_map].symbol;
    const std::string& output = frame.model.maps[layer.output_map()].symbol;
    const std::string note =
        renamed_formula(layer.op->backward_note, *layer.op, input, output, layer.weights_symbol);
    const float bottom = draw_words(frame, card, arrow + frame.px(10), frame.theme().quiet, note);
    hot_area(frame.ui(), "layer/" + layer.id + "/backward",
             {card.x0, arrow - frame.px(10), card.x1, bottom}, note);
    tooltip_for_item(frame.ui(), gradient_symbol(output) + " goes to " + gradient_symbol(input) +
                                     " " + note + ".");
}

}  // namespace

void draw_layer_switch(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    const bool on = frame.newest(layer).enabled;
    const std::string path = "layer/" + layer.id + "/enabled";
    const std::string tooltip = on ? "Switches the " + std::string(layer.op->label) +
                                         " off: it then passes its input on unchanged."
                                   : "Switches the " + std::string(layer.op->label) + " on again.";
    if (toggle_switch(frame.ui(), {.path = path, .rect = rect, .tooltip = tooltip, .on = on}))
        frame.edit(SetEnabled{layer.id, !on});
}

void draw_op_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    draw_forward(frame, layer, place);
    draw_backward(frame, layer, place);
}

void draw_off_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const Pen pen = frame.pen();
    const float middle = map_middle(frame, place, false);
    const PixelRect card{place.forward.x0, middle - pen.px(44), place.forward.x1,
                         middle + pen.px(44)};
    draw_card(pen, card);
    const float y = draw_words(frame, inset(card, pen.px(3)), card.y0 + pen.px(6),
                               pen.theme().quiet, layer.op->label);
    draw_words(frame, card, y, pen.theme().quiet, "off");
    const float half = pen.px(11), x = centre_x(card);
    draw_layer_switch(frame, layer,
                      {x - half, card.y1 - pen.px(24), x + half, card.y1 - pen.px(6)});
    draw_flow_arrow(frame, place.backward, map_middle(frame, place, true), true);
}

}  // namespace convscope::app
