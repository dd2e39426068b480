#include "core/scene/tile_paint.hpp"

#include <algorithm>

namespace convscope {

bool SolidPainter::covers_all_channels(int channels) const {
    for (int c = 0; c < channels; ++c)
        if (!paints_channel(mask_, c, channels)) return false;
    return true;
}

void SolidPainter::paint(TiledImage& image, Rect rect) {
    for_each_tile(image, rect, [&](int tile, Rect part) {
        if (part == image.tile_rect(tile))
            paint_whole_tile(image, tile);
        else
            paint_part(image, part);
    });
}

void SolidPainter::paint_part(TiledImage& image, Rect rect) const {
    const int channels = image.shape().c;
    set_rows(image, mask_, rect, [&](int c, int, int, std::span<float> row) {
        std::ranges::fill(row, channel_value(colour_, c, channels));
    });
}

void SolidPainter::paint_whole_tile(TiledImage& image, int tile) {
    const Shape shape = image.tile(tile).shape();
    if (!covers_all_channels(shape.c)) {
        paint_part(image, image.tile_rect(tile));
        return;
    }
    auto solid =
        std::ranges::find_if(solid_, [&](const auto& known) { return known->shape() == shape; });
    if (solid == solid_.end()) {
        Tensor pixels(shape);
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                std::fill_n(pixels.view().row(0, c, y), shape.w,
                            channel_value(colour_, c, shape.c));
        solid = solid_.insert(solid_.end(), std::make_shared<const Tensor>(std::move(pixels)));
    }
    if (!same_bits((*solid)->view(), image.tile(tile).view())) image.set_tile(tile, *solid);
}

}  // namespace convscope
