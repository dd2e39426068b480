#include <algorithm>
#include <array>

#include "app/views/key_table.hpp"
#include "app/views/step_parts.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

constexpr float kButton = 28;  // At scale 1.

/// What a button shows: triangles that point left or right, and upright bars.
enum class Icon { kStart, kBack, kPlay, kPause, kForward, kEnd };

void triangle(const Pen& pen, float x, float middle, float way, Colour colour) {
    const float half = pen.px(5);
    pen.list()->AddTriangleFilled({x, middle - half}, {x, middle + half}, {x + way, middle},
                                  colour.packed());
}

void bar(const Pen& pen, float x, float middle, Colour colour) {
    pen.fill({x - pen.px(1), middle - pen.px(5), x + pen.px(1), middle + pen.px(5)}, colour);
}

void draw_icon(const Pen& pen, const PixelRect& rect, Icon icon, Colour colour) {
    const float x = (rect.x0 + rect.x1) / 2, y = (rect.y0 + rect.y1) / 2, way = pen.px(8);
    const float half = way / 2;
    switch (icon) {
        case Icon::kPlay:
            return triangle(pen, x - half, y, way, colour);
        case Icon::kPause:
            bar(pen, x - pen.px(3), y, colour);
            return bar(pen, x + pen.px(3), y, colour);
        case Icon::kForward:
            triangle(pen, x - pen.px(2), y, way, colour);
            return bar(pen, x - pen.px(6), y, colour);
        case Icon::kBack:
            triangle(pen, x + pen.px(2), y, -way, colour);
            return bar(pen, x + pen.px(6), y, colour);
        case Icon::kEnd:
            triangle(pen, x - pen.px(9), y, way, colour);
            triangle(pen, x - pen.px(2), y, way, colour);
            return bar(pen, x + pen.px(7), y, colour);
        case Icon::kStart:
            triangle(pen, x + pen.px(9), y, -way, colour);
            triangle(pen, x + pen.px(2), y, -way, colour);
            return bar(pen, x - pen.px(7), y, colour);
    }
}

struct StepButton {
    std::string_view id, key, tooltip;
    Icon icon;
    StepAction action;
};

std::array<StepButton, 5> step_buttons(bool playing) {
    using Way = StepMoveAction::Way;
    return {
        {{"start", "step_start", "To the start: nothing is computed yet.", Icon::kStart,
          StepMoveAction{Way::kStart}},
         {"back", "step_back", "One step back.", Icon::kBack, StepMoveAction{Way::kBack}},
         {"play", "step_play",
          playing ? "Pauses." : "Plays: forward through every layer, the loss, and back.",
          playing ? Icon::kPause : Icon::kPlay, StepPlayAction{}},
         {"forward", "step_forward", "One step on.", Icon::kForward, StepMoveAction{Way::kForward}},
         {"end", "step_end", "To the end: the instant answer.", Icon::kEnd,
          StepMoveAction{Way::kEnd}}}};
}

/// The segments of the bar.
class Bar {
  public:
    Bar(const ViewContext& context, const PixelRect& rect)
        : context_(context),
          walk_(*context.transport.walk),
          rect_(rect),
          pen_(ImGui::GetWindowDrawList(), context.look) {}

    void draw() const {
        const WidgetUi ui{context_.look, context_.names};
        hot_area(ui, "steps/bar", rect_, step_place(context_.transport));
        const bool hovered = ImGui::IsItemHovered(), dragged = ImGui::IsItemActive();
        for (std::size_t i = 0; i < count(); ++i) draw_segment(i);
        draw_symbols();
        draw_handle();
        const float mouse = ImGui::GetIO().MousePos.x;
        if (dragged) seek(mouse);
        if (hovered) tooltip_for_item(ui, hint(phase_at(mouse)));
    }

  private:
    std::size_t count() const { return walk_.phases().size(); }
    float segment() const { return width(rect_) / static_cast<float>(count()); }
    PixelRect segment_of(std::size_t i) const {
        const float x = rect_.x0 + segment() * static_cast<float>(i);
        return {x, rect_.y0, x + segment() - pen_.px(1), rect_.y1};
    }
    std::size_t phase_at(float x) const {
        const float place =
            std::clamp((x - rect_.x0) / segment(), 0.0f, static_cast<float>(count()) - 0.001f);
        return static_cast<std::size_t>(place);
    }

    void draw_segment(std::size_t i) const {
        const StepPhase& phase = walk_.phases()[i];
        const Theme& theme = pen_.theme();
        const PixelRect place = segment_of(i);
        const Colour hue = phase.is_backward() ? theme.backward : theme.forward;
        pen_.fill(place, theme.raised, pen_.px(3));
        const float done = width(place) * done_of(i);
        if (done > 0)
            pen_.fill({place.x0, place.y0, place.x0 + done, place.y1}, hue.with_alpha(90),
                      pen_.px(3));
        pen_.fill({place.x0, place.y1 - pen_.px(3), place.x1, place.y1},
                  done > 0 ? hue : theme.border);
        context_.names.record("steps/phase/" + phase_name(walk_.results(), phase), place,
                              phase_symbol(walk_.results(), phase));
    }

