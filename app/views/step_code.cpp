#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/disclosure.hpp"
#include "app/views/step_parts.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/eval/letters.hpp"
#include "core/eval/number_text.hpp"

namespace convscope::app {
namespace {

using PhaseKind = StepPhase::Kind;

constexpr float kIndent = 18, kNarrowIndent = 9, kNarrow = 400, kWidest = 640, kCodeLine = 19,
                kTightest = 1;  // At scale 1.

/// What the exercise prints differently: docs/math.md has the same as a table.
constexpr std::array<std::string_view, 7> kNotes{
    "The loop over x is the outer one there. Here we walk row by row, y outside and x inside, on "
    "the screen, in the loops and in every sum.",
    "The result is written to out_c there. Here to out: the total runs over all channels.",
    "x runs through {0, s, 2s, …, W-w} there. Here while s x ≤ W - w: the list ends in W - w only "
    "where s divides W - w.",
    "∂L/∂G is printed for s = 1. With a stride it reads I[s x + a, s y + b].",
    "The remark about indices outside the mask belongs to ∂L/∂I: all indices of ∂L/∂G exist.",
    "In part (c) one c is both free and summed. It is free in ∂L/∂G_c and ∂L/∂I_c, and summed in "
    "R only.",
    "The pooling formula has no c on its left side: each channel is pooled by itself."};

/// "r" for a channel of a colour picture, else counted as the line's loop does.
std::string index_text(const Results& results, const StepPhase& phase, const CodeLine& line,
                       int value) {
    const char letter = line.variable.front();
    const bool reads_picture = phase.stage == 0 && letter == 'c';
    const int channels = results.plan.shapes.front().c;
    if (reads_picture && channels == 3) return channel_name(value, channels);
    return std::to_string(value + line.first_value);
}

/// The lines of the phase that the walk is in, or would begin with.
class Code {
  public:
    Code(const ViewContext& context, const PixelRect& rect, bool reveals)
        : context_(context),
          results_(context.transport.walk->results()),
          view_(context.transport.view),
          phase_(view_ != nullptr ? view_->phase : context.transport.walk->phases().front()),
          rect_(rect),
          reveals_(reveals),
          pen_(ImGui::GetWindowDrawList(), context.look) {
        rect_.x1 = std::min(rect_.x1, rect_.x0 + pen_.px(kWidest));
    }

    float draw() {
        float y = rect_.y0;
        int index = 0;
        const std::vector<CodeLine> lines = step_code(results_, phase_);
        const float high = line_height(lines.size());
        for (const CodeLine& line : lines) {
            const PixelRect place{rect_.x0, y, rect_.x1, y + high};
            draw_line(line, place, index++);
            y = place.y1;
        }
        return y;
    }

  private:
    /// All lines at once where they have room, tight if need be; else the page scrolls.
    float line_height(std::size_t lines) const {
        const float room = ImGui::GetWindowHeight() / static_cast<float>(lines);
        const float least = font_size(pen_.look().fonts.small_mono) + pen_.px(kTightest);
        return std::floor(std::clamp(room, least, pen_.px(kCodeLine)));
    }

    Colour hue() const {
        return phase_.is_backward() ? pen_.theme().backward : pen_.theme().forward;
    }

    float indent() const { return width(rect_) < pen_.px(kNarrow) ? kNarrowIndent : kIndent; }

    static void reveal(const PixelRect& place) {
        const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowHeight();
        if (place.y0 < top || place.y1 > bottom)
            ImGui::SetScrollFromPosY((place.y0 + place.y1) / 2 - top, 0.8f);
    }

    bool is_lit(const CodeLine& line) const {
        return view_ != nullptr && view_->outer && line.moment == view_->moment;
    }

    void draw_line(const CodeLine& line, const PixelRect& place, int index) {
        const Theme& theme = pen_.theme();
        ImFont* mono = pen_.look().fonts.small_mono;
        const float middle = (place.y0 + place.y1) / 2;
        const float x =
            place.x0 + pen_.px(12) + pen_.px(indent()) * static_cast<float>(line.indent);
        const std::string path = "steps/code/" + std::to_string(index);
        const bool lit = is_lit(line);
        if (lit) {
            if (reveals_) reveal(place);
            pen_.fill({place.x0, place.y0, place.x1, place.y1 - 1}, hue().with_alpha(60),
                      pen_.px(3));
            pen_.fill({place.x0, place.y0, place.x0 + pen_.px(3), place.y1 - 1}, hue());
        }
        const std::string value = variable_text(line);
        const float room = value.empty() ? place.x1 : place.x1 - value_width(value) - pen_.px(10);
        pen_.list()->PushClipRect({place.x0, place.y0}, {room, place.y1}, true);
        code_line(pen_, mono, {x, middle}, lit ? theme.text : theme.quiet, line.text);
        pen_.list()->PopClipRect();
        context_.names.record(path, place, without_marks(line.text) + (lit ? " <" : ""));
        if (value.empty()) return;
        pen_.text_in(mono, {place.x0, place.y0, place.x1 - pen_.px(4), place.y1}, Align::kRight,
                     hue(), value);
        context_.names.record("steps/variable/" + value_name(line), place, value);
    }

    float value_width(const std::string& value) const {
        return text_size(pen_.look().fonts.small_mono, value).x;
    }

    static std::string value_name(const CodeLine& line) {
        if (line.moment == CodeMoment::kFinish) return "number";
        return line.variable.empty() ? "term" : line.variable;
    }

