#include <algorithm>

#include "app/views/board_frame.hpp"
#include "app/views/map_titles.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

void draw_objective_choice(const BoardFrame& frame, const PixelRect& rect) {
    const Objective& current = frame.context.scene.objective;
    if (!begin_choice(frame.ui(),
                      {.path = "objective/kind",
                       .rect = rect,
                       .text = frame.model.loss_formula,
                       .tooltip = "The loss L: the number of which every gradient on the board is "
                                  "the gradient."}))
        return;
    for (const ObjectiveInfo& info : objective_table()) {
        const std::string item = "objective/kind/" + std::string(info.id);
        if (!choice_item(frame.ui(),
                         {.path = item, .text = info.label, .on = info.id == current.kind}))
            continue;
        Objective objective = current;
        objective.kind = info.id;
        const Shape last = frame.results.plan.shapes.back();
        objective.channel = std::clamp(objective.channel, 0, last.c - 1);
        objective.x = std::clamp(objective.x, 0, last.w - 1);
        objective.y = std::clamp(objective.y, 0, last.h - 1);
        frame.edit(SetObjective{objective});
    }
    end_choice();
}

void draw_forward(const BoardFrame& frame, const PixelRect& card, float middle) {
    const Pen pen = frame.pen();
    const Theme& theme = pen.theme();
    const float x = (card.x0 + card.x1) / 2, half = pen.px(11);
    float y = std::max(card.y0 + pen.px(10), middle - pen.px(38));
    pen.arrow({x - half, y}, {x + half, y}, theme.forward, std::max(1.0f, pen.px(1.8f)));

    y += pen.px(8);
    const float symbol = pen.formula_width(pen.look().fonts.bold, "L");
    pen.formula(pen.look().fonts.bold, {x - symbol / 2, y + pen.px(11)}, theme.text, "L");
    y += pen.px(22);
    const PixelRect value{card.x0, y, card.x1, y + pen.px(26)};
    const float loss = frame.results.loss;
    pen.text_in(pen.look().fonts.large, value, Align::kCentre,
                theme.text.with_alpha(frame.context.results_are_stale ? 128 : 255),
                with_thousands(format_fitting(loss, 8)));
    hot_area(frame.ui(), "objective/L", value, format_exact(loss));
    tooltip_for_item(frame.ui(), "L = " + frame.model.loss_formula + " = " + format_exact(loss));
    y = value.y1 + pen.px(4);
    draw_objective_choice(frame, {card.x0, y, card.x1, y + pen.px(22)});
    const ObjectiveInfo* info = find_objective(frame.context.scene.objective.kind);
    if (info == nullptr || !info->picks_cell) return;
    pen.text_wrapped(pen.look().fonts.small_text, {card.x0, y + pen.px(26), card.x1, card.y1},
                     theme.quiet, "click a cell of " + frame.model.maps.back().symbol);
}

void draw_backward(const BoardFrame& frame, const PixelRect& card, float middle) {
    const Pen pen = frame.pen();
    const Theme& theme = pen.theme();
    const float x = (card.x0 + card.x1) / 2, half = pen.px(11);
    float y = std::max(card.y0 + pen.px(10), middle - pen.px(38));
    pen.arrow({x + half, y}, {x - half, y}, theme.backward, std::max(1.0f, pen.px(1.8f)));
    y += pen.px(8);
    const std::string symbol = gradient_symbol("L");
    const float symbol_width = pen.formula_width(pen.look().fonts.bold, symbol);
    pen.formula(pen.look().fonts.bold, {x - symbol_width / 2, y + pen.px(11)}, theme.text, symbol);
    const PixelRect one{card.x0, y + pen.px(22), card.x1, y + pen.px(48)};
    pen.text_in(pen.look().fonts.large, one, Align::kCentre, theme.text, "1");
    hot_area(frame.ui(), "objective/dL", {card.x0, y, card.x1, one.y1}, "1");
    tooltip_for_item(frame.ui(), symbol +
                                     " = 1: where the chain rule starts. Every gradient to "
                                     "the left is a gradient of L = " +
                                     frame.model.loss_formula + ".");
}

}  // namespace

void draw_loss_card(const BoardFrame& frame) {
    const CardColumn& place = frame.layout.loss;
    const MapColumn& last = frame.layout.maps.back();
    draw_forward(frame, place.forward, (last.forward.map.y0 + last.forward.map.y1) / 2);
    draw_backward(frame, place.backward, (last.backward.map.y0 + last.backward.map.y1) / 2);
}

}  // namespace convscope::app
