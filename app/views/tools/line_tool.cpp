#include "app/views/tools/tool.hpp"
#include "core/scene/shapes.hpp"

namespace convscope::app {
namespace {

TiledImage paint(const TiledImage& start, const PaintSettings& settings, BrushPoint from,
                 BrushPoint to) {
    return paint_line(start, settings.brush, from, to);
}

void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    icon.line({-8, 8}, {8, -8}, 2.2f);
}

}  // namespace

ToolInfo line_tool() {
    return {.id = "line",
            .label = "Line",
            .key_name = "L",
            .key = Key::kL,
            .tooltip =
                "drag from one end to the other. With Shift it is horizontal, vertical or "
                "diagonal. Esc drops it.",
            .draw_icon = draw_icon,
            .begin =
                [](const TiledImage& start, const PaintSettings& settings, BrushPoint first) {
                    return paint_between(start, settings, first, paint, constrained_to_45_degrees);
                },
            .undo_label = "Line",
            .uses_size = true};
}

}  // namespace convscope::app
