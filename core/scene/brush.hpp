#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <span>

#include "core/scene/tiled_image.hpp"

namespace convscope {

/// In pixels; centres of pixels at .5.
struct BrushPoint {
    float x = 0, y = 0;
};

using PaintColour = std::array<float, 3>;  ///< r, g, b in 0..1; a grey picture takes their mean.
using ChannelMask = std::array<bool, 3>;   ///< Which of r, g, b are painted.

/// A grey picture is painted while any channel is on.
bool paints_channel(const ChannelMask& mask, int channel, int channels);
/// What a channel of a picture of `channels` channels gets.
float channel_value(const PaintColour& colour, int channel, int channels);

/// Mirror images about the picture's centre that are painted too, at once: with both, four.
struct Mirrors {
    bool left_right = false, up_down = false;

    /// Calls visit(flipped left to right, flipped up to down) for the original and each image.
    template <class Visit>
    void for_each(Visit visit) const {
        visit(false, false);
        if (left_right) visit(true, false);
        if (up_down) visit(false, true);
        if (left_right && up_down) visit(true, true);
    }
};

struct Brush {
    float diameter_px = 3;  ///< At least 1.
    float hardness = 1;     ///< 0 soft .. 1 hard: where the edge starts to fall off.
    PaintColour colour{1, 1, 1};
    ChannelMask channels{true, true, true};
    Mirrors mirrors = {};
};

/// One stroke, one gesture. Coverage is kept for the whole stroke against the picture at its
/// start: coverage of a pixel is the largest over the path's segments, a function of its distance
/// to the path, so that the result depends on the path alone, not on how many calls drew it.
///
/// Points are rounded to 1/16 pixel (those of a brush narrower than 2 pixels to the centre of
/// their pixel, so that a dot of a 1-pixel brush is one pixel). From there on distances are exact
/// ratios of integers, rounded once: cutting a straight piece of the path at any rounded point
/// that lies on it changes no bit of the picture. Mirror images are exact.
class BrushStroke {
  public:
    /// Paints the dot at `first`. Points may lie outside the picture.
    BrushStroke(TiledImage start, const Brush& brush, BrushPoint first);
    /// Goes on in a straight line.
    void extend(BrushPoint point) { extend(std::span(&point, 1)); }
    /// The same with a straight line to each point; every tile is painted once, at the end.
    void extend(std::span<const BrushPoint> points);
    /// The picture with the stroke so far; tiles in which nothing changed are those of the start.
    const TiledImage& image() const { return image_; }

  private:
    struct GridPoint {
        std::int64_t x = 0, y = 0;  ///< In 1/16 pixel.
    };
    GridPoint snap(BrushPoint point) const;
    void cover_mirrored(GridPoint from, GridPoint to);
    void cover_segment(GridPoint from, GridPoint to);
    void cover_tile(int tile, Rect rect, GridPoint from, GridPoint to);
    void paint_changes();
    void paint_tile(int tile, Rect rect);

    TiledImage start_, image_;
    Brush brush_;
    GridPoint last_;
    std::map<int, Tensor> distances_;  ///< Of pixels to the path so far, in pixels, by tile.
    std::map<int, Rect> changes_;      ///< Pixels to be painted anew, by tile.
};

/// Coverage of a pixel whose centre is `distance_px` from the path, 0..1: 1 up to hardness times
/// the radius, from there a smooth step down to 0 at the radius. Hardness 1 is an edge without
/// steps, the radius included.
float brush_coverage(const Brush& brush, float distance_px);

}  // namespace convscope
