#pragma once
#include <span>
#include <utility>

#include "core/scene/brush.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope {

// What everything that paints is made of: pictures are changed tile by tile, and tiles in which no
// bit changes stay shared.

/// Calls visit(tile, part of `rect` in that tile) for each tile that `rect` meets.
template <class Visit>
void for_each_tile(const TiledImage& image, Rect rect, Visit visit) {
    rect = intersect(rect, image.shape().plane());
    if (rect.empty()) return;
    for (int row = rect.y0 / kTileSize; row * kTileSize < rect.y1; ++row)
        for (int column = rect.x0 / kTileSize; column * kTileSize < rect.x1; ++column) {
            const int tile = row * image.tile_columns() + column;
            visit(tile, intersect(image.tile_rect(tile), rect));
        }
}

/// Lets change(pixels) write a copy of one tile (C,H,W; its cell (0, 0) is the tile's corner).
template <class Change>
void rewrite_tile(TiledImage& image, int tile, Change change) {
    Tensor pixels = image.tile(tile).clone();
    change(pixels.view());
    if (!same_bits(pixels.view(), image.tile(tile).view())) image.set_tile(tile, std::move(pixels));
}

/// Lets write(c, y, x, row) set the pixels of `rect` on the mask's channels, at most kTileSize at
/// once: `row` begins at (x, y) of the picture.
template <class Write>
void set_rows(TiledImage& image, const ChannelMask& mask, Rect rect, Write write) {
    for_each_tile(image, rect, [&](int tile, Rect part) {
        const Rect place = image.tile_rect(tile);
        rewrite_tile(image, tile, [&](TensorView pixels) {
            const int channels = pixels.shape().c;
            for (int c = 0; c < channels; ++c) {
                if (!paints_channel(mask, c, channels)) continue;
                for (int y = part.y0; y < part.y1; ++y)
                    write(c, y, part.x0,
                          std::span(pixels.row(0, c, y - place.y0) + part.x0 - place.x0,
                                    static_cast<std::size_t>(part.width())));
            }
        });
    });
}

/// A picture of this shape, whose rows are written as by set_rows().
template <class Write>
TiledImage make_picture(Shape shape, Write write) {
    TiledImage image(shape.w, shape.h, shape.c);
    set_rows(image, {true, true, true}, shape.plane(), write);
    return image;
}

/// Paints whole tiles and parts of them with one colour; whole tiles of one size share their
/// memory, so that a picture of one colour takes next to none.
class SolidPainter {
  public:
    SolidPainter(const PaintColour& colour, const ChannelMask& mask)
        : colour_(colour), mask_(mask) {}
    void paint(TiledImage& image, Rect rect);
    /// Precondition: a tile of the picture.
    void paint_whole_tile(TiledImage& image, int tile);

  private:
    void paint_part(TiledImage& image, Rect rect) const;
    bool covers_all_channels(int channels) const;

    PaintColour colour_;
    ChannelMask mask_;
    std::vector<std::shared_ptr<const Tensor>> solid_;
};

}  // namespace convscope
