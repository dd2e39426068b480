#pragma once
#include <cstdint>
#include <memory>

#include "app/views/tools/tool.hpp"

namespace convscope::app {

struct BoardFrame;
struct MapResult;

/// One press of a painting tool that is going on, from press to release: one gesture.
class ToolStroke {
  public:
    /// Precondition: the tool paints.
    ToolStroke(const ToolInfo& tool, const TiledImage& start, const PaintSettings& settings,
               BrushPoint first, std::uint64_t gesture);

    /// Follows the pointer; true when image() is another now. A tool that takes longer than a frame
    /// goes on only where `shown` says that its last image is on the screen.
    bool follow(BrushPoint point, bool shown);

    const TiledImage& image() const { return image_; }  ///< As painted so far.
    std::uint64_t gesture() const { return gesture_; }

  private:
    std::unique_ptr<ToolGesture> tool_;
    std::uint64_t gesture_;
    BrushPoint last_;
    bool constrained_, pending_ = false;
    TiledImage image_;
    double duration_s_ = 0;  ///< Of the last extension.
};

/// The brush's size around the pointer, over a map that is painted on.
void draw_brush_ring(const BoardFrame& frame, const MapResult& map);

}  // namespace convscope::app
