#include "core/scene/picture_ops.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/grey.hpp"
#include "core/base/random.hpp"
#include "core/scene/tile_paint.hpp"

namespace convscope {
namespace {

/// The mean of the three channels, from (x, y) to the right; at most kTileSize pixels.
void copy_mean_row(const TiledImage& image, int y, int x, std::span<float> out) {
    std::array<float, kTileSize> green_row, blue_row;
    const auto green = std::span(green_row).first(out.size());
    const auto blue = std::span(blue_row).first(out.size());
    image.copy_row(0, y, x, out);
    image.copy_row(1, y, x, green);
    image.copy_row(2, y, x, blue);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = mean_of_channels(out[i], green[i], blue[i]);
}

TiledImage grey(const TiledImage& image, const ChannelMask& channels) {
    if (image.shape().c == 1) return image;
    TiledImage result = image;
    for (int tile = 0; tile < image.tile_count(); ++tile) {
        const Rect place = image.tile_rect(tile);
        rewrite_tile(result, tile, [&](TensorView pixels) {
            std::array<float, kTileSize> row;
            const auto mean = std::span(row).first(static_cast<std::size_t>(place.width()));
            for (int y = 0; y < place.height(); ++y) {
                copy_mean_row(image, place.y0 + y, place.x0, mean);
                for (int c = 0; c < 3; ++c)
                    if (paints_channel(channels, c, 3))
                        std::ranges::copy(mean, pixels.row(0, c, y));
            }
        });
    }
    return result;
}

/// All pixels of the same picture anew; `write` as for set_rows().
template <class Write>
TiledImage changed(const TiledImage& image, const ChannelMask& channels, Write write) {
    TiledImage result = image;
    set_rows(result, channels, image.shape().plane(), write);
    return result;
}

TiledImage inverted(const TiledImage& image, const ChannelMask& channels) {
    return changed(image, channels, [](int, int, int, std::span<float> row) {
        for (float& value : row) value = 1 - value;
    });
}

TiledImage flipped_left_right(const TiledImage& image, const ChannelMask& channels) {
    const int width = image.shape().w;
    return changed(image, channels, [&](int c, int y, int x, std::span<float> row) {
        image.copy_row(c, y, width - x - static_cast<int>(row.size()), row);
        std::ranges::reverse(row);
    });
}

TiledImage flipped_up_down(const TiledImage& image, const ChannelMask& channels) {
    const int last = image.shape().h - 1;
    return changed(image, channels, [&](int c, int y, int x, std::span<float> row) {
        image.copy_row(c, last - y, x, row);
    });
}

TiledImage turned(const TiledImage& image, const ChannelMask&) {
    const Shape shape = image.shape();
    return make_picture(
        {1, shape.c, shape.w, shape.h}, [&](int c, int y, int x, std::span<float> row) {
            image.copy_column(c, shape.h - x - static_cast<int>(row.size()), y, row);
            std::ranges::reverse(row);
        });
}

template <int kChannel>
TiledImage channel_alone(const TiledImage& image, const ChannelMask&) {
    ChannelMask others{true, true, true};
    others[kChannel] = false;
    return cleared(image, others, {0, 0, 0});
}

constexpr std::array kOps = std::to_array<PictureOp>({
    {"grey", "Grey", "Each channel becomes the mean of all three.", "The picture is grey already.",
     true, true, grey},
    {"invert", "Invert", "Dark becomes light: 1 minus each number.",
     "Inverted, the picture is the same.", false, true, inverted},
    {"flip_x", "Flip left and right", "The picture in a mirror.",
     "The picture is its own mirror image.", false, true, flipped_left_right},
    {"flip_y", "Flip up and down", "The picture upside down.",
     "The picture is the same upside down.", false, true, flipped_up_down},
    {"turn", "Turn by 90°", "Clockwise; width and height change places.",
     "The picture is the same after a turn.", false, false, turned},
    {"only_r", "Red alone", "Green and blue become 0.", "Green and blue are 0 already.", true,
     false, channel_alone<0>},
    {"only_g", "Green alone", "Red and blue become 0.", "Red and blue are 0 already.", true, false,
     channel_alone<1>},
    {"only_b", "Blue alone", "Red and green become 0.", "Red and green are 0 already.", true, false,
     channel_alone<2>},
});

/// Between 0 and 1, or as far beyond as `before` was.
float limited(float value, float before) {
    return std::clamp(value, std::min(0.0f, before), std::max(1.0f, before));
}

}  // namespace

std::span<const PictureOp> picture_ops() {
    return kOps;
}

TiledImage with_noise(const TiledImage& image, const ChannelMask& channels, const Noise& noise) {
    TiledImage result = image;
    const int count = image.shape().c;
    for (int tile = 0; tile < image.tile_count(); ++tile) {
        // Scrambled once, so that the numbers of neighbours are not those of one row, shifted.
        Random seeds(noise.seed + static_cast<std::uint64_t>(tile) * 0x100000001u);
        Random random(seeds.next());
        rewrite_tile(result, tile, [&](TensorView pixels) {
            const Shape shape = pixels.shape();
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    float unit = random.unit();
                    for (int c = 0; c < count; ++c) {
                        if (c > 0 && noise.coloured) unit = random.unit();
                        float& value = pixels(0, c, y, x);
                        if (paints_channel(channels, c, count) && !std::isnan(value))
                            value = limited(value + noise.amount * (2 * unit - 1), value);
                    }
                }
        });
    }
    return result;
}

TiledImage cleared(const TiledImage& image, const ChannelMask& channels,
                   const PaintColour& colour) {
    TiledImage result = image;
    SolidPainter(colour, channels).paint(result, image.shape().plane());
    return result;
}

PaintColour colour_at(const TiledImage& image, int x, int y) {
    const auto value = [&](int channel) {
        const float at = image.pixel(image.shape().c == 1 ? 0 : channel, y, x);
        return std::isnan(at) ? 0.0f : std::clamp(at, 0.0f, 1.0f);
    };
    return {value(0), value(1), value(2)};
}

TiledImage pasted(const TiledImage& image, const ChannelMask& channels, const TiledImage& piece,
                  int x, int y) {
    TiledImage result = image;
    const Shape from = piece.shape();
    const int count = image.shape().c;
    set_rows(result, channels, {x, y, x + from.w, y + from.h},
             [&](int c, int y_at, int x_at, std::span<float> row) {
                 if (from.c > count)
                     copy_mean_row(piece, y_at - y, x_at - x, row);
                 else
                     piece.copy_row(from.c == count ? c : 0, y_at - y, x_at - x, row);
             });
    return result;
}

}  // namespace convscope
