#include "app/widgets/names.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

namespace convscope::app {
namespace {

PixelRect last_item_rect() {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    return {low.x, low.y, high.x, high.y};
}

PixelRect visible_part(PixelRect rect) {
    const ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 low = list->GetClipRectMin(), high = list->GetClipRectMax();
    const PixelRect part{std::max(rect.x0, low.x), std::max(rect.y0, low.y),
                         std::min(rect.x1, high.x), std::min(rect.y1, high.y)};
    return part.empty() ? PixelRect{} : part;
}

/// Scrolls the current window so that the rectangle's centre is in its middle, where it can.
void scroll_to(PixelRect rect) {
    const ImVec2 window = ImGui::GetWindowPos();
    ImGui::SetScrollFromPosX((rect.x0 + rect.x1) / 2 - window.x, 0.5f);
    ImGui::SetScrollFromPosY((rect.y0 + rect.y1) / 2 - window.y, 0.5f);
}

bool same(PixelRect a, PixelRect b) {
    return a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 && a.y1 == b.y1;
}

}  // namespace

void WidgetNames::end_frame() {
    std::swap(last_, current_);
    current_.clear();
}

void WidgetNames::store(std::string_view path, NamedWidget widget) {
    widget.visible = visible_part(widget.rect);
    const ImGuiWindow* window = ImGui::GetCurrentWindowRead()->RootWindow;
    widget.in_popup = (window->Flags & ImGuiWindowFlags_Popup) != 0;
    if (!wanted_.empty() && path == wanted_) {
        if (!same(widget.visible, widget.rect)) scroll_to(widget.rect);
        wanted_.clear();
    }
    current_.insert_or_assign(std::string(path), std::move(widget));
}

void WidgetNames::record_item(std::string_view path, std::string text, bool enabled) {
    store(
        path,
        {.rect = last_item_rect(), .text = std::move(text), .enabled = enabled, .clickable = true});
}

void WidgetNames::record(std::string_view path, PixelRect rect, std::string text) {
    store(path, {.rect = rect, .text = std::move(text)});
}

void WidgetNames::record_overlay(std::string_view path, PixelRect rect, std::string text) {
    current_.insert_or_assign(std::string(path),
                              NamedWidget{.rect = rect, .visible = rect, .text = std::move(text)});
}

void WidgetNames::record_map(std::string_view path, PixelRect rect, const MapGeometry& geometry) {
    store(path, {.rect = rect, .map = geometry});
}

const NamedWidget* WidgetNames::find(std::string_view path) const {
    const auto found = last_.find(std::string(path));
    return found == last_.end() ? nullptr : &found->second;
}

const NamedWidget* WidgetNames::find_in_this_frame(std::string_view path) const {
    const auto found = current_.find(std::string(path));
    return found == current_.end() ? nullptr : &found->second;
}

std::vector<std::string> WidgetNames::paths() const {
    std::vector<std::string> all;
    all.reserve(last_.size());
    for (const auto& [path, widget] : last_) all.push_back(path);
    std::ranges::sort(all);
    return all;
}

}  // namespace convscope::app