    /// Where a segment's symbol has its place: in its middle, over its edges where it is narrow.
    PixelRect symbol_place(std::size_t i) const {
        const PixelRect place = segment_of(i);
        const std::string symbol = phase_symbol(walk_.results(), walk_.phases()[i]);
        const float wide = pen_.formula_width(pen_.look().fonts.small_text, symbol);
        const float x = std::clamp((place.x0 + place.x1 - wide) / 2, rect_.x0,
                                   std::max(rect_.x0, rect_.x1 - wide));
        return {x, place.y0, x + wide, place.y1};
    }

    /// The current phase's one always; of the others those that have room, from left to right.
    void draw_symbols() const {
        const StepView* view = context_.transport.view;
        const std::size_t current = view == nullptr ? count() : view->position.phase;
        const float gap = pen_.px(4);
        const PixelRect taken = current < count() ? symbol_place(current) : PixelRect{};
        float free = rect_.x0;
        for (std::size_t i = 0; i < count(); ++i) {
            const PixelRect place = symbol_place(i);
            const bool hits =
                i != current && place.x0 < taken.x1 + gap && place.x1 > taken.x0 - gap;
            if (i != current && (place.x0 < free || hits)) continue;
            draw_symbol(i, place);
            free = place.x1 + gap;
        }
    }

    void draw_symbol(std::size_t i, const PixelRect& place) const {
        const StepPhase& phase = walk_.phases()[i];
        const std::string symbol = phase_symbol(walk_.results(), phase);
        pen_.formula(pen_.look().fonts.small_text,
                     {place.x0, (place.y0 + place.y1) / 2 - pen_.px(1)}, pen_.theme().text, symbol);
        context_.names.record("steps/symbol/" + phase_name(walk_.results(), phase), place, symbol);
    }

    /// How much of a phase is done.
    float done_of(std::size_t i) const {
        const StepView* view = context_.transport.view;
        if (view == nullptr || i > view->position.phase) return 0;
        if (i < view->position.phase) return 1;
        return static_cast<float>(walk_.fraction_of(view->position));
    }

    void draw_handle() const {
        const StepView* view = context_.transport.view;
        if (view == nullptr) return;
        const PixelRect place = segment_of(view->position.phase);
        const float x = place.x0 + width(place) * done_of(view->position.phase);
        pen_.fill({x - pen_.px(1.5f), rect_.y0 - pen_.px(2), x + pen_.px(1.5f), rect_.y1},
                  pen_.theme().text);
    }

    void seek(float x) const {
        const std::size_t phase = phase_at(x);
        const PixelRect place = segment_of(phase);
        const double fraction =
            std::clamp(static_cast<double>((x - place.x0) / width(place)), 0.0, 1.0);
        // The ends of the bar are the ends of the walk, however small the last pixel is.
        const bool last = x >= rect_.x1 - pen_.px(2);
        context_.actions.emplace_back(StepAction(StepSeekAction{phase, last ? 1 : fraction}));
    }

    std::string hint(std::size_t i) const {
        const StepPhase& phase = walk_.phases()[i];
        const std::string noun(outer_noun(walk_.results(), phase));
        return phase_quantity(walk_.results(), phase) + ": " +
               with_thousands(std::to_string(phase.cells)) + " " + noun +
               (phase.cells == 1 ? "" : "s") + ".\nClick or drag to go there. Keys " +
               keys_of("step_previous_phase") + " and " + keys_of("step_next_phase") +
               " go from phase to phase.";
    }

    const ViewContext& context_;
    const StepWalk& walk_;
    PixelRect rect_;
    Pen pen_;
};

}  // namespace

float step_buttons_width(const Look& look) {
    return 5 * look.px(kButton);
}

void draw_step_buttons(const ViewContext& context, const PixelRect& rect) {
    const WidgetUi ui{context.look, context.names};
    const Pen pen = ui.pen();
    const Theme& theme = pen.theme();
    float x = rect.x0;
    for (const StepButton& button : step_buttons(context.transport.playing)) {
        const PixelRect place{x, rect.y0, x + pen.px(kButton - 2), rect.y1};
        x += pen.px(kButton);
        const bool plays = button.icon == Icon::kPlay || button.icon == Icon::kPause;
        if (hot_area(ui, "steps/" + std::string(button.id), place,
                     button.icon == Icon::kPause ? "playing" : ""))
            context.actions.emplace_back(button.action);
        const bool lit = ImGui::IsItemHovered();
        pen.fill(place, plays ? theme.selection : lit ? theme.border : theme.raised, pen.px(5));
        draw_icon(pen, place, button.icon, plays ? theme.selection_text : theme.text);
        tooltip_for_item(ui, std::string(button.tooltip) + key_hint(button.key));
    }
}

void draw_step_bar(const ViewContext& context, const PixelRect& rect) {
    if (width(rect) > context.look.px(20)) Bar(context, rect).draw();
}

}  // namespace convscope::app
