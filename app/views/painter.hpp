#pragma once
#include <optional>
#include <string>

#include "app/views/floating_piece.hpp"
#include "app/views/tool_stroke.hpp"
#include "app/widgets/map_widget.hpp"

namespace convscope::app {

struct BoardFrame;

/// Painting on the picture with the chosen tool: what happens from press to release is one gesture,
/// shown while it goes on, dropped by Esc.
class Painter {
  public:
    /// `picture` is how the picture's map was used in this frame.
    void update(const BoardFrame& frame, const MapResult& picture);
    /// What lies over the picture: guides, a floating piece, the brush around the pointer.
    void draw(const BoardFrame& frame, const MapResult& picture) const;
    /// The picture is not on the board: a stroke that was going on ends.
    void stop();

  private:
    void press(const BoardFrame& frame, BrushPoint point);
    void extend(const BoardFrame& frame, const MapResult& picture);
    void pick(const BoardFrame& frame, const MapResult& picture);

    std::optional<ToolStroke> stroke_;
    std::string label_;     ///< Of its undo step.
    bool picking_ = false;  ///< Since the button went down.
    FloatingPiece piece_;
};

}  // namespace convscope::app
