#include "app/views/tools/tool.hpp"
#include "core/scene/gradient.hpp"
#include "core/scene/shapes.hpp"

namespace convscope::app {
namespace {

TiledImage paint(const TiledImage& start, const PaintSettings& settings, BrushPoint from,
                 BrushPoint to) {
    return paint_gradient(start, settings.brush, settings.background, from, to);
}

void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    const PixelRect box = icon.box(-9, -6.5f, 9, 6.5f);
    const std::uint32_t clear = ink.with_alpha(0).packed();
    icon.list()->AddRectFilledMultiColor({box.x0, box.y0}, {box.x1, box.y1}, ink.packed(), clear,
                                         clear, ink.packed());
    pen.outline(box, ink, 0, icon.length(1.4f));
}

}  // namespace

ToolInfo gradient_tool() {
    return {.id = "gradient",
            .label = "Gradient",
            .key_name = "D",
            .key = Key::kD,
            .tooltip =
                "drag from where the colour is to where the background is; the whole "
                "picture is painted. With Shift along an axis or a diagonal.",
            .draw_icon = draw_icon,
            .begin =
                [](const TiledImage& start, const PaintSettings& settings, BrushPoint first) {
                    return paint_between(start, settings, first, paint, constrained_to_45_degrees);
                },
            .undo_label = "Gradient"};
}

}  // namespace convscope::app
