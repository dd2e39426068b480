#pragma once
#include <utility>
#include <vector>

#include "app/layout.hpp"

namespace convscope::app {

/// How large the maps of a board are at a zoom, which is pixels per cell of the first map. Maps of
/// about its size share the zoom; smaller ones are enlarged by the square root of what they lack.
class MapSizes {
  public:
    /// `least_slot` is the least width of a map's column, in pixels.
    MapSizes(const std::vector<MapForm>& maps, float scale, float least_slot);

    /// What a map and the small ones below it may take of the height.
    void set_room(float height) { room_ = height; }
    /// Width for small maps and a loupe beside each map instead of below it, in pixels; 0: none.
    void set_sides(std::vector<float> widths) { sides_ = std::move(widths); }
    float side_of(std::size_t map) const { return sides_.empty() ? 0 : sides_[map]; }

    float cell(std::size_t map, float zoom) const;
    float width(std::size_t map, float zoom) const;
    float height(std::size_t map, float zoom) const;
    /// Of the numbers beside a vector's cells.
    float labels(std::size_t map) const;
    float slot(std::size_t map, float zoom) const;
    float all_slots(float zoom) const;

    /// Of the first map, with its padding.
    int first_columns() const;
    /// At which the tallest map takes all of the room.
    float largest_zoom() const;
    /// The largest one, between `smallest` and largest_zoom(), at which all slots fit into `width`;
    /// `smallest` when none does.
    float fitting_zoom(float width, float smallest) const;

  private:
    float px(float at_scale_1) const;
    float side(std::size_t map, float zoom, int cells) const;

    const std::vector<MapForm>& maps_;
    float scale_, least_slot_;
    std::vector<float> factors_, sides_;
    float room_ = 0;
};

}  // namespace convscope::app
