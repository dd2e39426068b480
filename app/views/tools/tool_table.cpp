#include <algorithm>
#include <array>

#include "app/views/tools/tool.hpp"

namespace convscope::app {

std::span<const ToolInfo> tool_table() {
    static const std::array kTools{
        brush_tool(), eraser_tool(),   line_tool(),   rectangle_tool(), ellipse_tool(),
        fill_tool(),  gradient_tool(), picker_tool(), pan_tool(),
    };
    return kTools;
}

const ToolInfo& find_tool(std::string_view id) {
    const auto tools = tool_table();
    const auto found = std::ranges::find(tools, id, &ToolInfo::id);
    return found == tools.end() ? tools.front() : *found;
}

std::string tool_tooltip(const ToolInfo& tool) {
    return std::string(tool.label) + ": " + std::string(tool.tooltip) + " Key " +
           std::string(tool.key_name) + ".";
}

namespace {

class BetweenGesture final : public ToolGesture {
  public:
    BetweenGesture(TiledImage start, PaintSettings settings, BrushPoint first, PaintBetween paint,
                   Constrain constrain)
        : start_(std::move(start)),
          settings_(std::move(settings)),
          first_(first),
          paint_(paint),
          constrain_(constrain) {}
    TiledImage extend(BrushPoint point, bool constrained) override {
        return paint_(start_, settings_, first_, constrained ? constrain_(first_, point) : point);
    }

  private:
    TiledImage start_;
    PaintSettings settings_;
    BrushPoint first_;
    PaintBetween paint_;
    Constrain constrain_;
};

}  // namespace

std::unique_ptr<ToolGesture> paint_between(const TiledImage& start, const PaintSettings& settings,
                                           BrushPoint first, PaintBetween paint,
                                           Constrain constrain) {
    return std::make_unique<BetweenGesture>(start, settings, first, paint, constrain);
}

}  // namespace convscope::app
