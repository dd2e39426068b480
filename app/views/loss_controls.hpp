#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

// What the card of the loss has for losses with a tensor of their own: a target, or a gradient that
// is painted on a layer's output.

inline constexpr float kControlRow = 20, kControlGap = 4;  ///< At scale 1.

/// Another kind of loss for the newest scene, with its cell and class inside the last map. A target
/// starts as the present output and a painted gradient as what it is now, where there was none
/// before; a note says so.
Objective objective_of_kind(const BoardFrame& frame, const ObjectiveInfo& info);

/// Mean or sum, where the target comes from, the value to paint with, and the target itself.
void draw_target_controls(const BoardFrame& frame, const PixelRect& rect);
/// The layer, the value to paint with, and what fills its whole gradient.
void draw_upstream_controls(const BoardFrame& frame, const PixelRect& rect);

/// A name and the value that tools paint on the loss's numbers with.
void draw_paint_value(const BoardFrame& frame, const PixelRect& rect);

/// A target that was computed on another thread is set.
void take_computed_target(const BoardFrame& frame);

}  // namespace convscope::app
