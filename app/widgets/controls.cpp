#include "app/widgets/controls.hpp"

#include <algorithm>
#include <string>

namespace convscope::app {
namespace {

constexpr float kChipGap = 5;  // At scale 1.

float row_width(const WidgetUi& ui, std::span<const ChipChoice> choices) {
    float sum = 0;
    for (const ChipChoice& choice : choices)
        sum += chip_width(ui, choice.text) + ui.look.px(kChipGap);
    return sum;
}

/// First and last (excluded) of the choices on the page that shows `on`.
struct Page {
    std::size_t first = 0, last = 0;
};
Page page_around(const WidgetUi& ui, float room, std::span<const ChipChoice> choices, int on) {
    const auto shown = static_cast<std::size_t>(std::max(on, 0));
    Page page;
    while (page.last <= shown) {
        page.first = page.last;
        float used = 0;
        do {
            used += chip_width(ui, choices[page.last].text) + ui.look.px(kChipGap);
            ++page.last;
        } while (page.last < choices.size() &&
                 used + chip_width(ui, choices[page.last].text) <= room);
    }
    return page;
}

bool invisible_button(std::string_view path, const PixelRect& rect) {
    ImGui::SetCursorScreenPos({rect.x0, rect.y0});
    const ImVec2 size{std::max(1.0f, width(rect)), std::max(1.0f, height(rect))};
    return ImGui::InvisibleButton(std::string(path).c_str(), size);
}

}  // namespace

std::optional<int> chip_row(const WidgetUi& ui, const PixelRect& rect,
                            std::span<const ChipChoice> choices, int on) {
    const float gap = ui.look.px(kChipGap), arrow = chip_width(ui, "<");
    std::optional<int> pressed;
    float x = rect.x0;
    const auto draw = [&](const ChipChoice& choice, int index, bool is_on) {
        const float right = x + chip_width(ui, choice.text);
        if (chip(ui, {.path = choice.path,
                      .rect = {x, rect.y0, right, rect.y1},
                      .text = choice.text,
                      .tooltip = choice.tooltip,
                      .on = is_on}))
            pressed = index;
        x = right + gap;
    };
    const int count = static_cast<int>(choices.size());
    Page page{0, choices.size()};
    const bool paged = row_width(ui, choices) - gap > width(rect) + 1;
    if (paged) {
        page = page_around(ui, width(rect) - 2 * (arrow + gap), choices, on);
        const int before = std::max(0, static_cast<int>(page.first) - 1);
        draw({choices.front().path + "/before", "<", "Those before."}, before, false);
    }
    for (std::size_t i = page.first; i < page.last; ++i)
        draw(choices[i], static_cast<int>(i), static_cast<int>(i) == on);
    if (paged)
        draw({choices.front().path + "/after", ">", "Those after."},
             std::min(count - 1, static_cast<int>(page.last)), false);
    return pressed;
}

bool hot_area(const WidgetUi& ui, std::string_view path, const PixelRect& rect,
              std::string_view text, bool enabled) {
    const bool pressed = invisible_button(path, rect) && enabled;
    ui.names.record_item(path, std::string(text), enabled);
    return pressed;
}

void hover_area(const WidgetUi& ui, std::string_view path, const PixelRect& rect,
                std::string_view text) {
    invisible_button(path, rect);
    ui.names.record(path, rect, std::string(text));
}

void show_tooltip(const WidgetUi& ui, std::string_view text) {
    if (text.empty()) return;
    ImGui::PushFont(ui.look.fonts.small_text);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.look.px(10), ui.look.px(7)});
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(ui.look.px(340));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    const ImVec2 low = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    ui.names.record("tooltip", {low.x, low.y, low.x + size.x, low.y + size.y}, std::string(text));
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
    ImGui::PopFont();
}

void tooltip_for_item(const WidgetUi& ui, std::string_view text) {
    if (!text.empty() && ImGui::IsItemHovered() && !ImGui::IsMouseDown(ImGuiMouseButton_Left))
        show_tooltip(ui, text);
}

float chip_width(const WidgetUi& ui, std::string_view text) {
    return text_size(ui.look.fonts.small_mono, text).x + ui.look.px(14);
}

