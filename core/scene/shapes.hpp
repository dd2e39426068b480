#pragma once
#include "core/scene/brush.hpp"

namespace convscope {

// Shapes between the two ends of a drag. Each starts from the picture before the drag, so that the
// result depends on the ends alone, not on the way between them.

/// All pixels between the one under `from` and the one under `to`, both included. May reach beyond
/// the picture.
Rect pixels_between(BrushPoint from, BrushPoint to);

/// `to` moved so that the pixels between are a square: as long as the longer side was.
BrushPoint constrained_to_square(BrushPoint from, BrushPoint to);
/// `to` moved onto the nearest of the eight directions from `from`, in whole pixels.
BrushPoint constrained_to_45_degrees(BrushPoint from, BrushPoint to);

/// The brush drawn straight from one end to the other.
TiledImage paint_line(const TiledImage& start, const Brush& brush, BrushPoint from, BrushPoint to);

/// Outline: the brush drawn along the outermost pixels' centres. Filled: exactly the pixels of
/// `box`, whatever the brush's size and hardness.
TiledImage paint_rectangle(const TiledImage& start, const Brush& brush, Rect box, bool filled);

/// The ellipse that touches the four sides of `box` (a very long one may end a pixel earlier).
/// Filled: the pixels whose centres lie inside or on it. Outline: the brush drawn along the ellipse
/// through the outermost pixels' centres; a brush narrower than 2 pixels leaves the border of the
/// filled one, a line without gaps.
TiledImage paint_ellipse(const TiledImage& start, const Brush& brush, Rect box, bool filled);

}  // namespace convscope
