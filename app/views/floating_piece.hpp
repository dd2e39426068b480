#pragma once
#include <cstdint>
#include <memory>

#include "app/widgets/map_widget.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope::app {

struct BoardFrame;

/// A pasted picture that is not in its place yet: it can be dragged; Enter or a click beside it
/// keeps it, Esc drops it. Everything until then is one undo step, and results follow.
class FloatingPiece {
  public:
    bool active() const { return piece_ != nullptr; }
    /// Floats UiState::pasted, when a dialog put something there, and empties it when the piece has
    /// its place. True while it has the mouse's and the keyboard's attention.
    bool update(const BoardFrame& frame, const MapResult& picture);
    void draw(const BoardFrame& frame, const MapResult& picture) const;

  private:
    void begin(const BoardFrame& frame);
    void place(const BoardFrame& frame);
    void use_keys(const BoardFrame& frame);
    void end(const BoardFrame& frame);
    void follow(const MapResult& picture);
    Rect rect() const;

    std::shared_ptr<const TiledImage> piece_;
    TiledImage start_;  ///< The picture without it.
    TiledImage shown_;  ///< With it.
    std::uint64_t gesture_ = 0;
    int x_ = 0, y_ = 0;    ///< Of its upper left corner.
    bool drags_ = false;   ///< Since the button went down on it.
    bool closes_ = false;  ///< The button went down beside it.
    float grip_x_ = 0, grip_y_ = 0;
};

}  // namespace convscope::app
