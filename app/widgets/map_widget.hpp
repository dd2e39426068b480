#pragma once
#include <optional>
#include <string>

#include "app/gpu/gpu.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/map_zoom.hpp"

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
    float opacity = 1;
    PixelRect frame;
    MapZoom zoom;
    bool pans_with_left = false;  ///< A left drag pans too.
};

/// How the visible cells lie in the frame. A map of another form than its frame lies in the middle.
class MapTransform {
  public:
    MapTransform(const PixelRect& frame, const MapZoom& zoom, int columns, int rows);
    /// `shown` whole columns and rows with `centre` in the middle, or as near as the map's edge
    /// allows. Precondition: the map has as many.
    static MapTransform around(const PixelRect& frame, Extent2 shown, Cell centre, int columns,
                               int rows);
    /// Pixels that one cell takes.
    float cell_width() const { return cell_width_; }
    float cell_height() const { return cell_height_; }
    PixelRect rect_of(const Rect& cells) const;
    /// In cells, fractions allowed.
    ImVec2 cell_at(ImVec2 pixel) const;
    Rect visible_cells() const { return visible_; }  ///< Also those cut at the edge.
    const PixelRect& frame() const { return frame_; }
    MapPlacement placement() const;
    MapGeometry geometry() const;

  private:
    MapTransform() = default;
    void find_visible_cells();

    PixelRect frame_;
    int columns_ = 1, rows_ = 1;
    float cell_width_ = 1, cell_height_ = 1, origin_x_ = 0, origin_y_ = 0;
    Rect visible_;
};

struct MapResult {
    MapTransform transform;
    MapZoom zoom;                          ///< As the person wants it now.
    std::optional<Cell> hovered;           ///< Channel 0 for a colour picture.
    ImVec2 pointer;                        ///< In cells; also outside while a drag lasts.
    bool pressed = false, active = false;  ///< The left button went down, is down; not panning.
    bool clicked = false;                  ///< It came up where it went down, panning or not.
};

/// Draws the map with its numbers, zooms with the wheel at the pointer, pans with the middle
/// button, fits on a double click (where the left button pans), records its name.
MapResult map_widget(const WidgetUi& ui, Gpu& gpu, const MapSpec& spec);

/// The map with its numbers where cells are large enough, clipped to the frame.
void draw_map(const Pen& pen, Gpu& gpu, const MapSpec& spec, const MapTransform& transform);

/// "R[86, 40] = +0.1980", or for a colour picture "I[3, 4]: r 0.25  g 0.5  b 1".
std::string describe_cell(const MapSpec& spec, const std::string& symbol, Cell cell);

}  // namespace convscope::app
