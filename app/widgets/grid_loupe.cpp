#include "app/widgets/grid_loupe.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/format.hpp"
#include "app/widgets/number_field.hpp"

namespace convscope::app {
namespace {

constexpr int kReachX = 2, kReachY = 1;  // Cells on each side.
constexpr int kCharacters = 5;
constexpr float kCellWidth = 46, kCellHeight = 24, kDistance = 8;  // At scale 1.

/// Inside the window, and not over the cell.
PixelRect place_of(const Pen& pen, const PixelRect& around) {
    const float wide = std::round(pen.px(kCellWidth)) * (2 * kReachX + 1);
    const float high = std::round(pen.px(kCellHeight)) * (2 * kReachY + 1);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float middle = (around.x0 + around.x1) / 2;
    const float x =
        std::round(std::clamp(middle - wide / 2, 0.0f, std::max(0.0f, screen.x - wide)));
    float y = std::round(around.y0 - pen.px(kDistance) - high);
    if (y < 0) y = std::round(around.y1 + pen.px(kDistance));
    return {x, y, x + wide, y + high};
}

}  // namespace

void draw_grid_loupe(const WidgetUi& ui, const GridLoupeSpec& spec) {
    const Pen pen(ImGui::GetForegroundDrawList(), ui.look);
    const Theme& theme = pen.theme();
    const PixelRect place = place_of(pen, spec.around);
    const float wide = std::round(pen.px(kCellWidth)), high = std::round(pen.px(kCellHeight));
    const float line = std::max(1.0f, std::floor(pen.px(1)));
    pen.fill(inset(place, -pen.px(3)), theme.raised, pen.px(4));
    pen.outline(inset(place, -pen.px(3)), theme.selection, pen.px(4), pen.px(1.5f));
    for (int dy = -kReachY; dy <= kReachY; ++dy)
        for (int dx = -kReachX; dx <= kReachX; ++dx) {
            const Cell cell{spec.cell.n, spec.cell.c, spec.cell.y + dy, spec.cell.x + dx};
            if (!spec.weights.shape().plane().contains(cell.x, cell.y)) continue;
            const float x = place.x0 + static_cast<float>(dx + kReachX) * wide;
            const float y = place.y0 + static_cast<float>(dy + kReachY) * high;
            const PixelRect rect{x, y, x + wide - line, y + high - line};
            const float value = spec.weights(cell);
            const Colour ground = spec.scale.colour(value);
            pen.fill(rect, ground);
            const std::string text = format_fitting(value, kCharacters);
            if (dx != 0 || dy != 0 || spec.editor == nullptr) {
                pen.text_in(ui.look.fonts.small_mono, rect, Align::kCentre, readable_text(ground),
                            text);
                continue;
            }
            draw_edited_text(pen, *spec.editor, spec.cell_path, rect, text, readable_text(ground));
            pen.outline(rect, theme.text, 0, pen.px(2));
        }
    ui.names.record(spec.path, place, format_exact(spec.weights(spec.cell)));
}

}  // namespace convscope::app
