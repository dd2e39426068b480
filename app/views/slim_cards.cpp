#include "app/views/slim_cards.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/disclosure.hpp"
#include "app/views/key_table.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/prediction.hpp"
#include "app/views/step_veils.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

constexpr float kArrowHalf = 11, kArrowDown = 14, kLine = 18, kArrow = 1.6f;  // At scale 1.
constexpr int kMostCells = 12;  ///< Along a side of a filter that is drawn cell by cell.

float centre_x(const PixelRect& rect) {
    return (rect.x0 + rect.x1) / 2;
}

void draw_arrow(const Pen& pen, const PixelRect& card, bool backward, const ArrowInk& ink) {
    const float half = std::min(pen.px(kArrowHalf), width(card) / 2 - 1);
    const float x = centre_x(card), y = card.y0 + pen.px(kArrowDown);
    const float from = backward ? x + half : x - half, to = backward ? x - half : x + half;
    pen.arrow({from, y}, {to, y}, ink.colour, ink.thickness);
}

/// Labels give way before anything else does.
void draw_name(const Pen& pen, const PixelRect& card, Colour colour, std::string_view name,
               std::string_view brief = {}) {
    ImFont* font = pen.look().fonts.small_text;
    if (text_size(font, name).x > width(card))
        name = brief.empty() ? name.substr(0, name.find(' ')) : brief;
    const float used = pen.formula_width(font, name);
    if (used > width(card) + 1) return;
    const float y = card.y0 + pen.px(kArrowDown + kLine);
    pen.formula(font, {centre_x(card) - used / 2, y}, colour, name);
}

/// The channels of one filter below each other, cells as colours; the first ones where not all
/// have room.
void draw_mini_grid(const BoardFrame& frame, const PixelRect& room, ConstTensorView weights,
                    int filter, const ColourScale& scale) {
    const Pen pen = frame.pen();
    const Shape shape = weights.shape();
    if (std::max(shape.w, shape.h) > kMostCells || width(room) < pen.px(8)) return;
    const float cell =
        std::floor(std::min({width(room) / static_cast<float>(shape.w), pen.px(16),
                             std::max(2.0f, height(room) / static_cast<float>(shape.h))}));
    if (cell < 2) return;
    const float across = cell * static_cast<float>(shape.w), gap = pen.px(4);
    const float x0 = std::round(centre_x(room) - across / 2);
    float y0 = room.y0;
    for (int c = 0; c < shape.c; ++c) {
        const float bottom = y0 + cell * static_cast<float>(shape.h);
        if (bottom > room.y1) return;
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x) {
                const float left = x0 + cell * static_cast<float>(x);
                const float top = y0 + cell * static_cast<float>(y);
                pen.fill({left, top, left + cell, top + cell},
                         scale.colour(weights(filter, c, y, x)));
            }
        pen.outline({x0 - 1, y0 - 1, x0 + across + 1, bottom + 1}, pen.theme().border);
        y0 = bottom + gap;
    }
}

PixelRect grid_room(const Pen& pen, const PixelRect& card) {
    return {card.x0, card.y0 + pen.px(kArrowDown + 2 * kLine), card.x1, card.y1};
}

bool click_area(const BoardFrame& frame, const std::string& path, const PixelRect& card,
                const std::string& what) {
    const bool clicked = hot_area(frame.ui(), path, card, what);
    tooltip_for_item(frame.ui(), what + "\nClick: shows it alone." + key_hint("focus"));
    if (ImGui::IsItemHovered()) frame.pen().outline(card, frame.theme().border, frame.px(4));
    return clicked;
}

}  // namespace

void draw_slim_card(const BoardFrame& frame, const LayerModel& layer, const CardColumn& place) {
    const Pen pen = frame.pen();
    const bool on = layer.stage >= 0;
    const std::string label = std::string(layer.op->label) + (on ? "" : ", off");
    const std::string what =
        on ? label + "   " + frame.model.maps[layer.output_map()].formula : label;
    bool clicked = click_area(frame, "layer/" + layer.id + "/slim", place.forward, what);
    clicked |= click_area(frame, "layer/" + layer.id + "/slim_gradient", place.backward, what);
    if (clicked) frame.context.ui.focus_layer = layer.id;
    draw_arrow(pen, place.forward, false,
               arrow_ink(frame, StepPhase::Kind::kOutput, layer.stage, kArrow));
    draw_arrow(pen, place.backward, true,
               arrow_ink(frame, StepPhase::Kind::kGradInput, layer.stage, kArrow));
    draw_name(pen, place.forward, on ? pen.theme().forward : pen.theme().quiet, label,
              layer.weights_symbol);
    if (!on || layer.weights_symbol.empty()) return;
    draw_name(pen, place.backward, pen.theme().backward, gradient_symbol(layer.weights_symbol));
    const LayerResult& result = frame.results.layers[static_cast<std::size_t>(layer.stage)];
    const ConstTensorView gradient = result.grad_weights.view();
    const Layer* computed = frame.results.scene.find_layer(layer.id);
    const ConstTensorView weights = computed->weights->view();
    draw_mini_grid(frame, grid_room(pen, place.forward), weights, layer.shown_filter,
                   frame.scales.weights(weights, 0));
    const PixelRect room = grid_room(pen, place.backward);
    if (draw_prediction_veil(frame, "dG/" + layer.id, room)) return;
    const GrownFilter grown = grown_filter(frame, layer, layer.shown_filter);
    if (grown.first_hidden == 0) return draw_veil(pen, room);
    draw_mini_grid(frame, room, grown.weights, grown.filter,
                   frame.scales.weights(gradient, result.grad_weights_error_bound));
}

void draw_slim_loss(const BoardFrame& frame) {
    const Pen pen = frame.pen();
    const CardColumn& place = frame.layout.loss;
    const std::optional<float> loss =
        disclose(frame.context, {NumberRef::Kind::kLoss, 0, 0, {}}).number;
    const std::string what =
        "L = " + frame.model.loss_formula + " = " + (loss ? format_exact(*loss) : "?");
    if (click_area(frame, "objective/slim", place.forward, what))
        frame.context.ui.focus_layer = kFocusOnLoss;
    draw_arrow(pen, place.forward, false, arrow_ink(frame, StepPhase::Kind::kLoss, 0, kArrow));
    draw_arrow(pen, place.backward, true,
               arrow_ink(frame, StepPhase::Kind::kLossGradient, 0, kArrow));
    draw_name(pen, place.forward, pen.theme().forward, "L");
    const std::string number = loss ? format_brief(*loss) : "?";
    ImFont* font = pen.look().fonts.small_mono;
    const float y = place.forward.y0 + pen.px(kArrowDown + 1.5f * kLine);
    if (text_size(font, number).x <= width(place.forward))
        pen.text_in(font, {place.forward.x0, y, place.forward.x1, y + pen.px(kLine)},
                    Align::kCentre, pen.theme().text, number);
    draw_name(pen, place.backward, pen.theme().backward, gradient_symbol("L"));
}

}  // namespace convscope::app
