#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.hpp"
#include "core/scene/brush.hpp"

namespace convscope {

// What can be done to the whole picture. Tiles in which nothing changes stay shared where the
// picture keeps its size.

/// THE list of those that need nothing but the picture; a new one is one row of picture_ops.cpp.
struct PictureOp {
    std::string_view id, label;  ///< The label is the undo step's name too.
    std::string_view tooltip;
    std::string_view unchanged;  ///< The sentence for a picture that stays as it is.
    bool needs_colour;           ///< Means nothing for a grey picture.
    bool keeps_to_channels;      ///< Changes only those that are on; else whatever is on.
    TiledImage (*apply)(const TiledImage& image, const ChannelMask& channels);
};
std::span<const PictureOp> picture_ops();

struct Noise {
    float amount = 0.1f;   ///< At most so much is added or taken away.
    bool coloured = true;  ///< Each channel its own; else all the same.
    std::uint64_t seed = 1;
};
/// Adds equally likely numbers from -amount to amount. What was between 0 and 1 stays there.
TiledImage with_noise(const TiledImage& image, const ChannelMask& channels, const Noise& noise);

TiledImage cleared(const TiledImage& image, const ChannelMask& channels, const PaintColour& colour);

/// For the brush: limited to 0..1, NaN as 0; a grey picture's in all three. Precondition: inside.
PaintColour colour_at(const TiledImage& image, int x, int y);

/// How resized() finds the numbers along one axis.
enum class Resampling {
    kSame,
    kRepeat,   ///< A whole multiple: each pixel is repeated.
    kAverage,  ///< Smaller: the mean over what a new pixel covers.
    kLinear,   ///< Larger by no whole number: straight between centres of pixels.
};
Resampling resampling(int old_size, int new_size);

/// An Error for a size that no picture can have (check_image_size) or for which memory is short.
Result<TiledImage> resized(const TiledImage& image, int width, int height);

/// The pixels of `rect` alone. An Error when it is empty or reaches beyond the picture.
Result<TiledImage> cropped(const TiledImage& image, Rect rect);

/// `piece` with its upper left corner at (x, y), on the channels that are on; what lies beyond the
/// picture is lost. Grey becomes three equal channels, colour becomes grey by the mean.
TiledImage pasted(const TiledImage& image, const ChannelMask& channels, const TiledImage& piece,
                  int x, int y);

}  // namespace convscope
