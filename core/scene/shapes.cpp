#include "core/scene/shapes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "core/scene/scene.hpp"
#include "core/scene/tile_paint.hpp"

namespace convscope {
namespace {

/// Of a place beyond the picture: as far again as pictures reach.
constexpr float kLeast = -kMaxSide, kMost = 2 * kMaxSide - 1;

int pixel_under(float place) {
    return std::isnan(place) ? 0 : static_cast<int>(std::floor(std::clamp(place, kLeast, kMost)));
}

float centre_of(int pixel) {
    return static_cast<float>(pixel) + 0.5f;
}

/// `to` at whole steps from `from`, at most as far as pixels are counted.
BrushPoint stepped(BrushPoint from, int steps_x, int steps_y) {
    return {centre_of(pixel_under(from.x) + steps_x), centre_of(pixel_under(from.y) + steps_y)};
}

Rect mirrored(Rect rect, Shape shape, bool left_right, bool up_down) {
    if (left_right) rect = {shape.w - rect.x1, rect.y0, shape.w - rect.x0, rect.y1};
    if (up_down) rect = {rect.x0, shape.h - rect.y1, rect.x1, shape.h - rect.y0};
    return rect;
}

TiledImage paint_path(const TiledImage& start, const Brush& brush,
                      const std::vector<BrushPoint>& path) {
    BrushStroke stroke(start, brush, path.front());
    stroke.extend(path);
    return stroke.image();
}

/// Points of a quarter of an ellipse, from its top to its right end, relative to its middle and
/// with y up: few where it is flat, and so many that the straight pieces between are nowhere
/// farther than 1/32 pixel from the ellipse.
std::vector<BrushPoint> quarter_ellipse(double half_width, double half_height) {
    constexpr double kFarthest_px = 1.0 / 32, kEnd = std::numbers::pi / 2;
    // Of the piece from angle to angle + step. An ellipse is a circle seen aslant: the piece is
    // farthest in its middle, and parallel to the ellipse there.
    const auto farthest_px = [&](double angle, double step) {
        const double middle = angle + step / 2;
        const double speed =
            std::hypot(half_width * std::cos(middle), half_height * std::sin(middle));
        return (1 - std::cos(step / 2)) * half_width * half_height / speed;
    };
    std::vector<BrushPoint> points{{0, static_cast<float>(half_height)}};
    double angle = 0, step = kEnd;
    while (true) {
        step = std::min(2 * step, kEnd - angle);
        while (farthest_px(angle, step) > kFarthest_px) step *= 0.9;
        if (angle + step >= kEnd) break;
        angle += step;
        points.push_back({static_cast<float>(half_width * std::sin(angle)),
                          static_cast<float>(half_height * std::cos(angle))});
    }
    points.push_back({static_cast<float>(half_width), 0});
    return points;
}

/// Along the centres of the outermost pixels of `box`, and back to where it began.
std::vector<BrushPoint> ellipse_path(Rect box) {
    const float centre_x = static_cast<float>(box.x0 + box.x1) / 2,
                centre_y = static_cast<float>(box.y0 + box.y1) / 2;
    std::vector<BrushPoint> quarter =
        quarter_ellipse((box.width() - 1) / 2.0, (box.height() - 1) / 2.0);
    std::vector<BrushPoint> path;
    for (const auto& [sign_x, sign_y] :
         {std::pair{1.0f, -1.0f}, {1.0f, 1.0f}, {-1.0f, 1.0f}, {-1.0f, -1.0f}}) {
        for (const BrushPoint& at : quarter)
            path.push_back({centre_x + sign_x * at.x, centre_y + sign_y * at.y});
        std::ranges::reverse(quarter);
    }
    path.push_back(path.front());
    return path;
}

/// Columns [x0, x1) of a row.
struct Span {
    int x0 = 0, x1 = 0;
    bool empty() const { return x1 <= x0; }
};

/// Columns of `box` whose centres lie inside the ellipse in row y; none in rows beyond it.
Span columns_inside(Rect box, int y) {
    if (y < box.y0 || y >= box.y1) return {};
    // In half pixels from the middle, exact: (dx / w)^2 + (dy / h)^2 <= 1. With boxes of at most
    // 3 kMaxSide the sum stays below 2^64.
    const std::int64_t w = box.width(), h = box.height();
    const auto product = [](std::int64_t a, std::int64_t b) {
        return static_cast<std::uint64_t>(a * a) * static_cast<std::uint64_t>(b * b);
    };
    const std::int64_t dy = 2 * std::int64_t{y} + 1 - (std::int64_t{box.y0} + box.y1);
    const auto inside = [&](std::int64_t dx) {
        return product(dx, h) + product(dy, w) <= product(w, h);
    };
    // The first column from the left that is inside; none beyond the middle.
    std::int64_t low = 0, high = (w + 1) / 2;
    while (low < high) {
        const std::int64_t middle = (low + high) / 2;
        if (inside(2 * middle + 1 - w))
            high = middle;
        else
            low = middle + 1;
    }
    const auto first = static_cast<int>(low);
    return {box.x0 + first, std::max(box.x0 + first, box.x1 - first)};
}

/// The filled ellipse in row y, or of it the pixels that have one outside beside them.
std::array<Span, 2> ellipse_spans(Rect box, int y, bool filled) {
    const Span row = columns_inside(box, y);
    const Span above = columns_inside(box, y - 1), below = columns_inside(box, y + 1);
    if (filled || above.empty() || below.empty()) return {row, Span{}};
    const int left = std::max({row.x0 + 1, above.x0, below.x0});
    const int right = std::min({row.x1 - 1, above.x1, below.x1});
    return {Span{row.x0, std::min(left, row.x1)}, Span{std::max(right, row.x0), row.x1}};
}

void paint_ellipse_spans(TiledImage& image, const Brush& brush, Rect box, bool filled) {
    const int channels = image.shape().c;
    for_each_tile(image, box, [&](int tile, Rect part) {
        const Rect place = image.tile_rect(tile);
        rewrite_tile(image, tile, [&](TensorView pixels) {
            for (int y = part.y0; y < part.y1; ++y)
                for (const Span& span : ellipse_spans(box, y, filled)) {
                    const int x0 = std::max(span.x0, part.x0), x1 = std::min(span.x1, part.x1);
                    for (int c = 0; c < channels && x0 < x1; ++c)
                        if (paints_channel(brush.channels, c, channels))
                            std::fill_n(pixels.row(0, c, y - place.y0) + x0 - place.x0, x1 - x0,
                                        channel_value(brush.colour, c, channels));
                }
        });
    });
}

}  // namespace

Rect pixels_between(BrushPoint from, BrushPoint to) {
    const auto [x0, x1] = std::minmax({pixel_under(from.x), pixel_under(to.x)});
    const auto [y0, y1] = std::minmax({pixel_under(from.y), pixel_under(to.y)});
    return {x0, y0, x1 + 1, y1 + 1};
}

BrushPoint constrained_to_square(BrushPoint from, BrushPoint to) {
    const int dx = pixel_under(to.x) - pixel_under(from.x);
    const int dy = pixel_under(to.y) - pixel_under(from.y);
    const int side = std::max(std::abs(dx), std::abs(dy));
    return stepped(from, dx < 0 ? -side : side, dy < 0 ? -side : side);
}

BrushPoint constrained_to_45_degrees(BrushPoint from, BrushPoint to) {
    constexpr double kHalfWay = 0.41421356;  // The tangent of 22.5 degrees.
    const int dx = pixel_under(to.x) - pixel_under(from.x);
    const int dy = pixel_under(to.y) - pixel_under(from.y);
    if (std::abs(dy) <= kHalfWay * std::abs(dx)) return stepped(from, dx, 0);
    if (std::abs(dx) <= kHalfWay * std::abs(dy)) return stepped(from, 0, dy);
    return constrained_to_square(from, to);
}

TiledImage paint_line(const TiledImage& start, const Brush& brush, BrushPoint from, BrushPoint to) {
    return paint_path(start, brush, {from, to});
}

TiledImage paint_rectangle(const TiledImage& start, const Brush& brush, Rect box, bool filled) {
    if (!filled) {
        const float left = centre_of(box.x0), right = centre_of(box.x1 - 1);
        const float top = centre_of(box.y0), bottom = centre_of(box.y1 - 1);
        return paint_path(
            start, brush,
            {{left, top}, {right, top}, {right, bottom}, {left, bottom}, {left, top}});
    }
    TiledImage image = start;
    SolidPainter painter(brush.colour, brush.channels);
    brush.mirrors.for_each([&](bool left_right, bool up_down) {
        painter.paint(image, mirrored(box, start.shape(), left_right, up_down));
    });
    return image;
}

TiledImage paint_ellipse(const TiledImage& start, const Brush& brush, Rect box, bool filled) {
    if (!filled && brush.diameter_px >= 2) {
        if (box.width() == 1 || box.height() == 1) return paint_rectangle(start, brush, box, false);
        return paint_path(start, brush, ellipse_path(box));
    }
    TiledImage image = start;
    brush.mirrors.for_each([&](bool left_right, bool up_down) {
        const Rect place = mirrored(box, start.shape(), left_right, up_down);
        paint_ellipse_spans(image, brush, place, filled);
    });
    return image;
}

}  // namespace convscope
