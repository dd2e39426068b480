#include "app/views/tools/tool.hpp"
#include "core/scene/shapes.hpp"

namespace convscope::app {
namespace {

TiledImage paint(const TiledImage& start, const PaintSettings& settings, BrushPoint from,
                 BrushPoint to) {
    return paint_rectangle(start, settings.brush, pixels_between(from, to), settings.filled);
}

void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    pen.outline(icon.box(-9, -6.5f, 9, 6.5f), ink, 0, icon.length(1.8f));
}

}  // namespace

ToolInfo rectangle_tool() {
    return {.id = "rectangle",
            .label = "Rectangle",
            .key_name = "R",
            .key = Key::kR,
            .tooltip = "drag from corner to corner. With Shift it is a square. Esc drops it.",
            .draw_icon = draw_icon,
            .begin =
                [](const TiledImage& start, const PaintSettings& settings, BrushPoint first) {
                    return paint_between(start, settings, first, paint, constrained_to_square);
                },
            .undo_label = "Rectangle",
            .uses_size = true,
            .uses_filled = true};
}

}  // namespace convscope::app