bool chip(const WidgetUi& ui, const ControlSpec& spec) {
    const bool pressed = hot_area(ui, spec.path, spec.rect, spec.text, spec.enabled);
    const Pen pen = ui.pen();
    const Theme& theme = pen.theme();
    const bool hovered = ImGui::IsItemHovered() && spec.enabled;
    const Colour ground = spec.on ? theme.selection : hovered ? theme.border : theme.raised;
    pen.fill(spec.rect, ground, pen.px(4));
    if (!spec.on) pen.outline(spec.rect, theme.border, pen.px(4));
    const Colour ink = spec.on         ? theme.selection_text
                       : !spec.enabled ? theme.border
                       : hovered       ? theme.text
                                       : theme.quiet;
    pen.text_in(ui.look.fonts.small_mono, spec.rect, Align::kCentre, ink, spec.text);
    tooltip_for_item(ui, spec.tooltip);
    return pressed;
}

bool toggle_switch(const WidgetUi& ui, const ControlSpec& spec) {
    const bool pressed = hot_area(ui, spec.path, spec.rect, spec.on ? "on" : "off", spec.enabled);
    const Pen pen = ui.pen();
    const Theme& theme = pen.theme();
    const float radius = pen.px(6), length = pen.px(22);
    const float middle = (spec.rect.y0 + spec.rect.y1) / 2;
    const PixelRect track{spec.rect.x0, middle - radius, spec.rect.x0 + length, middle + radius};
    const bool hovered = ImGui::IsItemHovered();
    pen.fill(track, spec.on ? theme.selection : hovered ? theme.quiet : theme.border, radius);
    const float knob = spec.on ? track.x1 - radius : track.x0 + radius;
    pen.list()->AddCircleFilled({knob, middle}, radius - pen.px(2),
                                (spec.on ? theme.selection_text : theme.panel).packed());
    if (!spec.text.empty()) {
        const PixelRect beside{track.x1 + pen.px(6), spec.rect.y0, spec.rect.x1, spec.rect.y1};
        pen.text_in(ui.look.fonts.small_text, beside, Align::kLeft, theme.quiet, spec.text);
    }
    tooltip_for_item(ui, spec.tooltip);
    return pressed;
}

bool begin_choice(const WidgetUi& ui, const ControlSpec& spec) {
    const std::string popup = std::string(spec.path) + "##list";
    const bool open = ImGui::IsPopupOpen(popup.c_str());
    const bool pressed = hot_area(ui, spec.path, spec.rect, spec.text, spec.enabled);
    const Pen pen = ui.pen();
    const Theme& theme = pen.theme();
    const bool lit = (ImGui::IsItemHovered() && spec.enabled) || open;
    const Colour ink = lit ? theme.selection_text : theme.text;
    pen.fill(spec.rect, lit ? theme.selection : theme.raised, pen.px(4));
    pen.outline(spec.rect, theme.border, pen.px(4));

    const float mark = pen.px(3.5f), x = spec.rect.x1 - pen.px(9),
                y = (spec.rect.y0 + spec.rect.y1) / 2;
    pen.list()->AddTriangleFilled({x - mark, y - mark * 0.6f}, {x + mark, y - mark * 0.6f},
                                  {x, y + mark * 0.8f}, (lit ? ink : theme.quiet).packed());
    const PixelRect inside{spec.rect.x0 + pen.px(7), spec.rect.y0, x - pen.px(6), spec.rect.y1};
    ImFont* font = ui.look.fonts.small_text;
    pen.text_in(font, inside, Align::kLeft, ink, shortened(font, spec.text, width(inside)));
    if (!open) tooltip_for_item(ui, spec.tooltip);

    if (pressed) ImGui::OpenPopup(popup.c_str());
    ImGui::SetNextWindowPos({spec.rect.x0, spec.rect.y1 + pen.px(2)}, ImGuiCond_Appearing);
    return ImGui::BeginPopup(popup.c_str());
}

void choice_heading(const WidgetUi& ui, std::string_view text) {
    ImGui::PushFont(ui.look.fonts.small_text);
    ImGui::PushStyleColor(ImGuiCol_Text, ui.look.theme->quiet.packed());
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

bool choice_item(const WidgetUi& ui, const ControlSpec& spec) {
    const std::string label = std::string(spec.text) + "##" + std::string(spec.path);
    const std::string key(spec.key);
    const bool chosen =
        ImGui::MenuItem(label.c_str(), key.empty() ? nullptr : key.c_str(), spec.on, spec.enabled);
    ui.names.record_item(spec.path, spec.on ? "on" : "", spec.enabled);
    tooltip_for_item(ui, spec.tooltip);
    return chosen;
}

void end_choice() {
    ImGui::EndPopup();
}

void draw_card(const Pen& pen, const PixelRect& rect) {
    pen.fill(rect, pen.theme().panel, pen.px(7));
    pen.outline(rect, pen.theme().border, pen.px(7));
}

}  // namespace convscope::app
