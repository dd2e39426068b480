#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "app/views/floating_piece.hpp"
#include "app/views/tools/tool.hpp"
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
    /// One press of a painting tool that is going on.
    struct Stroke {
        std::unique_ptr<ToolGesture> tool;
        std::string label;
        std::uint64_t gesture = 0;
        BrushPoint last;
        bool constrained = false, pending = false;
        TiledImage image;       ///< As painted so far.
        double duration_s = 0;  ///< Of the last extension.
    };
    void press(const BoardFrame& frame, BrushPoint point);
    void extend(const BoardFrame& frame, const MapResult& picture);
    void pick(const BoardFrame& frame, const MapResult& picture);

    std::optional<Stroke> stroke_;
    bool picking_ = false;  ///< Since the button went down.
    FloatingPiece piece_;
};

}  // namespace convscope::app
