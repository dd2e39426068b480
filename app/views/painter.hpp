#pragma once
#include <cstdint>
#include <optional>

#include "app/widgets/map_widget.hpp"
#include "core/scene/brush.hpp"

namespace convscope::app {

struct BoardFrame;

/// Painting on the picture: one stroke from press to release is one gesture.
class Painter {
  public:
    /// `picture` is how the picture's map was used in this frame.
    void update(const BoardFrame& frame, const MapResult& picture);
    /// The picture is not on the board: any stroke ends.
    void stop() { stroke_.reset(); }

  private:
    std::optional<BrushStroke> stroke_;
    BrushPoint last_;
    std::uint64_t gesture_ = 0;
};

/// A circle of the brush's size around the pointer.
void draw_brush(const BoardFrame& frame, const MapResult& picture);

}  // namespace convscope::app
