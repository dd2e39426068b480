#pragma once
#include "core/scene/brush.hpp"

namespace convscope {

/// Paints the pixels that hang together with (x, y), side by side, and differ from it by at most
/// `tolerance` in every channel that the brush paints. NaN differs from all but NaN. A pixel
/// outside the picture fills nothing. With mirrors it fills from the mirror images too.
///
/// A queue of tiles, and in each tile whole rows at once: no recursion, time and memory in
/// proportion to the tiles that the fill reaches.
TiledImage flood_fill(const TiledImage& start, const Brush& brush, int x, int y, float tolerance);

}  // namespace convscope
