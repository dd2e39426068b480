#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "core/scene/picture_ops.hpp"
#include "core/scene/scene.hpp"
#include "core/scene/tile_paint.hpp"

namespace convscope {
namespace {

/// The old pixels that the new ones are made of, along one axis.
class Taps {
  public:
    Taps(int old_size, int new_size);
    int first(int index) const { return firsts_[static_cast<std::size_t>(index)]; }
    /// Of first(), first() + 1, ...
    std::span<const double> weights(int index) const {
        const auto at = static_cast<std::size_t>(index);
        return std::span(weights_).subspan(begins_[at], begins_[at + 1] - begins_[at]);
    }

  private:
    void add_average(int old_size, int new_size, int index);
    void add_linear(int old_size, int new_size, int index);

    std::vector<int> firsts_;
    std::vector<std::size_t> begins_;  ///< In weights_, one more than firsts_.
    std::vector<double> weights_;
};

Taps::Taps(int old_size, int new_size) {
    const Resampling kind = resampling(old_size, new_size);
    for (int i = 0; i < new_size; ++i) {
        begins_.push_back(weights_.size());
        if (kind == Resampling::kAverage) {
            add_average(old_size, new_size, i);
        } else if (kind == Resampling::kLinear) {
            add_linear(old_size, new_size, i);
        } else {
            firsts_.push_back(i / (new_size / old_size));
            weights_.push_back(1);
        }
    }
    begins_.push_back(weights_.size());
}

void Taps::add_average(int old_size, int new_size, int index) {
    const double ratio = static_cast<double>(old_size) / new_size;
    const double low = index * ratio, high = (index + 1) * ratio;
    const int last = std::min(old_size, static_cast<int>(std::ceil(high)));
    firsts_.push_back(static_cast<int>(low));
    for (int i = firsts_.back(); i < last; ++i)
        weights_.push_back((std::min<double>(high, i + 1) - std::max<double>(low, i)) / ratio);
}

void Taps::add_linear(int old_size, int new_size, int index) {
    const double place = (index + 0.5) * old_size / new_size - 0.5;
    const double inside = std::clamp<double>(place, 0, old_size - 1);
    firsts_.push_back(std::min(static_cast<int>(inside), std::max(0, old_size - 2)));
    const double share = inside - firsts_.back();
    weights_.push_back(1 - share);
    if (share != 0) weights_.push_back(share);
}

/// Makes rows of the new picture, as make_picture() asks for them: across first, then down. An old
/// row resampled across serves both new rows that share it.
class Resampler {
  public:
    Resampler(const TiledImage& image, int width, int height)
        : image_(image), across_(image.shape().w, width), down_(image.shape().h, height) {}

    void write(int channel, int y, int x, std::span<float> row) {
        if (channel != channel_ || x != x_) known_ = {kNone, kNone};
        channel_ = channel;
        x_ = x;
        std::array<double, kTileSize> sums{};
        int old_y = down_.first(y);
        for (const double weight : down_.weights(y)) {
            const OldRow& old_row = row_across(old_y++, row.size());
            for (std::size_t i = 0; i < row.size(); ++i) sums[i] += weight * old_row[i];
        }
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<float>(sums[i]);
    }

  private:
    using OldRow = std::array<double, kTileSize>;
    static constexpr int kNone = -1;

    const OldRow& row_across(int y, std::size_t count) {
        const auto slot = static_cast<std::size_t>(y % 2);
        OldRow& row = rows_[slot];
        if (known_[slot] == y) return row;
        known_[slot] = y;
        const int last = x_ + static_cast<int>(count) - 1;
        const int first = across_.first(x_);
        pixels_.resize(across_.weights(last).size() +
                       static_cast<std::size_t>(across_.first(last) - first));
        image_.copy_row(channel_, y, first, pixels_);
        for (std::size_t i = 0; i < count; ++i) {
            const int x = x_ + static_cast<int>(i);
            const float* next = pixels_.data() + (across_.first(x) - first);
            double sum = 0;
            for (const double weight : across_.weights(x)) sum += weight * double{*next++};
            row[i] = sum;
        }
        return row;
    }

    const TiledImage& image_;
    Taps across_, down_;
    int channel_ = kNone, x_ = kNone;
    std::array<OldRow, 2> rows_;  ///< Of even and of odd rows, the last one.
    std::array<int, 2> known_{kNone, kNone};
    std::vector<float> pixels_;
};

Result<void> check_room_for(int width, int height, int channels) {
    if (Result<void> size = check_image_size(width, height, channels); !size) return size;
    const std::size_t bytes = Shape{1, channels, height, width}.count() * sizeof(float);
    if (bytes <= memory_limit()) return {};
    return Error{"a picture of " + std::to_string(width) + " x " + std::to_string(height) +
                     " pixels does not fit into the memory that is free: choose a smaller one",
                 "image"};
}

}  // namespace

Resampling resampling(int old_size, int new_size) {
    if (new_size == old_size) return Resampling::kSame;
    if (new_size < old_size) return Resampling::kAverage;
    return new_size % old_size == 0 ? Resampling::kRepeat : Resampling::kLinear;
}

Result<TiledImage> resized(const TiledImage& image, int width, int height) {
    const Shape old = image.shape();
    if (Result<void> room = check_room_for(width, height, old.c); !room) return room.error();
    Resampler resampler(image, width, height);
    return make_picture({1, old.c, height, width}, [&](int c, int y, int x, std::span<float> row) {
        resampler.write(c, y, x, row);
    });
}

Result<TiledImage> cropped(const TiledImage& image, Rect rect) {
    const Shape shape = image.shape();
    if (rect.empty() || intersect(rect, shape.plane()) != rect)
        return Error{"the part to keep must lie inside the picture of " + std::to_string(shape.w) +
                         " x " + std::to_string(shape.h) + " pixels: change its place or its size",
                     "image"};
    return make_picture({1, shape.c, rect.height(), rect.width()},
                        [&](int c, int y, int x, std::span<float> row) {
                            image.copy_row(c, rect.y0 + y, rect.x0 + x, row);
                        });
}

}  // namespace convscope
