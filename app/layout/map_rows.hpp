#pragma once
#include "app/layout/map_sizes.hpp"

namespace convscope::app {

/// Places one map with what belongs to it: its title above, small maps or buttons, legend and
/// loupe below.
class MapRows {
  public:
    /// `lines_below`: of buttons and legend, 1 or 2.
    MapRows(const std::vector<MapForm>& maps, const MapSizes& sizes, float zoom, float scale)
        : maps_(maps), sizes_(sizes), zoom_(zoom), scale_(scale) {}

    /// A choice of channels and the legend need two lines where a map's column is narrow.
    bool any_buttons_above_legend() const;
    void set_lines_below(int lines) { lines_below_ = lines; }

    /// From (x, y) on, in a row of this height.
    MapPlace place(std::size_t map, bool backward, float x, float y, float row_height) const;
    /// Of a board that is fitted: no more than what fits into a narrow column.
    MapPlace place_slim(std::size_t map, float x, float y) const;

  private:
    /// What one of the rows needs below a map.
    struct Below {
        float buttons = 0, legend = 0;
        int thumbnails = 0;
    };
    float px(float at_scale_1) const;
    Below below(std::size_t map, bool backward) const;
    bool has_small_cells(std::size_t map) const;
    bool on_one_line(std::size_t map, const Below& below) const;
    MapPlace place_map(std::size_t map, float x, float y) const;
    void place_below(std::size_t map, const Below& wanted, float bottom, MapPlace& place) const;
    void place_beside(std::size_t map, const Below& wanted, float x, float bottom,
                      MapPlace& place) const;
    Thumbnails thumbnails(std::size_t map, int count, const MapPlace& place, float room) const;
    float place_lines(std::size_t map, float y, const Below& below, MapPlace& place) const;

    const std::vector<MapForm>& maps_;
    const MapSizes& sizes_;
    float zoom_, scale_;
    int lines_below_ = 1;
};

/// At scale 1, of what stands beside a map: the least for small maps and for a loupe, with the gap.
inline constexpr float kLeastSide = 72, kLeastLoupeSide = 152;
/// Height of a title, and of what one map leaves free below it at scale 1 for `lines` of buttons
/// and legend.
inline constexpr float kTitleHeight = 24;
float height_below_map(int lines);

}  // namespace convscope::app
