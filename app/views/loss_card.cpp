#include <algorithm>

#include "app/views/board_frame.hpp"
#include "app/views/card_text.hpp"
#include "app/views/disclosure.hpp"
#include "app/views/loss_controls.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/pins.hpp"
#include "app/views/prediction.hpp"
#include "app/views/probability_bars.hpp"
#include "app/views/step_veils.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/number_field.hpp"
#include "core/eval/stamped_copy.hpp"

namespace convscope::app {
namespace {

constexpr float kHintWidth = 330;  // At scale 1.
constexpr int kFewDigits = 4;

const ObjectiveInfo& shown_objective(const BoardFrame& frame) {
    return *find_objective(frame.results.scene.objective.kind);
}

/// Of a kind that need not be the present one.
std::string named_formula(const BoardFrame& frame, const ObjectiveInfo& info) {
    std::string text(info.formula);
    if (const auto letter = text.find('P'); letter != std::string::npos)
        text.replace(letter, 1, frame.model.maps.back().symbol);
    return text;
}

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
        if (choice_item(frame.ui(), {.path = item,
                                     .text = info.label,
                                     .tooltip = info.description,
                                     .key = named_formula(frame, info),
                                     .on = info.id == current.kind}))
            frame.edit(SetObjective{objective_of_kind(frame, info)});
        ImGui::PushTextWrapPos(frame.px(kHintWidth));
        choice_heading(frame.ui(), info.description);
        ImGui::PopTextWrapPos();
    }
    end_choice();
}

/// "class", and the number that is right.
void draw_label_field(const BoardFrame& frame, const PixelRect& rect) {
    const Pen pen = frame.pen();
    const Objective& objective = frame.context.scene.objective;
    const int classes = static_cast<int>(frame.results.plan.shapes.back().count());
    const PixelRect box{rect.x1 - pen.px(44), rect.y0, rect.x1, rect.y1};
    pen.text_in(pen.look().fonts.small_text, {rect.x0, rect.y0, box.x0, rect.y1}, Align::kLeft,
                pen.theme().quiet, "class");
    const NumberFieldResult result = number_field(
        frame.ui(), frame.editor,
        {.path = "objective/label",
         .rect = box,
         .value = objective.label,
         .minimum = 0,
         .maximum = classes - 1,
         .label = "class",
         .tooltip = "The right class: its probability should be 1.\nFrom 0 to " +
                    std::to_string(classes - 1) +
                    ". Click and type, turn the wheel, or drag up and down; or click a bar."});
    if (!result.message.empty()) frame.refuse(result.message);
    if (result.cancelled) frame.cancel(result.gesture);
    if (!result.value) return;
    Objective changed = objective;
    changed.label = *result.value;
    frame.edit(SetObjective{changed}, result.gesture);
}

/// What belongs to losses that make probabilities.
void draw_probabilities(const BoardFrame& frame, const PixelRect& rect) {
    const Pen pen = frame.pen();
    const std::vector<float>& probabilities = frame.results.probabilities;
    const auto label = static_cast<std::size_t>(frame.results.scene.objective.label);
    if (label >= probabilities.size()) return;
    float y = rect.y0;
    const std::string sum = "L = −log " + format_fitting(probabilities[label], kFewDigits);
    const PixelRect line{rect.x0, y, rect.x1, y + pen.px(kReadOutLine)};
    pen.formula(pen.look().fonts.small_text, {line.x0, (line.y0 + line.y1) / 2}, pen.theme().quiet,
                sum);
    const std::string whole = "L = −log p[" + std::to_string(label) + "] = −log " +
                              format_brief(probabilities[label]) + " = " +
                              format_brief(frame.results.loss);
    hover_area(frame.ui(), "objective/log", line, whole);
    tooltip_for_item(frame.ui(), whole + "\nThe logarithm is the natural one.");
    y = line.y1 + pen.px(3);
    draw_label_field(frame, {rect.x0, y, rect.x1, y + pen.px(18)});
    y += pen.px(23);
    if (const auto clicked = draw_probability_bars(frame, {rect.x0, y, rect.x1, rect.y1})) {
        Objective changed = frame.context.scene.objective;
        changed.label = *clicked;
        frame.edit(SetObjective{changed});
    }
}

/// As far as a walk has come; after its name where that has no line of its own.
void draw_loss_number(const BoardFrame& frame, const PixelRect& rect, bool with_name) {
    const Pen pen = frame.pen();
    const std::optional<float> loss =
        disclose(frame.context, {NumberRef::Kind::kLoss, 0, 0, {}}).number;
    const std::string exact = loss ? format_exact(*loss) : "?";
    ImFont* font = pen.look().fonts.large;
    std::string text = loss ? with_thousands(format_fitting(*loss, 8)) : "?";
    if (with_name && pen.formula_width(font, "L = " + text) <= width(rect)) text = "L = " + text;
    const float x = (rect.x0 + rect.x1 - pen.formula_width(font, text)) / 2;
    pen.formula(font, {x, (rect.y0 + rect.y1) / 2},
                pen.theme().text.with_alpha(frame.context.results_are_stale ? 128 : 255), text);
    hover_area(frame.ui(), "objective/L", rect, exact);
    if (ImGui::IsItemHovered()) point_at(frame, {NumberRef::Kind::kLoss, 0, 0, {}});
    veil_again_by_click(frame, "L");
    tooltip_for_item(frame.ui(), "L = " + frame.model.loss_formula + " = " + exact);
}

