#include "app/views/tools/tool.hpp"

namespace convscope::app {
namespace {

class StrokeGesture final : public ToolGesture {
  public:
    StrokeGesture(const TiledImage& start, const Brush& brush, BrushPoint first)
        : stroke_(start, brush, first) {}
    TiledImage extend(BrushPoint point, bool) override {
        stroke_.extend(point);
        return stroke_.image();
    }

  private:
    BrushStroke stroke_;
};

void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    icon.line({8, -9}, {-1, 1}, 2.5f);
    icon.list()->AddCircleFilled(icon.at(-4, 4.5f), icon.length(4.2f), icon.packed());
    icon.triangle({-9, 9.5f}, {-8, 3}, {-2, 8.2f});
}

}  // namespace

std::unique_ptr<ToolGesture> begin_stroke(const TiledImage& start, const Brush& brush,
                                          BrushPoint first) {
    return std::make_unique<StrokeGesture>(start, brush, first);
}

ToolInfo brush_tool() {
    return {.id = "brush",
            .label = "Brush",
            .key_name = "B",
            .key = Key::kB,
            .tooltip =
                "drag on the picture to paint. With Alt, or with the right button, a click "
                "takes the colour there.",
            .draw_icon = draw_icon,
            .begin = [](const TiledImage& start, const PaintSettings& settings,
                        BrushPoint first) { return begin_stroke(start, settings.brush, first); },
            .undo_label = "Paint",
            .uses_size = true};
}

}  // namespace convscope::app
