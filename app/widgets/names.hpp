#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace convscope::app {

/// In window pixels.
struct PixelRect {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool empty() const { return x1 <= x0 || y1 <= y0; }
};

/// How cells of a map lie on the screen: pixel = origin + cell * size of a cell.
struct MapGeometry {
    float origin_x = 0, origin_y = 0;
    float cell_size = 1;  ///< Its width.
    int columns = 0, rows = 0;
    float cell_height = 1;  ///< Another one in lists of numbers, whose cells are no squares.
};

/// What a widget is by its path ("layer/conv1/filter/0/r/1,2", "map/R", "menu/File/Open") and
/// where it was drawn in this frame. Scripts and the state dump find widgets through it.
struct NamedWidget {
    PixelRect rect = {};     ///< Whole, also where clipped.
    PixelRect visible = {};  ///< Inside its clip rectangle; empty when scrolled out.
    std::string text = {};   ///< What it shows or holds, when it has such ("0.25", "on").
    std::optional<MapGeometry> map = std::nullopt;
    bool enabled = true;
    bool clickable = false;  ///< An ImGui item, which a press of the button may do something to.
    bool in_popup = false;   ///< In a menu, a list or a dialog, which takes all clicks.
};

class WidgetNames {
  public:
    /// What was recorded since the last call is now the last complete frame.
    void end_frame();

    /// Records the ImGui item just submitted. When a script asked for this path and the item is
    /// scrolled out, scrolls it in.
    void record_item(std::string_view path, std::string text = {}, bool enabled = true);
    /// Records something that is not an ImGui item.
    void record(std::string_view path, PixelRect rect, std::string text = {});
    /// Something drawn over all windows, in none of them.
    void record_overlay(std::string_view path, PixelRect rect, std::string text);
    void record_map(std::string_view path, PixelRect rect, const MapGeometry& geometry);

    /// In the last complete frame; null when it was not drawn. Valid until end_frame().
    const NamedWidget* find(std::string_view path) const;
    /// In this frame, so far. Valid until the next one is recorded.
    const NamedWidget* find_in_this_frame(std::string_view path) const;
    std::vector<std::string> paths() const;  ///< Sorted, of the last complete frame.

    /// From the next frame on the widget with this path is brought into view while it is drawn.
    void request_visible(std::string path) { wanted_ = std::move(path); }

  private:
    void store(std::string_view path, NamedWidget widget);

    std::unordered_map<std::string, NamedWidget> current_, last_;
    std::string wanted_;
};

}  // namespace convscope::app
