#include "app/shell.hpp"

#include <imgui.h>

#include <algorithm>

#include "app/widgets/controls.hpp"
#include "app/widgets/formula_text.hpp"

namespace convscope::app {
namespace {

const char* window_name(Region region) {
    switch (region) {
        case Region::kMenuBar:
            return "##menu_bar";
        case Region::kToolBar:
            return "##tool_bar";
        case Region::kCentre:
            return "##centre";
        case Region::kDrawer:
            return "##drawer";
        case Region::kStatusLine:
            return "##status_line";
    }
    return "##window";
}

ImGuiWindowFlags window_flags(Region region) {
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                             ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                             ImGuiWindowFlags_NoSavedSettings |
                             ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav;
    if (region == Region::kMenuBar) flags |= ImGuiWindowFlags_MenuBar;
    if (region == Region::kCentre) {
        // The clear colour is its ground: filling it again would cost most of a frame in software.
        flags |= ImGuiWindowFlags_NoBackground;
    } else {
        flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    }
    return flags;
}

constexpr float kDrawerTitle = 30, kDrawerEdge = 7;  // Heights at scale 1.

/// Its name on the left, the button that closes it on the right.
void draw_drawer_title(const ViewInfo& info, std::string_view subtitle, const PixelRect& place,
                       const ViewContext& context) {
    const WidgetUi ui{context.look, context.names};
    const Pen pen = ui.pen();
    const std::string path = "drawer/" + std::string(info.id);
    const PixelRect line{place.x0 + pen.px(14), place.y0 + pen.px(4), place.x1 - pen.px(8),
                         place.y0 + pen.px(kDrawerTitle)};
    ImFont* bold = context.look.fonts.bold;
    pen.text_in(bold, line, Align::kLeft, pen.theme().quiet, info.title);
    const float button = height(line) - pen.px(4);
    const PixelRect second{line.x0 + text_size(bold, info.title).x + pen.px(14), line.y0,
                           line.x1 - button - pen.px(6), line.y1};
    formula_line(pen, bold, {second.x0, (second.y0 + second.y1) / 2}, pen.theme().text,
                 shortened(bold, subtitle, width(second)));
    if (!subtitle.empty()) context.names.record(path + "/title", second, std::string(subtitle));
    const std::string tooltip = "Closes this drawer. Key " + std::string(info.key) + ".";
    if (chip(ui, {.path = path + "/close",
                  .rect = {line.x1 - button, line.y0 + pen.px(2), line.x1, line.y1 - pen.px(2)},
                  .text = "×",
                  .tooltip = tooltip}))
        toggle_drawer(context.ui, info.id);
    context.names.record(path, place, std::string(info.title));
}

/// Beside the button that closes a drawer: there is more below what is seen of it.
void draw_more_sign(std::string_view drawer, const PixelRect& place, const ViewContext& context) {
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    const std::string_view text = "more ↓";
    ImFont* font = context.look.fonts.small_text;
    const float right = place.x1 - pen.px(kDrawerTitle + 10), margin = pen.px(6);
    const PixelRect sign{right - text_size(font, text).x - 2 * margin, place.y0 + pen.px(6), right,
                         place.y0 + pen.px(kDrawerTitle - 2)};
    pen.fill(sign, pen.theme().raised, pen.px(4));
    pen.text_in(font, sign, Align::kCentre, pen.theme().text, text);
    context.names.record("drawer/" + std::string(drawer) + "/more", sign, std::string(text));
}

/// The upper edge of all drawers, which a drag moves.
void draw_drawer_edge(const PixelRect& drawers, const ViewContext& context) {
    const float thick = context.look.px(kDrawerEdge);
    const WidgetUi ui{context.look, context.names};
    hover_area(ui, "drawer/edge", {drawers.x0, drawers.y0, drawers.x1, drawers.y0 + thick});
    const bool lit = ImGui::IsItemHovered() || ImGui::IsItemActive();
    if (lit) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    if (ImGui::IsItemActive()) {
        const float middle = ImGui::GetIO().MousePos.y - thick / 2;
        const float wanted = (drawers.y1 - middle) / context.look.scale;
        context.ui.drawers_height = std::max(wanted, kLeastDrawersHeight);
        context.ui.drawers_dragged = true;
    }
    tooltip_for_item(ui, "Drag to make the drawers higher or lower.");
    const Theme& theme = *context.look.theme;
    ImGui::GetWindowDrawList()->AddLine(
        {drawers.x0, drawers.y0 + 0.5f}, {drawers.x1, drawers.y0 + 0.5f},
        (lit ? theme.selection : theme.border).packed(), lit ? context.look.px(3) : 1);
}

/// The line between a region and the centre, in the region's own window: below menus and dialogs.
void draw_border(Region region, PixelRect place, Colour colour) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect({place.x0, place.y0}, {place.x1, place.y1});
    if (region == Region::kMenuBar)
        list->AddLine({place.x0, place.y1 - 0.5f}, {place.x1, place.y1 - 0.5f}, colour.packed());
    if (region == Region::kToolBar)
        list->AddLine({place.x1 - 0.5f, place.y0}, {place.x1 - 0.5f, place.y1}, colour.packed());
    if (region == Region::kStatusLine)
        list->AddLine({place.x0, place.y0 + 0.5f}, {place.x1, place.y0 + 0.5f}, colour.packed());
    list->PopClipRect();
}

}  // namespace

