#pragma once

namespace convscope::app {

/// What part of a map is shown, in fractions of the map, so that maps of different sizes can share
/// it.
struct MapZoom {
    float factor = 1;  ///< 1: the whole map fits.
    float centre_x = 0.5f, centre_y = 0.5f;
    friend bool operator==(const MapZoom&, const MapZoom&) = default;
};

inline constexpr float kLargestZoom = 512;

/// Enlarged by `by`, with the point at these fractions of the visible part staying where it is.
/// The visible part never leaves the map.
MapZoom zoomed(MapZoom zoom, float by, float pointer_x, float pointer_y);
/// Moved by these fractions of the visible part: positive shows what lies left and above.
MapZoom panned(MapZoom zoom, float right, float down);

/// The part that is shown, in fractions of the map.
struct VisiblePart {
    float x0 = 0, y0 = 0, x1 = 1, y1 = 1;
};
VisiblePart visible_part(MapZoom zoom);

}  // namespace convscope::app
