#include "app/widgets/number_field.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

constexpr double kWheelStep = 0.25, kFineStep = 0.01, kDragStep = 0.05;
constexpr float kCharacter = 9, kBoxSides = 6;  // At scale 1.

/// Steps of hundredths leave hundredths: no 0.30000001.
float tidy(double value) {
    return static_cast<float>(std::round(value * 1e4) / 1e4);
}

void draw_box(const Pen& pen, const FieldEditor& editor, std::string_view path,
              const PixelRect& rect, bool hovered) {
    const Theme& theme = pen.theme();
    const bool selected = editor.selected(path);
    pen.fill(rect, hovered ? theme.border : theme.raised, pen.px(3));
    pen.outline(rect, selected ? theme.selection : theme.border, pen.px(3),
                selected ? pen.px(2) : 1);
}

}  // namespace

void draw_edited_text(const Pen& pen, const FieldEditor& editor, std::string_view path,
                      const PixelRect& rect, std::string_view value_text, Colour ink) {
    ImFont* font = pen.look().fonts.small_mono;
    const std::string* typed = editor.typing(path);
    if (typed == nullptr) {
        pen.text_in(font, rect, Align::kCentre, ink, value_text);
        return;
    }
    const Theme& theme = pen.theme();
    const float text_width = text_size(font, *typed).x;
    // A text wider than its cell is shown from its end, where one types.
    const float room = std::max(width(rect), text_width + pen.px(8));
    const PixelRect box{rect.x0, rect.y0, rect.x0 + room, rect.y1};
    pen.fill(box, editor.replaces() ? theme.selection : theme.ground);
    pen.outline(box, theme.selection, 0, pen.px(1.5f));
    const Colour text = editor.replaces() ? theme.selection_text : theme.text;
    pen.text_in(font, box, Align::kCentre, text, *typed);
    const float caret = (box.x0 + box.x1 + text_width) / 2 + pen.px(1);
    if (!editor.replaces())
        pen.line({caret, box.y0 + pen.px(3)}, {caret, box.y1 - pen.px(3)}, text, pen.px(1));
}

NumberFieldResult number_field(const WidgetUi& ui, FieldEditor& editor,
                               const NumberFieldSpec& spec) {
    const std::string shown = std::to_string(spec.value);
    hot_area(ui, spec.path, spec.rect, shown, spec.enabled);
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && spec.enabled) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);

    NumberFieldResult result;
    if (spec.enabled) {
        const NumberChange change = editor.update(
            {.path = spec.path, .value = static_cast<double>(spec.value), .text = shown});
        if (change.value)
            result.value =
                static_cast<int>(std::clamp(*change.value, static_cast<double>(spec.minimum),
                                            static_cast<double>(spec.maximum)));
        if (change.typed) {
            const auto parsed = parse_whole(*change.typed, spec.label);
            if (parsed)
                result.value = *parsed;
            else
                result.message = parsed.error().text();
        }
        result.gesture = change.gesture;
        result.cancelled = change.cancelled;
        if (result.value == spec.value && change.gesture == 0) result.value.reset();
    }

    const Pen pen = ui.pen();
    const Theme& theme = pen.theme();
    draw_box(pen, editor, spec.path, spec.rect, hovered);
    draw_edited_text(pen, editor, spec.path, spec.rect, shown,
                     spec.enabled ? theme.text : theme.quiet);
    tooltip_for_item(ui, spec.tooltip);
    return result;
}

WeightEdit edit_weight(FieldEditor& editor, std::string_view path, float value, bool one_of_many) {
    const std::string text = format_exact(value);
    const NumberChange change = editor.update({.path = path,
                                               .value = static_cast<double>(value),
                                               .step = kWheelStep,
                                               .fine = kFineStep,
                                               .drag_step = kDragStep,
                                               .drag_px = 4,
                                               .text = text,
                                               .one_of_many = one_of_many});
    WeightEdit edit;
    if (change.value) edit.value = tidy(*change.value);
    if (change.typed) {
        const auto parsed = parse_weight(*change.typed);
        if (parsed)
            edit.value = *parsed;
        else
            edit.message = parsed.error().text();
    }
    if (change.value || change.typed || change.cancelled) edit.gesture = change.gesture;
    edit.cancelled = change.cancelled;
    edit.move = change.move;
    edit.copy = change.copy;
    edit.pasted = change.pasted;
    return edit;
}

WeightEdit weight_field(const WidgetUi& ui, FieldEditor& editor, const WeightFieldSpec& spec) {
    hot_area(ui, spec.path, spec.rect, format_exact(spec.value));
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    WeightEdit edit = edit_weight(editor, spec.path, spec.value);
    const Pen pen = ui.pen();
    draw_box(pen, editor, spec.path, spec.rect, hovered);
    const int characters =
        static_cast<int>((width(spec.rect) - pen.px(kBoxSides)) / pen.px(kCharacter));
    draw_edited_text(pen, editor, spec.path, spec.rect, format_fitting(spec.value, characters),
                     pen.theme().text);
    tooltip_for_item(ui, spec.tooltip);
    return edit;
}

}  // namespace convscope::app
