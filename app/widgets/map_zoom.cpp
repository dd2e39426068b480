#include "app/widgets/map_zoom.hpp"

#include <algorithm>

namespace convscope::app {
namespace {

MapZoom kept_inside(MapZoom zoom) {
    zoom.factor = std::clamp(zoom.factor, 1.0f, kLargestZoom);
    const float half = 0.5f / zoom.factor;
    zoom.centre_x = std::clamp(zoom.centre_x, half, 1 - half);
    zoom.centre_y = std::clamp(zoom.centre_y, half, 1 - half);
    return zoom;
}

}  // namespace

MapZoom zoomed(MapZoom zoom, float by, float pointer_x, float pointer_y, float largest) {
    const VisiblePart before = visible_part(zoom);
    const float point_x = before.x0 + pointer_x * (before.x1 - before.x0);
    const float point_y = before.y0 + pointer_y * (before.y1 - before.y0);
    zoom.factor = std::clamp(zoom.factor * by, 1.0f, std::max(zoom.factor, largest));
    zoom.centre_x = point_x + (0.5f - pointer_x) / zoom.factor;
    zoom.centre_y = point_y + (0.5f - pointer_y) / zoom.factor;
    return kept_inside(zoom);
}

float largest_zoom(float cell_px, float scale) {
    constexpr float kLargestCell = 200;  // At scale 1.
    return std::clamp(kLargestCell * scale / cell_px, 1.0f, kLargestZoom);
}

MapZoom panned(MapZoom zoom, float right, float down) {
    zoom.centre_x -= right / zoom.factor;
    zoom.centre_y -= down / zoom.factor;
    return kept_inside(zoom);
}

VisiblePart visible_part(MapZoom zoom) {
    const float half = 0.5f / zoom.factor;
    return {zoom.centre_x - half, zoom.centre_y - half, zoom.centre_x + half, zoom.centre_y + half};
}

}  // namespace convscope::app