    /// "y = 40", "total = +0.1980".
    std::string variable_text(const CodeLine& line) const {
        if (view_ == nullptr || !view_->outer) return "";
        if (line.moment == CodeMoment::kTerm) return sum_text(line);
        if (line.moment == CodeMoment::kFinish) return is_lit(line) ? number_text() : "";
        if (line.variable.empty()) return "";
        const auto index = step_index(results_, *view_, line);
        return index ? line.variable + " = " + index_text(results_, phase_, line, *index) : "";
    }

    /// "+ 0.5 · 1    total = +0.5000"; where gradients are spread, what is added.
    std::string sum_text(const CodeLine& line) const {
        if (is_to_guess(context_, number_made()))
            return line.variable.empty() ? "" : total_name(line) + " = ?";
        const std::string term = term_text();
        if (!view_->total) return term;
        // The loops divide a mean's sum in their last line.
        const float undivided =
            phase_.kind == PhaseKind::kLoss ? *view_->total : *view_->total * view_->divisor;
        return (term.empty() ? "" : term + "    ") + total_name(line) + " = " +
               format_signed(undivided);
    }

    std::string total_name(const CodeLine& line) const {
        return phase_.kind == PhaseKind::kLoss ? "L" : line.variable;
    }

    /// "R[3, 4] = +3.0000", when it is complete.
    std::string number_text() const {
        const bool guessed = is_to_guess(context_, number_made());
        return name(*view_->outer) + " = " + (guessed ? "?" : format_signed(*view_->total));
    }

    std::string name(const NumberRef& ref) const {
        return without_marks(name_of(results_, letters_of(results_.scene, results_.plan), ref));
    }

    /// One of those that the phase makes.
    NumberRef number_made() const {
        switch (phase_.kind) {
            case PhaseKind::kOutput:
                return {NumberRef::Kind::kValue, phase_.map, 0, {}};
            case PhaseKind::kLoss:
                return {NumberRef::Kind::kLoss, 0, 0, {}};
            case PhaseKind::kGradWeights:
                return {NumberRef::Kind::kGradWeight, 0, phase_.stage, {}};
            case PhaseKind::kLossGradient:
            case PhaseKind::kGradInput:
                break;
        }
        return {NumberRef::Kind::kGradient, phase_.map, 0, {}};
    }

    /// Whether a factor of the phase's products is still veiled by "predict first".
    bool reads_what_is_to_guess() const {
        const NumberRef value{NumberRef::Kind::kValue, phase_.stage, 0, {}};
        const NumberRef output{NumberRef::Kind::kValue, phase_.map, 0, {}};
        const NumberRef gradient{NumberRef::Kind::kGradient, phase_.stage + 1, 0, {}};
        switch (phase_.kind) {
            case PhaseKind::kOutput:
                return is_to_guess(context_, value);
            case PhaseKind::kLoss:
            case PhaseKind::kLossGradient:
                return is_to_guess(context_, output);
            case PhaseKind::kGradWeights:
                return is_to_guess(context_, value) || is_to_guess(context_, gradient);
            case PhaseKind::kGradInput:
                break;
        }
        return is_to_guess(context_, gradient);
    }

    /// The last product that was done, or what a maximum was compared with.
    std::string term_text() const {
        const bool narrow = width(rect_) < pen_.px(kNarrow);  // The line itself needs the room.
        if (narrow || context_.transport.settings.grain != StepGrain::kProduct ||
            reads_what_is_to_guess())
            return "";
        if (phase_.order == WalkOrder::kByOutput)
            return view_->added ? product_text(*view_->added) : "";
        const bool partly = view_->terms_done < view_->term_count;
        if (!partly || !view_->term) return "";
        if (view_->reduction != Reduction::kMaximum) return product_text(*view_->term);
        if (view_->term->in_padding) return "padding: no candidate";
        return name(factors_of(results_, *view_->outer, *view_->term).a) + " = " +
               format_brief(view_->term->a);
    }

    static std::string factor_text(float value) {
        const std::string text = format_brief(value);
        return value < 0 ? "(" + text + ")" : text;
    }

    static std::string product_text(const Term& term) {
        if (term.in_padding) return "padding: + 0";
        const std::string divided = term.divisor == 1 ? "" : " / " + format_brief(term.divisor);
        return "+ " + factor_text(term.a) + divided + " · " + factor_text(term.b);
    }

    const ViewContext& context_;
    const Results& results_;
    const StepView* view_;
    StepPhase phase_;
    PixelRect rect_;
    bool reveals_;
    Pen pen_;
};

}  // namespace

float draw_step_code(const ViewContext& context, const PixelRect& rect, bool reveals) {
    return Code(context, rect, reveals).draw();
}

float draw_step_notes(const ViewContext& context, const PixelRect& rect) {
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    ImFont* font = pen.look().fonts.small_text;
    float y = rect.y0;
    for (const std::string_view note : kNotes) {
        pen.text(font, {rect.x0, y}, pen.theme().warning, "≠");
        y = formula_text(pen, font, {rect.x0 + pen.px(16), y, rect.x1, y}, pen.theme().text, note) +
            pen.px(4);
    }
    context.names.record("steps/note", {rect.x0, rect.y0, rect.x1, y}, std::string(kNotes[0]));
    return y;
}

}  // namespace convscope::app
