#include "core/scene/gradient.hpp"

#include <algorithm>
#include <array>

#include "core/scene/shapes.hpp"
#include "core/scene/tile_paint.hpp"

namespace convscope {

namespace {

using RowShares = std::array<float, kTileSize>;

/// Where the pixels of a row lie on the way between the ends, from 0 to 1.
struct Way {
    Rect first;     ///< The pixel where it begins.
    double dx, dy;  ///< To the one where it ends.
    double length_squared;

    RowShares shares(int x0, int y) const {
        RowShares shares;
        const double row = (y - first.y0) * dy;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            // Whole numbers below 2^53: exact.
            const double along = (x0 - first.x0 + static_cast<double>(i)) * dx + row;
            shares[i] = static_cast<float>(std::clamp(along / length_squared, 0.0, 1.0));
        }
        return shares;
    }
};

}  // namespace

TiledImage paint_gradient(const TiledImage& start, const Brush& brush, const PaintColour& end,
                          BrushPoint from, BrushPoint to) {
    const Rect first = pixels_between(from, from), last = pixels_between(to, to);
    const double dx = last.x0 - first.x0, dy = last.y0 - first.y0;
    const Way way{first, dx, dy, dx * dx + dy * dy};
    TiledImage image = start;
    if (way.length_squared == 0) return image;
    for_each_tile(image, image.shape().plane(), [&](int tile, Rect place) {
        rewrite_tile(image, tile, [&](TensorView pixels) {
            const int channels = pixels.shape().c;
            for (int y = place.y0; y < place.y1; ++y) {
                const RowShares shares = way.shares(place.x0, y);
                for (int c = 0; c < channels; ++c) {
                    if (!paints_channel(brush.channels, c, channels)) continue;
                    const float colour = channel_value(brush.colour, c, channels);
                    const float beyond = channel_value(end, c, channels);
                    float* row = pixels.row(0, c, y - place.y0);
                    for (int x = 0; x < place.width(); ++x) {
                        const float share = shares[static_cast<std::size_t>(x)];
                        row[x] = share == 1 ? beyond : colour + share * (beyond - colour);
                    }
                }
            }
        });
    });
    return image;
}

}  // namespace convscope
