#pragma once
#include "app/views/view.hpp"

namespace convscope::app {

/// "Paint here" at the picture and "drag a weight" at the filter, for somebody who starts the
/// program for the first time: each until it was followed or closed (UiState::hints_done).
class FirstHints {
  public:
    void enable(bool enabled) { enabled_ = enabled; }
    /// Nothing while a menu, a list or a dialog is open. In the free part of `room` beside what
    /// they point at. Names: "hint/paint", "hint/paint/close".
    void draw(const ViewContext& context, const PixelRect& room) const;

  private:
    bool enabled_ = false;
};

}  // namespace convscope::app
