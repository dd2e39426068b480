#pragma once
#include "app/gpu/gpu.hpp"
#include "app/widgets/map_zoom.hpp"
#include "app/widgets/pen.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope::app {

/// What lies in a map's frame: its cells and a margin of padding around them.
struct MapExtent {
    int columns = 1, rows = 1;
    int pad_x = 0, pad_y = 0;  ///< Cells on each side.
    /// Cells as wide as the frame allows, of any form, and zoomed in height only.
    bool stretched = false;

    int all_columns() const { return columns + 2 * pad_x; }
    int all_rows() const { return rows + 2 * pad_y; }
};

/// How the visible cells lie in the frame. A map of another form than its frame lies in the middle.
class MapTransform {
  public:
    MapTransform(const PixelRect& frame, const MapZoom& zoom, const MapExtent& extent);
    /// `shown` whole columns and rows with `centre` in the middle, or as near as the map's edge
    /// allows. Precondition: the map has as many.
    static MapTransform around(const PixelRect& frame, Extent2 shown, Cell centre, int columns,
                               int rows);
    /// Pixels that one cell takes.
    float cell_width() const { return cell_width_; }
    float cell_height() const { return cell_height_; }
    PixelRect rect_of(const Rect& cells) const;
    /// The part of it in the frame; empty where nothing is.
    PixelRect visible_rect_of(const Rect& cells) const;
    /// In cells, fractions allowed.
    ImVec2 cell_at(ImVec2 pixel) const;
    Rect visible_cells() const { return visible_; }  ///< Also those cut at the edge.
    const PixelRect& frame() const { return frame_; }
    const MapExtent& extent() const { return extent_; }
    MapPlacement placement() const;
    MapGeometry geometry() const;

  private:
    MapTransform() = default;
    void find_visible_cells();

    PixelRect frame_;
    MapExtent extent_;
    float cell_width_ = 1, cell_height_ = 1, origin_x_ = 0, origin_y_ = 0;
    Rect visible_;
};

/// Where a map with its padding lies in a frame: all of it, or in its middle where the frame is of
/// another form than a long and narrow map.
PixelRect place_in_frame(const PixelRect& frame, const MapExtent& extent);

}  // namespace convscope::app
