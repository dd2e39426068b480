#include <algorithm>
#include <array>

#include "app/views/step_parts.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "app/widgets/weight_grid.hpp"

namespace convscope::app {
namespace {

using Kind = StepPhase::Kind;

constexpr float kIndent = 18, kNarrowIndent = 9, kNarrow = 400, kWidest = 640;  // At scale 1.

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

/// "r" for a channel of a colour picture, else counted from 1; other indices as they are.
std::string index_text(const Results& results, const StepPhase& phase, const CodeLine& line,
                       int value) {
    const char letter = line.variable.front();
    if (letter != 'c' && letter != 'k') return std::to_string(value);
    const bool reads_picture = phase.stage == 0 && letter == 'c';
    const int channels = results.plan.shapes.front().c;
    if (reads_picture && channels == 3) return channel_name(value, channels);
    return std::to_string(value + 1);
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
        for (const CodeLine& line : step_code(results_, phase_)) {
            const PixelRect place{rect_.x0, y, rect_.x1, y + pen_.px(kLine)};
            draw_line(line, place, index++);
            y = place.y1;
        }
        return y;
    }

  private:
    static constexpr float kLine = 17;

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
        formula_line(pen_, mono, {x, middle}, lit ? theme.text : theme.quiet, line.text);
        pen_.list()->PopClipRect();
        context_.names.record(path, place, without_marks(line.text) + (lit ? " <" : ""));
        if (value.empty()) return;
        pen_.text_in(mono, {place.x0, place.y0, place.x1 - pen_.px(4), place.y1}, Align::kRight,
                     hue(), value);
        context_.names.record("steps/variable/" + line.variable, place, value);
    }

    float value_width(const std::string& value) const {
        return text_size(pen_.look().fonts.small_mono, value).x;
    }

    /// "y = 40", "total = +0.1980".
    std::string variable_text(const CodeLine& line) const {
        if (view_ == nullptr || !view_->outer || line.variable.empty()) return "";
        if (line.variable.size() > 1) {
            if (!view_->total || line.moment != CodeMoment::kTerm) return "";
            const std::string name = phase_.kind == Kind::kLoss ? "L" : line.variable;
            const std::string term = term_text();
            return (term.empty() ? "" : term + "    ") + name + " = " +
                   format_signed(*view_->total);
        }
        const auto index = step_index(results_, *view_, line);
        return index ? line.variable + " = " + index_text(results_, phase_, line, *index) : "";
    }

    /// The last product that was done.
    std::string term_text() const {
        const bool partly = view_ != nullptr && view_->terms_done < view_->term_count;
        const bool narrow = width(rect_) < pen_.px(kNarrow);  // The line itself needs the room.
        if (narrow || !partly || !view_->term ||
            context_.transport.settings.grain != StepGrain::kProduct)
            return "";
        const Term& term = *view_->term;
        if (term.in_padding) return "padding: + 0";
        float a = term.a, b = term.b;
        if (phase_.order == WalkOrder::kByOutput) {  // The gradient meets what the output read.
            const float gradient = number_at(results_, *view_->outer);
            b = phase_.kind == Kind::kGradWeights ? term.a : term.b;
            a = gradient;
        }
        const std::string divided = term.divisor == 1 ? "" : " / " + format_brief(term.divisor);
        return "+ " + format_brief(a) + divided + " · " + format_brief(b);
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