Shell::Shell() {
    for (const ViewInfo& info : view_table()) entries_.push_back({&info, info.make()});
}

void Shell::draw(const ViewContext& context, const WindowRegions& regions) {
    draw_region(Region::kCentre, regions.centre, context);
    draw_region(Region::kToolBar, regions.tool_bar, context);
    draw_drawers(regions.drawers, context);
    draw_region(Region::kStatusLine, regions.status_line, context);
    draw_region(Region::kMenuBar, regions.menu_bar, context);
}

void Shell::draw_region(Region region, PixelRect place, const ViewContext& context) {
    if (place.empty()) return;
    const float height = place.y1 - place.y0;
    const bool menu = region == Region::kMenuBar;
    ImGui::SetNextWindowPos({place.x0, place.y0});
    ImGui::SetNextWindowSize({place.x1 - place.x0, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    if (menu) {  // as high as the region
        const ImVec2 padding = ImGui::GetStyle().FramePadding;
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                            {padding.x, (height - ImGui::GetFontSize()) / 2});
    }
    ImGui::Begin(window_name(region), nullptr, window_flags(region));
    for (const Entry& entry : entries_)
        if (entry.info->region == region) entry.view->draw(context);
    draw_border(region, place, context.look.theme->border);
    ImGui::End();
    ImGui::PopStyleVar(menu ? 3 : 2);
}

void Shell::draw_drawers(PixelRect place, const ViewContext& context) {
    if (place.empty()) return;
    std::vector<const Entry*> open;
    for (const Entry& entry : entries_)
        if (entry.info->region == Region::kDrawer &&
            context.ui.open_drawers.contains(std::string(entry.info->id)))
            open.push_back(&entry);
    ImGui::SetNextWindowPos({place.x0, place.y0});
    ImGui::SetNextWindowSize({width(place), height(place)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin(window_name(Region::kDrawer), nullptr, window_flags(Region::kDrawer));
    draw_drawer_edge(place, context);
    const float each = width(place) / static_cast<float>(std::max<std::size_t>(1, open.size()));
    float x = place.x0;
    for (const Entry* entry : open) {
        draw_drawer(*entry, {x, place.y0 + context.look.px(kDrawerEdge), x + each, place.y1},
                    context);
        x += each;
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
}

void Shell::draw_drawer(const Entry& entry, PixelRect place, const ViewContext& context) {
    draw_drawer_title(*entry.info, entry.view->subtitle(context), place, context);
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    const float left = place.x0 + pen.px(14), top = place.y0 + pen.px(kDrawerTitle) + pen.px(2);
    ImGui::SetCursorScreenPos({left, top});
    const std::string id = "##drawer_" + std::string(entry.info->id);
    if (ImGui::BeginChild(id.c_str(), {place.x1 - left - pen.px(4), place.y1 - top - pen.px(4)},
                          false, ImGuiWindowFlags_NoNav))
        entry.view->draw(context);
    const bool has_more = ImGui::GetScrollMaxY() - ImGui::GetScrollY() > pen.px(6);
    ImGui::EndChild();
    if (has_more) draw_more_sign(entry.info->id, place, context);
}

}  // namespace convscope::app
