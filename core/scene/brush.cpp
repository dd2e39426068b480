#include "core/scene/brush.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "core/base/grey.hpp"
#include "core/scene/tile_paint.hpp"

namespace convscope {
namespace {

constexpr int kGrid = 16;            // Steps of the path's grid in one pixel.
constexpr float kFarthest = 65'536;  // Of a point from the origin: keeps products within 64 bits.

/// Squared distance of a point to a segment, in squared grid steps.
///
/// The direction is reduced to lowest terms, so that every piece of one straight line computes the
/// same two integers; and the distance to the line is lowered by more than its roundings, so that
/// the end of a piece is never nearer than the line that goes on.
class SegmentDistance {
  public:
    SegmentDistance(std::int64_t from_x, std::int64_t from_y, std::int64_t to_x, std::int64_t to_y)
        : from_x_(from_x), from_y_(from_y), to_x_(to_x), to_y_(to_y) {
        const std::int64_t dx = to_x - from_x, dy = to_y - from_y;
        const std::int64_t divisor = std::max<std::int64_t>(1, std::gcd(dx, dy));
        step_x_ = dx / divisor;
        step_y_ = dy / divisor;
        step_squared_ = step_x_ * step_x_ + step_y_ * step_y_;
        end_along_ = step_squared_ * divisor;
    }
    double squared(std::int64_t x, std::int64_t y) const {
        const std::int64_t rx = x - from_x_, ry = y - from_y_;
        const std::int64_t along = rx * step_x_ + ry * step_y_;
        if (along <= 0) return square(rx, ry);
        if (along >= end_along_) return square(x - to_x_, y - to_y_);
        const auto across = static_cast<double>(rx * step_y_ - ry * step_x_);
        return across * across / static_cast<double>(step_squared_) * kBelowRounding;
    }

