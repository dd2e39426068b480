#pragma once
#include <optional>
#include <string>

#include "app/gpu/gpu.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/map_transform.hpp"

namespace convscope::app {

/// One map on the screen.
struct MapSpec {
    std::string path;         ///< "map/R"
    std::string texture_key;  ///< As Gpu wants it.
    const Map* map = nullptr;
    int channel = 0;  ///< -1: all channels as a colour picture.
    ColourScale scale;
    bool picture = false;  ///< Its numbers are brightness: shown as 0..255 when asked for.
    bool show_255 = false;
    MapStyle style;
    PixelRect frame;
    MapExtent extent;
    std::string_view padding_sign = {};  ///< In each cell of padding.
    MapZoom zoom;
    bool pans_with_left = false;  ///< A left drag pans too.
    bool takes_keys = false;      ///< +, - and 0 zoom it under the pointer.
    bool takes_arrows = false;    ///< And arrow keys pan it.
};

struct MapResult {
    MapTransform transform;
    MapZoom zoom;                 ///< As the person wants it now.
    std::optional<Cell> hovered;  ///< Channel 0 for a colour picture.
    bool hovers_padding = false;
    ImVec2 pointer;                        ///< In cells; also outside while a drag lasts.
    bool pressed = false, active = false;  ///< The left button went down, is down; not panning.
    bool clicked = false;                  ///< It came up where it went down, panning or not.
};

/// Draws the map with its numbers, zooms with the wheel (or the keys) at the pointer, pans with the
/// middle button, fits on a double click (where the left button pans), records its name.
MapResult map_widget(const WidgetUi& ui, Gpu& gpu, const MapSpec& spec);

/// The map with its numbers where cells are large enough, clipped to the frame. Returns the face of
/// the numbers: one for the whole map, the largest with which all that are visible fit.
ImFont* draw_map(const Pen& pen, Gpu& gpu, const MapSpec& spec, const MapTransform& transform);

/// "R[86, 40] = +0.1980", or for a colour picture "I[3, 4]: r 0.25  g 0.5  b 1".
std::string describe_cell(const MapSpec& spec, const std::string& symbol, Cell cell);

}  // namespace convscope::app
