#include <cmath>

#include "app/views/tools/tool.hpp"
#include "core/scene/flood_fill.hpp"

namespace convscope::app {
namespace {

/// Fills where it was pressed; moving on changes nothing.
class FillGesture final : public ToolGesture {
  public:
    explicit FillGesture(TiledImage filled) : filled_(std::move(filled)) {}
    TiledImage extend(BrushPoint, bool) override { return filled_; }

  private:
    TiledImage filled_;
};

std::unique_ptr<ToolGesture> begin(const TiledImage& start, const PaintSettings& settings,
                                   BrushPoint first) {
    const float tolerance = static_cast<float>(settings.tolerance_percent) / 100;
    return std::make_unique<FillGesture>(
        flood_fill(start, settings.brush, static_cast<int>(std::floor(first.x)),
                   static_cast<int>(std::floor(first.y)), tolerance));
}

/// A bucket that is poured out.
void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    const ImVec2 corners[] = {{-1, -8}, {6, -1}, {-2, 7}, {-9, 0}};
    for (int i = 0; i < 4; ++i) icon.line(corners[i], corners[(i + 1) % 4]);
    icon.triangle({-9, 0}, {6, -1}, {-2, 7});
    icon.line({-5, -9}, {1, -3}, 1.5f);
    icon.list()->AddCircleFilled(icon.at(8, 6.5f), icon.length(2.4f), icon.packed());
    icon.triangle({8, 1}, {6, 5.6f}, {10, 5.6f});
}

}  // namespace

ToolInfo fill_tool() {
    return {.id = "fill",
            .label = "Fill",
            .key_name = "F",
            .key = Key::kF,
            .tooltip =
                "click fills what hangs together with that pixel and differs from it by "
                "no more than the tolerance.",
            .draw_icon = draw_icon,
            .begin = begin,
            .undo_label = "Fill",
            .uses_tolerance = true};
}

}  // namespace convscope::app
