#include <algorithm>
#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/card_text.hpp"
#include "app/views/layer_menu.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/param_fields.hpp"
#include "app/views/step_veils.hpp"

namespace convscope::app {
namespace {

float centre_x(const PixelRect& rect) {
    return (rect.x0 + rect.x1) / 2;
}

/// Height of the middle of the map beside the card.
float map_middle(const BoardFrame& frame, const CardColumn& place, bool backward) {
    const MapColumn& column = frame.layout.maps[static_cast<std::size_t>(place.map_before)];
    const PixelRect& map = backward ? column.backward.map : column.forward.map;
    return (map.y0 + map.y1) / 2;
}

void draw_flow_arrow(const BoardFrame& frame, const LayerModel& layer, const PixelRect& card,
                     float y, bool backward) {
    const Pen pen = frame.pen();
    const float half = pen.px(11), x = centre_x(card);
    const ArrowInk ink = arrow_ink(
        frame, backward ? StepPhase::Kind::kGradInput : StepPhase::Kind::kOutput, layer.stage);
    const float from = backward ? x + half : x - half, to = backward ? x - half : x + half;
    pen.arrow({from, y}, {to, y}, ink.colour, ink.thickness);
}

/// A wide card has a group's name at the left of its boxes, a narrow one above them.
bool name_is_beside(const BoardFrame& frame, const LayerModel& layer, const PixelRect& card,
                    const FieldGroup& group) {
    const float name = text_size(frame.context.look.fonts.small_text, group.label).x;
    return name + frame.px(8) + group_boxes_width(frame, *layer.op, group) <= width(card);
}

float group_height(const BoardFrame& frame, const LayerModel& layer, const PixelRect& card,
                   const FieldGroup& group) {
    if (name_is_beside(frame, layer, card, group)) return frame.px(kFieldLine);
    return words_height(frame, group.label, width(card)) + frame.px(kFieldLine);
}

/// A group's name and its boxes. Returns the bottom.
float draw_group(const BoardFrame& frame, const LayerModel& layer, const FieldGroup& group,
                 const PixelRect& card, float y) {
    const float boxes = group_boxes_width(frame, *layer.op, group);
    if (name_is_beside(frame, layer, card, group)) {
        frame.pen().text_in(frame.context.look.fonts.small_text,
                            {card.x0, y, card.x1 - boxes, y + frame.px(kFieldHeight)}, Align::kLeft,
                            frame.theme().quiet, group.label);
        draw_group_boxes(frame, layer, group, {std::round(card.x1 - boxes), y});
        return y + frame.px(kFieldLine);
    }
    y = draw_words(frame, card, y, frame.theme().quiet, group.label);
    draw_group_boxes(frame, layer, group, {std::round(centre_x(card) - boxes / 2), y});
    return y + frame.px(kFieldLine);
}

float switch_row_height(const BoardFrame& frame) {
    return frame.px(24);
}

/// The layer's switch and its menu, side by side in the middle.
void draw_switch_and_menu(const BoardFrame& frame, const LayerModel& layer, const PixelRect& card,
                          float y) {
    const float button = frame.px(kLayerMenuButton), gap = frame.px(6), length = frame.px(22);
    const float x = std::round(centre_x(card) - (length + gap + button) / 2);
    draw_layer_switch(frame, layer, {x, y + frame.px(2), x + length, y + frame.px(20)});
    draw_layer_menu(
        frame, layer,
        {x + length + gap, y + frame.px(1), x + length + gap + button, y + frame.px(21)});
}

/// What a card says about the size of the output, and the height it takes.
struct SizeWords {
    std::vector<ReadOut> lines;
    std::vector<std::string> texts;  ///< Of each of them, as it is shown.
    float height = 0;
};

SizeWords measured(const BoardFrame& frame, std::vector<ReadOut> lines,
                   std::vector<std::string> texts, float room) {
    float height = 0;
    for (const std::string& text : texts) height += words_height(frame, text, room);
    return {std::move(lines), std::move(texts), height};
}

/// As much of it as `height` has room for; where that is nothing, the title of the output still has
/// the numbers of cells.
SizeWords size_words(const BoardFrame& frame, const LayerModel& layer, const PixelRect& card,
                     float height) {
    const Shape input = frame.model.maps[layer.input_map].shape();
    std::vector<ReadOut> lines = size_read_outs(frame.newest(layer), *layer.op, input);
    std::vector<std::string> full, formulas, shortest;
    for (const ReadOut& line : lines) {
        full.push_back(line.full);
        formulas.push_back(line.full.substr(0, line.full.find('\n')));
        shortest.push_back(line.brief.back());
    }
    for (const auto& texts : {full, formulas, shortest}) {
        SizeWords words = measured(frame, lines, texts, width(card));
        if (words.height <= height) return words;
    }
    return {};
}

void draw_size(const BoardFrame& frame, const LayerModel& layer, const PixelRect& card,
               const SizeWords& words, float y) {
    for (std::size_t i = 0; i < words.lines.size(); ++i) {
        const float bottom = draw_words(frame, card, y, frame.theme().quiet, words.texts[i]);
        std::string flat = words.texts[i];
        std::ranges::replace(flat, '\n', ' ');
        hover_area(frame.ui(), "layer/" + layer.id + "/fact/" + words.lines[i].id,
                   {card.x0, y, card.x1, bottom}, flat);
        tooltip_for_item(frame.ui(), words.lines[i].tooltip);
        y = bottom;
    }
}

void draw_forward(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const PixelRect& card = place.forward;
    const auto groups = field_groups(*layer.op);
    const float above = frame.px(24) + words_height(frame, layer.op->label, width(card));
    float fields = 0;
    for (const FieldGroup& group : groups) fields += group_height(frame, layer, card, group);
    const float rest = above + fields + switch_row_height(frame);
    const SizeWords size = size_words(frame, layer, card, height(card) - frame.px(10) - rest);
    const float arrow = std::max(card.y0 + frame.px(10), std::min(map_middle(frame, place, false),
                                                                  card.y1 - rest - size.height));
    draw_flow_arrow(frame, layer, card, arrow, false);
    const float top = arrow + frame.px(10);
    float y = draw_words(frame, card, top, frame.theme().forward, layer.op->label);
    hover_area(frame.ui(), "layer/" + layer.id + "/title", {card.x0, top, card.x1, y});
    tooltip_for_item(frame.ui(), layer.op->description);
    y += frame.px(4);
    for (const FieldGroup& group : groups) y = draw_group(frame, layer, group, card, y);
    draw_switch_and_menu(frame, layer, card, y);
    draw_size(frame, layer, card, size, y + switch_row_height(frame));
}

/// That of the layer's choice, where choices have notes of their own.
std::string_view backward_note(const OpInfo& op, const ParamSet& params) {
    const auto choice =
        std::ranges::find_if(op.fields, [](const ParamField& f) { return !f.choices.empty(); });
    std::string_view notes = op.backward_note;
    if (choice != op.fields.end() && notes.find('|') != std::string_view::npos) {
        const auto index = static_cast<std::size_t>(choice - op.fields.begin());
        for (int i = 0; i < params[index]; ++i) notes.remove_prefix(notes.find('|') + 1);
    }
    return notes.substr(0, notes.find('|'));
}

void draw_backward(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const float arrow = map_middle(frame, place, true);
    const PixelRect& card = place.backward;
    draw_flow_arrow(frame, layer, card, arrow, true);
    const std::string& input = frame.model.maps[layer.input_map].symbol;
    const std::string& output = frame.model.maps[layer.output_map()].symbol;
    const std::string note = renamed_formula(backward_note(*layer.op, frame.newest(layer).params),
                                             *layer.op, input, output, layer.weights_symbol);
    const float bottom = draw_words(frame, card, arrow + frame.px(10), frame.theme().quiet, note);
    hover_area(frame.ui(), "layer/" + layer.id + "/backward",
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
    const PixelRect card{place.forward.x0, middle - pen.px(46), place.forward.x1,
                         middle + pen.px(46)};
    draw_card(pen, card);
    const float y = draw_words(frame, inset(card, pen.px(3)), card.y0 + pen.px(6),
                               pen.theme().quiet, layer.op->label);
    draw_words(frame, card, y, pen.theme().quiet, "off");
    draw_switch_and_menu(frame, layer, card, card.y1 - switch_row_height(frame));
    draw_flow_arrow(frame, layer, place.backward, map_middle(frame, place, true), true);
}

}  // namespace convscope::app