  private:
    static constexpr double kBelowRounding = 1 - 0x1p-50;
    static double square(std::int64_t x, std::int64_t y) {
        return static_cast<double>(x * x + y * y);
    }
    std::int64_t from_x_, from_y_, to_x_, to_y_;
    std::int64_t step_x_, step_y_, step_squared_, end_along_;
};

float bounded(float pixels) {
    return std::isnan(pixels) ? 0 : std::clamp(pixels, -kFarthest, kFarthest);
}

std::int64_t to_grid(float pixels) {
    return std::llround(bounded(pixels) * kGrid);
}

/// The centre of the pixel that holds a place.
std::int64_t to_grid_centre(float pixels) {
    return std::llround(std::floor(bounded(pixels)) * kGrid) + kGrid / 2;
}

/// Index of the pixel that holds a place on the grid.
std::int64_t pixel_of(std::int64_t place) {
    return place >= 0 ? place / kGrid : -((-place + kGrid - 1) / kGrid);
}

int bounded_pixel(std::int64_t pixel, int size) {
    return static_cast<int>(std::clamp<std::int64_t>(pixel, 0, size));
}

float radius_px(const Brush& brush) {
    return std::max(1.0f, brush.diameter_px) / 2;
}

/// Up to this distance all is covered.
float full_px(const Brush& brush) {
    return radius_px(brush) * std::clamp(brush.hardness, 0.0f, 1.0f);
}

/// In squared grid steps, exact.
double squared_steps(float pixels) {
    const double steps = static_cast<double>(pixels) * kGrid;
    return steps * steps;
}

/// `covered` of the way from `from` to `to`; 1 gives exactly `to`, 0 exactly `from`.
float blend(float from, float to, float covered) {
    if (covered == 0) return from;
    return covered == 1 ? to : from + covered * (to - from);
}

Tensor infinitely_far(Rect place) {
    Tensor distances(Shape{1, 1, place.height(), place.width()});
    for (int y = 0; y < place.height(); ++y)
        std::fill_n(distances.view().row(0, 0, y), place.width(),
                    std::numeric_limits<float>::infinity());
    return distances;
}

}  // namespace

bool paints_channel(const ChannelMask& mask, int channel, int channels) {
    if (channels >= 3) return mask[static_cast<std::size_t>(channel)];
    return std::ranges::find(mask, true) != mask.end();
}

float channel_value(const PaintColour& colour, int channel, int channels) {
    if (channels < 3) return mean_of_channels(colour[0], colour[1], colour[2]);
    return colour[static_cast<std::size_t>(channel)];
}

float brush_coverage(const Brush& brush, float distance_px) {
    const float radius = radius_px(brush), full = full_px(brush);
    if (distance_px > radius) return 0;
    if (distance_px <= full) return 1;
    const float t = (radius - distance_px) / (radius - full);
    return t * t * (3 - 2 * t);
}

BrushStroke::BrushStroke(TiledImage start, const Brush& brush, BrushPoint first)
    : start_(std::move(start)), image_(start_), brush_(brush), last_(snap(first)) {
    cover_mirrored(last_, last_);
    paint_changes();
}

void BrushStroke::extend(std::span<const BrushPoint> points) {
    for (const BrushPoint& point : points) {
        const GridPoint next = snap(point);
        cover_mirrored(last_, next);
        last_ = next;
    }
    paint_changes();
}

BrushStroke::GridPoint BrushStroke::snap(BrushPoint point) const {
    if (brush_.diameter_px < 2) return {to_grid_centre(point.x), to_grid_centre(point.y)};
    return {to_grid(point.x), to_grid(point.y)};
}

void BrushStroke::cover_mirrored(GridPoint from, GridPoint to) {
    if (image_.empty()) return;
    const Shape shape = image_.shape();
    const auto mirrored = [&](GridPoint point, bool left_right, bool up_down) {
        return GridPoint{left_right ? std::int64_t{shape.w} * kGrid - point.x : point.x,
                         up_down ? std::int64_t{shape.h} * kGrid - point.y : point.y};
    };
    brush_.mirrors.for_each([&](bool left_right, bool up_down) {
        cover_segment(mirrored(from, left_right, up_down), mirrored(to, left_right, up_down));
    });
}

void BrushStroke::cover_segment(GridPoint from, GridPoint to) {
    const auto reach = static_cast<std::int64_t>(
        std::ceil(std::clamp(brush_.diameter_px, 1.0f, kFarthest) / 2 * kGrid));
    const Shape shape = image_.shape();
    const Rect around{bounded_pixel(pixel_of(std::min(from.x, to.x) - reach), shape.w),
                      bounded_pixel(pixel_of(std::min(from.y, to.y) - reach), shape.h),
                      bounded_pixel(pixel_of(std::max(from.x, to.x) + reach) + 1, shape.w),
                      bounded_pixel(pixel_of(std::max(from.y, to.y) + reach) + 1, shape.h)};
    if (around.empty()) return;
    const SegmentDistance distance(from.x, from.y, to.x, to.y);
    // No pixel of a tile is farther from the tile's centre than this.
    const double corner = kTileSize * kGrid * 0.75;
    const double farthest = static_cast<double>(reach) + corner;
    for (int row = around.y0 / kTileSize; row * kTileSize < around.y1; ++row) {
        for (int column = around.x0 / kTileSize; column * kTileSize < around.x1; ++column) {
            const std::int64_t x = (2 * column + 1) * (kTileSize * kGrid / 2);
            const std::int64_t y = (2 * row + 1) * (kTileSize * kGrid / 2);
            if (distance.squared(x, y) > farthest * farthest) continue;
            const int tile = row * image_.tile_columns() + column;
            cover_tile(tile, intersect(around, image_.tile_rect(tile)), from, to);
        }
    }
}

void BrushStroke::cover_tile(int tile, Rect rect, GridPoint from, GridPoint to) {
    constexpr double kAboveRounding = 1 + 0x1p-20;
    const SegmentDistance distance(from.x, from.y, to.x, to.y);
    const Rect place = image_.tile_rect(tile);
    const float radius = radius_px(brush_), full = full_px(brush_);
    const double beyond = squared_steps(radius) * kAboveRounding;
    auto known = distances_.find(tile);
    if (known == distances_.end()) known = distances_.emplace(tile, infinitely_far(place)).first;
    const TensorView nearest = known->second.view();
    Rect changed;
    for (int y = rect.y0; y < rect.y1; ++y) {
        float* row = nearest.row(0, 0, y - place.y0);
        for (int x = rect.x0; x < rect.x1; ++x) {
            float& before = row[x - place.x0];
            if (before <= full) continue;
            const double squared = distance.squared(std::int64_t{x} * kGrid + kGrid / 2,
                                                    std::int64_t{y} * kGrid + kGrid / 2);
            // Most pixels need no root: they are beyond the brush, or not nearer than before.
            if (squared > beyond || squared >= squared_steps(before)) continue;
            const auto distance_px = static_cast<float>(std::sqrt(squared) / kGrid);
            if (distance_px > radius || distance_px >= before) continue;
            if (brush_coverage(brush_, distance_px) != brush_coverage(brush_, before))
                changed = unite(changed, {x, y, x + 1, y + 1});
            before = distance_px;
        }
    }
    if (!changed.empty()) changes_[tile] = unite(changes_[tile], changed);
}

void BrushStroke::paint_changes() {
    for (const auto& [tile, rect] : changes_) paint_tile(tile, rect);
    changes_.clear();
}

void BrushStroke::paint_tile(int tile, Rect rect) {
    const Rect place = image_.tile_rect(tile);
    const ConstTensorView before = start_.tile(tile).view();
    const ConstTensorView distances = distances_.at(tile).view();
    rewrite_tile(image_, tile, [&](TensorView pixels) {
        for (int c = 0; c < pixels.shape().c; ++c) {
            if (!paints_channel(brush_.channels, c, pixels.shape().c)) continue;
            const float value = channel_value(brush_.colour, c, pixels.shape().c);
            for (int y = rect.y0 - place.y0; y < rect.y1 - place.y0; ++y)
                for (int x = rect.x0 - place.x0; x < rect.x1 - place.x0; ++x)
                    pixels(0, c, y, x) = blend(before(0, c, y, x), value,
                                               brush_coverage(brush_, distances(0, 0, y, x)));
        }
    });
}

}  // namespace convscope
