#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// Brings what a phase of the walk is about into sight: a board that scrolls is scrolled there, and
/// where one op is focused, the focus goes along. Once, when the walk comes to the phase, so that
/// whoever goes on elsewhere stays there.
class StepScroll {
  public:
    /// In the board's own window.
    void update(const BoardFrame& frame);

  private:
    std::optional<std::size_t> seen_;  ///< Index of the phase.
};

}  // namespace convscope::app
