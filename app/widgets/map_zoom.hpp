#pragma once

namespace convscope::app {

/// What part of a map is shown, in fractions of the map, so that maps of different sizes can share
/// it.
struct MapZoom {
    float factor = 1;  ///< 1: the whole map fits.
    float centre_x = 0.5f, centre_y = 0.5f;
    friend bool operator==(const MapZoom&, const MapZoom&) = default;
};

inline constexpr float kLargestZoom = 65536;

/// Enlarged by `by`, with the point at these fractions of the visible part staying where it is.
/// The visible part never leaves the map, and the factor never exceeds `largest`.
MapZoom zoomed(MapZoom zoom, float by, float pointer_x, float pointer_y,
               float largest = kLargestZoom);
/// The factor at which cells that take `cell_px` pixels in the whole map are as large as anybody
/// needs: their numbers have room on a map of any size.
float largest_zoom(float cell_px, float scale);
/// Moved by these fractions of the visible part: positive shows what lies left and above.
MapZoom panned(MapZoom zoom, float right, float down);

/// The part that is shown, in fractions of the map.
struct VisiblePart {
    float x0 = 0, y0 = 0, x1 = 1, y1 = 1;
};
VisiblePart visible_part(MapZoom zoom);

}  // namespace convscope::app
