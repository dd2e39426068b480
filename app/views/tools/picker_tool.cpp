#include "app/views/tools/tool.hpp"

namespace convscope::app {
namespace {

/// A pipette.
void draw_icon(const Pen& pen, const PixelRect& rect, Colour ink) {
    const IconPen icon(pen, rect, ink);
    icon.line({8, -8}, {4, -4}, 5);
    icon.line({0, -6}, {6, 0}, 2.2f);
    icon.line({1, -3}, {-7, 5}, 1.5f);
    icon.line({3, -1}, {-5, 7}, 1.5f);
    icon.line({-7, 5}, {-5, 7}, 1.5f);
    icon.line({-6, 6}, {-9, 9}, 1.8f);
}

}  // namespace

ToolInfo picker_tool() {
    return {.id = "picker",
            .label = "Picker",
            .key_name = "I",
            .key = Key::kI,
            .tooltip = "click takes the colour under the pointer.",
            .draw_icon = draw_icon,
            .picks = true};
}

}  // namespace convscope::app
