#include "app/views/tools/tool.hpp"

namespace convscope::app {
namespace {

void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    constexpr float kReach = 10.5f, kHead = 3.6f;
    for (const ImVec2 way : {ImVec2{1, 0}, ImVec2{-1, 0}, ImVec2{0, 1}, ImVec2{0, -1}}) {
        const ImVec2 base{way.x * (kReach - kHead), way.y * (kReach - kHead)};
        icon.line({0, 0}, base, 1.6f);
        icon.triangle({way.x * kReach, way.y * kReach},
                      {base.x + way.y * kHead, base.y - way.x * kHead},
                      {base.x - way.y * kHead, base.y + way.x * kHead});
    }
}

}  // namespace

ToolInfo pan_tool() {
    return {.id = "pan",
            .label = "Pan",
            .key_name = "G",
            .key = Key::kG,
            .tooltip =
                "drag a map to move it, double-click to see all of it. With any other "
                "tool, hold Space or use the middle or the right button.",
            .draw_icon = draw_icon};
}

}  // namespace convscope::app
