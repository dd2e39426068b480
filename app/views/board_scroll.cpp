#include "app/views/board_scroll.hpp"

#include <imgui.h>

#include <algorithm>

namespace convscope::app {
namespace {

/// How far to scroll so that [first, last] is inside the window; its start where it is longer.
float missing(float first, float last, float low, float high) {
    if (last > high) return std::min(last - high, first - low);
    return std::min(0.0f, first - low);
}

}  // namespace

void bring_into_sight(const PixelRect& place, float margin) {
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const float x = missing(place.x0 - margin, place.x1 + margin, corner.x, corner.x + size.x);
    const float y = missing(place.y0 - margin, place.y1 + margin, corner.y, corner.y + size.y);
    if (x != 0) ImGui::SetScrollX(std::max(0.0f, ImGui::GetScrollX() + x));
    if (y != 0) ImGui::SetScrollY(std::max(0.0f, ImGui::GetScrollY() + y));
}

}  // namespace convscope::app
