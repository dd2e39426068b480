#pragma once
#include <array>
#include <cstdint>
#include <map>

#include "core/scene/tiled_image.hpp"

namespace convscope {

/// In pixels; centres of pixels at .5.
struct BrushPoint {
    float x = 0, y = 0;
};

struct Brush {
    float diameter_px = 3;                 ///< At least 1.
    float hardness = 1;                    ///< 0 soft .. 1 hard: where the edge starts to fall off.
    std::array<float, 3> colour{1, 1, 1};  ///< r, g, b in 0..1; a grey picture takes their mean.
    std::array<bool, 3> channels{true, true, true};  ///< Those it paints.
};

/// One stroke, one gesture. Coverage is kept for the whole stroke against the picture at its
/// start: coverage of a pixel is the largest over the path's segments, a function of its distance
/// to the path, so that the result depends on the path alone, not on how many calls drew it.
///
/// Points are rounded to 1/16 pixel (those of a brush narrower than 2 pixels to the centre of
/// their pixel, so that a dot of a 1-pixel brush is one pixel). From there on distances are exact
/// ratios of integers, rounded once: cutting a straight piece of the path at any rounded point
/// that lies on it changes no bit of the picture.
class BrushStroke {
  public:
    /// Paints the dot at `first`. Points may lie outside the picture.
    BrushStroke(TiledImage start, const Brush& brush, BrushPoint first);
    /// Goes on in a straight line.
    void extend(BrushPoint point);
    /// The picture with the stroke so far; tiles in which nothing changed are those of the start.
    const TiledImage& image() const { return image_; }

  private:
    struct GridPoint {
        std::int64_t x = 0, y = 0;  ///< In 1/16 pixel.
    };
    GridPoint snap(BrushPoint point) const;
    void cover_segment(GridPoint from, GridPoint to);
    void cover_tile(int tile, Rect rect, GridPoint from, GridPoint to);
    void paint_tile(int tile, Rect rect);
    bool paints(int channel) const;
    float colour(int channel) const;

    TiledImage start_, image_;
    Brush brush_;
    GridPoint last_;
    std::map<int, Tensor> distances_;  ///< Of pixels to the path so far, in pixels, by tile.
};

/// Coverage of a pixel whose centre is `distance_px` from the path, 0..1: 1 up to hardness times
/// the radius, from there a smooth step down to 0 at the radius. Hardness 1 is an edge without
/// steps, the radius included.
float brush_coverage(const Brush& brush, float distance_px);

}  // namespace convscope
