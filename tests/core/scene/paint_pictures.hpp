#pragma once
#include <string>
#include <vector>

#include "core/scene/tiled_image.hpp"

namespace convscope::examples {

/// A picture whose channels all hold these numbers: one text a row, one digit a pixel, in tenths.
inline TiledImage from_rows(const std::vector<std::string>& rows, int channels = 3) {
    const Shape shape{1, channels, static_cast<int>(rows.size()),
                      static_cast<int>(rows.front().size())};
    Tensor pixels(shape);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x)
                pixels.view()(0, c, y, x) =
                    static_cast<float>(
                        rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] - '0') /
                    10;
    return TiledImage::from_tensor(pixels.view());
}

/// A '#' for each pixel that differs from the picture before, else a '.'.
inline std::vector<std::string> changed_rows(const TiledImage& before, const TiledImage& after,
                                             int channel = 0) {
    const Shape shape = before.shape();
    std::vector<std::string> rows;
    for (int y = 0; y < shape.h; ++y) {
        rows.emplace_back();
        for (int x = 0; x < shape.w; ++x)
            rows.back() += before.pixel(channel, y, x) == after.pixel(channel, y, x) ? '.' : '#';
    }
    return rows;
}

using Rows = std::vector<std::string>;

}  // namespace convscope::examples
