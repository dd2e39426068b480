#include "app/views/tools/tool.hpp"

namespace convscope::app {
namespace {

std::unique_ptr<ToolGesture> begin(const TiledImage& start, const PaintSettings& settings,
                                   BrushPoint first) {
    Brush eraser = settings.brush;
    eraser.colour = settings.background;
    return begin_stroke(start, eraser, first);
}

/// A rubber, held aslant, with a part that is worn.
void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    const ImVec2 corners[] = {{2, -8}, {8, -2}, {-2, 8}, {-8, 2}};
    for (int i = 0; i < 4; ++i) icon.line(corners[i], corners[(i + 1) % 4]);
    icon.triangle({-3, -3}, {3, 3}, {-2, 8});
    icon.triangle({-3, -3}, {-2, 8}, {-8, 2});
    icon.line({0, 9}, {9, 9}, 1.5f);
}

}  // namespace

ToolInfo eraser_tool() {
    return {.id = "eraser",
            .label = "Eraser",
            .key_name = "E",
            .key = Key::kE,
            .tooltip = "paints with the background, the second colour. X swaps the two.",
            .draw_icon = draw_icon,
            .begin = begin,
            .undo_label = "Erase",
            .uses_size = true};
}

}  // namespace convscope::app
