#include "app/layout/map_sizes.hpp"

#include <algorithm>
#include <cmath>

#include "app/layout/layout_sizes.hpp"

namespace convscope::app {
namespace {

// Lengths at scale 1.
constexpr float kLeastMapSide = 60;
constexpr float kVectorWidth = 70, kVectorLabels = 32, kVectorCell = 34, kVectorSlot = 120;
constexpr float kSmallMaps = 62;  // Kept free below a map with several filters.

int columns_with_padding(const MapForm& map) {
    return map.columns + 2 * map.pad_x;
}
int rows_with_padding(const MapForm& map) {
    return map.rows + 2 * map.pad_y;
}

/// Cell sizes relative to the first map's. Vectors have sizes of their own.
std::vector<float> zoom_factors(const std::vector<MapForm>& maps) {
    constexpr float kAboutTheSame = 0.75f, kSmallestSide = 0.4f, kLargestSide = 0.85f;
    std::vector<float> factors(maps.size(), 1.0f);
    const MapForm* group = &maps.front();
    float group_factor = 1;
    const float first_side = static_cast<float>(std::max(group->columns, group->rows));
    for (std::size_t i = 1; i < maps.size(); ++i) {
        if (maps[i].vector) continue;
        const float across =
            static_cast<float>(maps[i].columns) / static_cast<float>(group->columns);
        const float down = static_cast<float>(maps[i].rows) / static_cast<float>(group->rows);
        if (std::min(across, down) < kAboutTheSame || std::max(across, down) > 1 / kAboutTheSame) {
            // A map that lost its height alone is as wide as before: larger cells would take the
            // room of all others.
            const float wanted = 1 / std::pow(across * down, 0.25f);
            const float widest = std::max(1.0f, kLargestSide / std::max(across, down));
            group_factor *= std::min(wanted, widest);
            const float side = static_cast<float>(std::max(maps[i].columns, maps[i].rows));
            group_factor = std::max(group_factor, kSmallestSide * first_side / side);
            group = &maps[i];
        }
        factors[i] = group_factor;
    }
    return factors;
}

/// Large cells are whole pixels wide, so that all of them look the same.
float whole_pixels(float cell) {
    return cell >= 8 ? std::floor(cell) : cell;
}

}  // namespace

MapSizes::MapSizes(const std::vector<MapForm>& maps, float scale, float least_slot)
    : maps_(maps), scale_(scale), least_slot_(least_slot), factors_(zoom_factors(maps)) {}

float MapSizes::px(float at_scale_1) const {
    return std::round(at_scale_1 * scale_);
}

float MapSizes::cell(std::size_t map, float zoom) const {
    return whole_pixels(zoom * factors_[map]);
}

/// A long and narrow map of small cells lies in the middle of a frame of the least size.
float MapSizes::side(std::size_t map, float zoom, int cells) const {
    const float size = cell(map, zoom);
    const float least =
        size < px(kCellWithNumber) ? std::min(px(kLeastMapSide), least_slot_) : 1.0f;
    return std::max(std::floor(least), std::round(size * static_cast<float>(cells)));
}

float MapSizes::width(std::size_t map, float zoom) const {
    if (maps_[map].vector) return std::min(px(kVectorWidth), std::floor(least_slot_));
    return side(map, zoom, columns_with_padding(maps_[map]));
}

float MapSizes::height(std::size_t map, float zoom) const {
    const MapForm& form = maps_[map];
    if (!form.vector) return side(map, zoom, rows_with_padding(form));
    const auto rows = static_cast<float>(form.rows);
    return std::round(whole_pixels(std::min(px(kVectorCell), room_ / rows)) * rows);
}

float MapSizes::labels(std::size_t map) const {
    return maps_[map].vector && least_slot_ >= px(kVectorSlot) ? px(kVectorLabels) : 0;
}

float MapSizes::slot(std::size_t map, float zoom) const {
    const float least = maps_[map].vector ? std::min(px(kVectorSlot), least_slot_) : least_slot_;
    return std::max(labels(map) + width(map, zoom), least) + side_of(map);
}

float MapSizes::all_slots(float zoom) const {
    float sum = 0;
    for (std::size_t i = 0; i < maps_.size(); ++i) sum += slot(i, zoom);
    return sum;
}

int MapSizes::first_columns() const {
    return columns_with_padding(maps_.front());
}

float MapSizes::largest_zoom() const {
    constexpr float kMostForSmallMaps = 0.3f;
    float largest = room_;
    for (std::size_t i = 0; i < maps_.size(); ++i) {
        if (maps_[i].vector) continue;
        const bool small_maps =
            maps_[i].filters && maps_[i].thumbnails_forward > 0 && side_of(i) == 0;
        const float kept = small_maps ? std::min(px(kSmallMaps), kMostForSmallMaps * room_) : 0;
        const float rows = factors_[i] * static_cast<float>(rows_with_padding(maps_[i]));
        largest = std::min(largest, (room_ - kept) / rows);
    }
    return largest;
}

float MapSizes::fitting_zoom(float width, float smallest) const {
    float low = smallest, high = largest_zoom();
    if (all_slots(high) <= width) return high;
    for (int step = 0; step < 30; ++step) {
        const float middle = (low + high) / 2;
        (all_slots(middle) <= width ? low : high) = middle;
    }
    return low;
}

}  // namespace convscope::app
