#pragma once
#include "core/scene/brush.hpp"

namespace convscope {

/// The whole picture, on the channels of `brush`: its colour at the pixel under `from`, `end` at
/// the pixel under `to`, in between by the place along the straight line through both pixels'
/// centres, and beyond them as at the nearer one. With both ends in one pixel it is `start`.
TiledImage paint_gradient(const TiledImage& start, const Brush& brush, const PaintColour& end,
                          BrushPoint from, BrushPoint to);

}  // namespace convscope
