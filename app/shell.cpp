#include "app/shell.hpp"

#include <imgui.h>

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

/// The line between a region and the centre.
void draw_border(Region region, PixelRect place, Colour colour) {
    ImDrawList* list = ImGui::GetForegroundDrawList();
    if (region == Region::kMenuBar)
        list->AddLine({place.x0, place.y1 - 0.5f}, {place.x1, place.y1 - 0.5f}, colour.packed());
    if (region == Region::kToolBar)
        list->AddLine({place.x1 - 0.5f, place.y0}, {place.x1 - 0.5f, place.y1}, colour.packed());
    if (region == Region::kStatusLine)
        list->AddLine({place.x0, place.y0 + 0.5f}, {place.x1, place.y0 + 0.5f}, colour.packed());
}

}  // namespace

Shell::Shell() {
    for (const ViewInfo& info : view_table()) entries_.push_back({info.region, info.make()});
}

void Shell::draw(const ViewContext& context, const WindowRegions& regions) {
    draw_region(Region::kCentre, regions.centre, context);
    draw_region(Region::kToolBar, regions.tool_bar, context);
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
    draw_border(region, place, context.look.theme->border);
    for (const Entry& entry : entries_)
        if (entry.region == region) entry.view->draw(context);
    ImGui::End();
    ImGui::PopStyleVar(menu ? 3 : 2);
}

}  // namespace convscope::app
