#pragma once
#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "app/platform/imgui_compat.hpp"
#include "app/views/ui_state.hpp"
#include "app/widgets/pen.hpp"

namespace convscope::app {

/// One use of a painting tool on the picture, from press to release.
class ToolGesture {
  public:
    virtual ~ToolGesture() = default;
    /// The picture with what is painted when the pointer is at `point`; `constrained`: Shift is
    /// held.
    virtual TiledImage extend(BrushPoint point, bool constrained) = 0;
};

/// One tool of the tool bar.
struct ToolInfo {
    std::string_view id;  ///< In scripts: "toolbar/brush".
    std::string_view label;
    std::string_view key_name;
    Key key;
    std::string_view tooltip;  ///< What it does; label and key stand before it.
    void (*draw_icon)(const Pen& pen, const PixelRect& rect, Colour ink);
    /// Begins to paint on the picture; null for a tool that paints nothing.
    std::unique_ptr<ToolGesture> (*begin)(const TiledImage& start, const PaintSettings& settings,
                                          BrushPoint first) = nullptr;
    std::string_view undo_label = {};
    bool picks = false;  ///< Takes the colour under the pointer.

    // Which settings it uses.
    bool uses_size = false, uses_filled = false, uses_tolerance = false;

    /// The left button on the picture is its own.
    bool takes_left_button() const { return begin != nullptr || picks; }
};

/// THE list of tools, top to bottom; a new one is one file and one row of tool_table.cpp.
std::span<const ToolInfo> tool_table();
/// The first one where there is none of this id.
const ToolInfo& find_tool(std::string_view id);

/// "Line: ... Key L."
std::string tool_tooltip(const ToolInfo& tool);

// For tools whose picture depends on the two ends of the drag alone.

using PaintBetween = TiledImage (*)(const TiledImage& start, const PaintSettings& settings,
                                    BrushPoint from, BrushPoint to);
using Constrain = BrushPoint (*)(BrushPoint from, BrushPoint to);
/// `constrain` moves the far end while Shift is held.
std::unique_ptr<ToolGesture> paint_between(const TiledImage& start, const PaintSettings& settings,
                                           BrushPoint first, PaintBetween paint,
                                           Constrain constrain);

/// What icons are drawn on: places from -10 to 10 around the middle of a button.
class IconPen {
  public:
    IconPen(const Pen& pen, const PixelRect& rect, Colour ink)
        : pen_(pen),
          ink_(ink),
          middle_((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2),
          unit_(std::min(pen.px(1), std::min(width(rect), height(rect)) / 24)) {}

    float length(float units) const { return units * unit_; }
    ImVec2 at(float x, float y) const { return {middle_.x + x * unit_, middle_.y + y * unit_}; }
    void line(ImVec2 from, ImVec2 to, float thickness = 1.8f) const {
        pen_.line(at(from.x, from.y), at(to.x, to.y), ink_, length(thickness));
    }
    void triangle(ImVec2 a, ImVec2 b, ImVec2 c) const {
        list()->AddTriangleFilled(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), packed());
    }
    PixelRect box(float x0, float y0, float x1, float y1) const {
        const ImVec2 first = at(x0, y0), last = at(x1, y1);
        return {first.x, first.y, last.x, last.y};
    }
    const Pen& pen() const { return pen_; }
    Colour ink() const { return ink_; }
    ImDrawList* list() const { return pen_.list(); }
    std::uint32_t packed() const { return ink_.packed(); }

  private:
    const Pen& pen_;
    Colour ink_;
    ImVec2 middle_;
    float unit_;
};

// The tools, each in a file of its own.
ToolInfo brush_tool();
ToolInfo eraser_tool();
ToolInfo line_tool();
ToolInfo rectangle_tool();
ToolInfo ellipse_tool();
ToolInfo fill_tool();
ToolInfo gradient_tool();
ToolInfo picker_tool();
ToolInfo pan_tool();

/// The gesture of brush and eraser.
std::unique_ptr<ToolGesture> begin_stroke(const TiledImage& start, const Brush& brush,
                                          BrushPoint first);

}  // namespace convscope::app