/// The number; what it is of, in a list; and what its kind needs besides.
void draw_forward(const BoardFrame& frame, const PixelRect& card, float middle) {
    const Pen pen = frame.pen();
    const Theme& theme = pen.theme();
    const ObjectiveInfo& info = shown_objective(frame);
    const float x = (card.x0 + card.x1) / 2, half = pen.px(11);
    // Bars, a target and its controls need the room below.
    const bool full = info.takes_label || info.takes_target || info.takes_gradient;
    const float wanted = full ? card.y0 : middle - pen.px(38);
    float y = std::max(card.y0 + pen.px(10), wanted);
    const ArrowInk ink = arrow_ink(frame, StepPhase::Kind::kLoss, 0);
    pen.arrow({x - half, y}, {x + half, y}, ink.colour, ink.thickness);

    y += pen.px(8);
    if (!full) {
        const float symbol = pen.formula_width(pen.look().fonts.bold, "L");
        pen.formula(pen.look().fonts.bold, {x - symbol / 2, y + pen.px(11)}, theme.text, "L");
        y += pen.px(22);
    }
    const PixelRect value{card.x0, y, card.x1, y + pen.px(26)};
    if (!draw_prediction_veil(frame, "L", value)) draw_loss_number(frame, value, full);
    y = value.y1 + pen.px(4);
    draw_objective_choice(frame, {card.x0, y, card.x1, y + pen.px(22)});
    y += pen.px(26);
    const NumberRef loss{NumberRef::Kind::kLoss, 0, 0, {}};
    if (info.takes_label && is_quantity_open(frame.context, loss))
        draw_probabilities(frame, {card.x0, y, card.x1, card.y1});
    if (info.takes_target) draw_target_controls(frame, {card.x0, y, card.x1, card.y1});
    if (info.takes_gradient) draw_upstream_controls(frame, {card.x0, y, card.x1, card.y1});
    if (info.picks_cell)
        pen.text_wrapped(pen.look().fonts.small_text, {card.x0, y, card.x1, card.y1}, theme.quiet,
                         "click a cell of " + frame.model.maps.back().symbol);
}

/// Where one cell alone has a gradient: what that makes of the picture's.
void draw_stamped_note(const BoardFrame& frame, const PixelRect& rect) {
    const std::string note = stamped_copy_note(frame.results);
    if (note.empty() || words_height(frame, note, width(rect)) > height(rect)) return;
    const float bottom = draw_words(frame, rect, rect.y0, frame.theme().quiet, note);
    hover_area(frame.ui(), "objective/stamped", {rect.x0, rect.y0, rect.x1, bottom}, note);
    tooltip_for_item(frame.ui(), note +
                                     "\nL hears of one window alone: every pixel under it "
                                     "counts as much as the weight above it.");
}

void draw_backward(const BoardFrame& frame, const PixelRect& card, float middle) {
    const Pen pen = frame.pen();
    const Theme& theme = pen.theme();
    const float x = (card.x0 + card.x1) / 2, half = pen.px(11);
    float y = std::max(card.y0 + pen.px(10), middle - pen.px(38));
    const ArrowInk ink = arrow_ink(frame, StepPhase::Kind::kLossGradient, 0);
    pen.arrow({x + half, y}, {x - half, y}, ink.colour, ink.thickness);
    y += pen.px(8);
    const std::string symbol = gradient_symbol("L");
    const float symbol_width = pen.formula_width(pen.look().fonts.bold, symbol);
    pen.formula(pen.look().fonts.bold, {x - symbol_width / 2, y + pen.px(11)}, theme.text, symbol);
    const PixelRect one{card.x0, y + pen.px(22), card.x1, y + pen.px(48)};
    pen.text_in(pen.look().fonts.large, one, Align::kCentre, theme.text, "1");
    hover_area(frame.ui(), "objective/dL", {card.x0, y, card.x1, one.y1}, "1");
    if (ImGui::IsItemHovered()) point_at(frame, {NumberRef::Kind::kLoss, 0, 0, {}});
    tooltip_for_item(frame.ui(), symbol +
                                     " = 1: where the chain rule starts. Every gradient to "
                                     "the left is a gradient of L = " +
                                     frame.model.loss_formula + ".");
    const NumberRef gradient{NumberRef::Kind::kGradient, 0, 0, {}};
    if (may_say_why(frame.context, gradient))
        draw_stamped_note(frame, {card.x0, one.y1 + pen.px(6), card.x1, card.y1});
}

}  // namespace

void draw_loss_card(const BoardFrame& frame) {
    const CardColumn& place = frame.layout.loss;
    const MapColumn& last = frame.layout.maps.back();
    draw_forward(frame, place.forward, (last.forward.map.y0 + last.forward.map.y1) / 2);
    draw_backward(frame, place.backward, (last.backward.map.y0 + last.backward.map.y1) / 2);
}

}  // namespace convscope::app
