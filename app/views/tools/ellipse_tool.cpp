#include <array>
#include <cmath>
#include <numbers>

#include "app/views/tools/tool.hpp"
#include "core/scene/shapes.hpp"

namespace convscope::app {
namespace {

TiledImage paint(const TiledImage& start, const PaintSettings& settings, BrushPoint from,
                 BrushPoint to) {
    return paint_ellipse(start, settings.brush, pixels_between(from, to), settings.filled);
}

void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    constexpr std::size_t kPoints = 40;
    const IconPen icon(pen, rect, ink);
    std::array<ImVec2, kPoints> points;
    for (std::size_t i = 0; i < kPoints; ++i) {
        const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / kPoints;
        points[i] = icon.at(9.5f * std::cos(angle), 6.8f * std::sin(angle));
    }
    icon.list()->AddPolyline(points.data(), kPoints, icon.packed(), ImDrawFlags_Closed,
                             icon.length(1.8f));
}

}  // namespace

ToolInfo ellipse_tool() {
    return {.id = "ellipse",
            .label = "Ellipse",
            .key_name = "O",
            .key = Key::kO,
            .tooltip =
                "drag from corner to corner of the box around it. With Shift it is a "
                "circle. Esc drops it.",
            .draw_icon = draw_icon,
            .begin =
                [](const TiledImage& start, const PaintSettings& settings, BrushPoint first) {
                    return paint_between(start, settings, first, paint, constrained_to_square);
                },
            .undo_label = "Ellipse",
            .uses_size = true,
            .uses_filled = true};
}

}  // namespace convscope::app
