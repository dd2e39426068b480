#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

/// The keys of the walk and of "predict first", and the pointer that may lead the walk.
class StepKeys {
  public:
    /// After texts, grids and the pinned cell had theirs; `taken`: the pinned cell took one.
    /// Returns whether others may not have it any more.
    bool use(const BoardFrame& frame, bool taken);

  private:
    void use_space(const ViewContext& context, bool free);
    /// A paused walk may go along with the pointer, from number to number.
    void follow_pointer(const ViewContext& context);

    std::optional<NumberRef> pointed_;  ///< In the last frame.
    bool space_held_ = false;           ///< Since it was pressed with the keys free, and
    bool space_used_ = false;           ///< the pointer's buttons were used meanwhile.
};

}  // namespace convscope::app
