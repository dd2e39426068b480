#include "app/widgets/stripes.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {

void draw_stripes(const Pen& pen, const PixelRect& rect, float spacing, float shift,
                  Colour colour) {
    const float step = std::max(2.0f, std::round(spacing)), thick = std::max(1.0f, pen.px(1));
    const float first = std::floor((rect.x0 + rect.y0) / step) * step + shift;
    for (float sum = first; sum < rect.x1 + rect.y1; sum += step) {
        // Where x + y = sum enters and leaves the rectangle.
        const float x0 = std::max(rect.x0, sum - rect.y1), x1 = std::min(rect.x1, sum - rect.y0);
        if (x0 < x1) pen.line({x0, sum - x0}, {x1, sum - x1}, colour, thick);
    }
}

void draw_hatch(const Pen& pen, const PixelRect& rect) {
    constexpr float kSpacing = 7;  // At scale 1.
    const Theme& theme = pen.theme();
    draw_stripes(pen, rect, pen.px(kSpacing), 0, theme.ground.with_alpha(150));
    draw_stripes(pen, rect, pen.px(kSpacing), std::max(1.0f, pen.px(1)),
                 theme.quiet.with_alpha(120));
}

}  // namespace convscope::app
