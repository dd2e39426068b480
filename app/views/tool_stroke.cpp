#include "app/views/tool_stroke.hpp"

#include <algorithm>
#include <chrono>

#include "app/views/board_frame.hpp"

namespace convscope::app {
namespace {

constexpr double kSlow_s = 0.012;  // Beyond it the next frame of a gesture waits for results.

}  // namespace

ToolStroke::ToolStroke(const ToolInfo& tool, const TiledImage& start, const PaintSettings& settings,
                       BrushPoint first, std::uint64_t gesture)
    : tool_(tool.begin(start, settings, first)),
      gesture_(gesture),
      last_(first),
      constrained_(ImGui::GetIO().KeyShift),
      image_(tool_->extend(first, constrained_)) {}

bool ToolStroke::follow(BrushPoint point, bool shown) {
    const bool constrained = ImGui::GetIO().KeyShift;
    if (point.x != last_.x || point.y != last_.y || constrained != constrained_) pending_ = true;
    last_ = point;
    constrained_ = constrained;
    if (!pending_ || (duration_s_ > kSlow_s && !shown)) return false;
    const auto start = std::chrono::steady_clock::now();
    image_ = tool_->extend(point, constrained);
    duration_s_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    pending_ = false;
    return true;
}

void draw_brush_ring(const BoardFrame& frame, const MapResult& map) {
    const Pen pen = frame.pen();
    const float radius = std::max(
        frame.context.ui.paint.brush.diameter_px / 2 * map.transform.cell_width(), pen.px(2));
    const ImVec2 centre = ImGui::GetIO().MousePos;
    pen.list()->AddCircle(centre, radius + 1, Colour{0, 0, 0, 200}.packed(), 0, pen.px(1.5f));
    pen.list()->AddCircle(centre, radius, Colour{255, 255, 255}.packed(), 0, pen.px(1.2f));
}

}  // namespace convscope::app
