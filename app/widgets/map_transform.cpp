#include "app/widgets/map_transform.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {

PixelRect place_in_frame(const PixelRect& frame, const MapExtent& extent) {
    if (extent.stretched) return frame;
    constexpr float kRounding = 2;
    const auto across = static_cast<float>(extent.all_columns());
    const auto down = static_cast<float>(extent.all_rows());
    const float cell = std::min(width(frame) / across, height(frame) / down);
    const float spare_x = width(frame) - cell * across, spare_y = height(frame) - cell * down;
    if (std::max(spare_x, spare_y) < kRounding) return frame;
    return {frame.x0 + spare_x / 2, frame.y0 + spare_y / 2, frame.x1 - spare_x / 2,
            frame.y1 - spare_y / 2};
}

MapTransform::MapTransform(const PixelRect& frame, const MapZoom& zoom, const MapExtent& extent)
    : frame_(frame), extent_(extent) {
    const VisiblePart part = visible_part(zoom);
    const PixelRect whole = place_in_frame(frame, extent);
    const auto across = static_cast<float>(extent.all_columns());
    const auto down = static_cast<float>(extent.all_rows());
    cell_width_ = width(whole) * (extent.stretched ? 1 : zoom.factor) / across;
    cell_height_ = height(whole) * zoom.factor / down;
    const float left = extent.stretched ? 0 : part.x0;
    origin_x_ = whole.x0 - (left * across - static_cast<float>(extent.pad_x)) * cell_width_;
    origin_y_ = whole.y0 - (part.y0 * down - static_cast<float>(extent.pad_y)) * cell_height_;
    find_visible_cells();
}

MapTransform MapTransform::around(const PixelRect& frame, Extent2 shown, Cell centre, int columns,
                                  int rows) {
    MapTransform transform;
    transform.frame_ = frame;
    transform.extent_ = {columns, rows};
    transform.cell_width_ = width(frame) / static_cast<float>(shown.x);
    transform.cell_height_ = height(frame) / static_cast<float>(shown.y);
    const int first_x = std::clamp(centre.x - shown.x / 2, 0, std::max(0, columns - shown.x));
    const int first_y = std::clamp(centre.y - shown.y / 2, 0, std::max(0, rows - shown.y));
    transform.origin_x_ = frame.x0 - static_cast<float>(first_x) * transform.cell_width_;
    transform.origin_y_ = frame.y0 - static_cast<float>(first_y) * transform.cell_height_;
    transform.find_visible_cells();
    return transform;
}

void MapTransform::find_visible_cells() {
    // A hair inside, so that rounding does not show cells that only touch the frame.
    constexpr float kHair = 1e-3f;
    const ImVec2 low = cell_at({frame_.x0, frame_.y0}), high = cell_at({frame_.x1, frame_.y1});
    visible_ = intersect(
        {static_cast<int>(std::floor(low.x + kHair)), static_cast<int>(std::floor(low.y + kHair)),
         static_cast<int>(std::ceil(high.x - kHair)), static_cast<int>(std::ceil(high.y - kHair))},
        {0, 0, extent_.columns, extent_.rows});
}

PixelRect MapTransform::rect_of(const Rect& cells) const {
    return {origin_x_ + static_cast<float>(cells.x0) * cell_width_,
            origin_y_ + static_cast<float>(cells.y0) * cell_height_,
            origin_x_ + static_cast<float>(cells.x1) * cell_width_,
            origin_y_ + static_cast<float>(cells.y1) * cell_height_};
}

PixelRect MapTransform::visible_rect_of(const Rect& cells) const {
    const PixelRect whole = rect_of(cells);
    return {std::max(whole.x0, frame_.x0), std::max(whole.y0, frame_.y0),
            std::min(whole.x1, frame_.x1), std::min(whole.y1, frame_.y1)};
}

ImVec2 MapTransform::cell_at(ImVec2 pixel) const {
    return {(pixel.x - origin_x_) / cell_width_, (pixel.y - origin_y_) / cell_height_};
}

MapPlacement MapTransform::placement() const {
    const PixelRect all = rect_of({0, 0, extent_.columns, extent_.rows});
    // Within a hair of the frame is at the frame.
    constexpr float kHair = 0.01f;
    PixelRect shown = frame_;
    if (all.x0 > frame_.x0 + kHair) shown.x0 = all.x0;
    if (all.y0 > frame_.y0 + kHair) shown.y0 = all.y0;
    if (all.x1 < frame_.x1 - kHair) shown.x1 = all.x1;
    if (all.y1 < frame_.y1 - kHair) shown.y1 = all.y1;
    const ImVec2 first = cell_at({shown.x0, shown.y0}), last = cell_at({shown.x1, shown.y1});
    return {shown.x0, shown.y0, shown.x1, shown.y1, first.x, first.y, last.x, last.y};
}

MapGeometry MapTransform::geometry() const {
    return {origin_x_, origin_y_, cell_width_, extent_.columns, extent_.rows, cell_height_};
}

}  // namespace convscope::app
