#include "core/scene/tiled_image.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>

namespace convscope {
namespace {

Shape tile_shape(Rect rect, int channels) {
    return {1, channels, rect.height(), rect.width()};
}

/// Smallest rectangle around elements whose bits differ, in the tensors' own cells.
Rect differing_cells(ConstTensorView a, ConstTensorView b) {
    const Shape shape = a.shape();
    const auto row_bytes = static_cast<std::size_t>(shape.w) * sizeof(float);
    const auto same_bits = [](float left, float right) {
        return std::bit_cast<std::uint32_t>(left) == std::bit_cast<std::uint32_t>(right);
    };
    Rect changed;
    for (int c = 0; c < shape.c; ++c) {
        for (int y = 0; y < shape.h; ++y) {
            const float *left = a.row(0, c, y), *right = b.row(0, c, y);
            if (std::memcmp(left, right, row_bytes) == 0) continue;
            int x0 = 0, x1 = shape.w;
            while (same_bits(left[x0], right[x0])) ++x0;
            while (same_bits(left[x1 - 1], right[x1 - 1])) --x1;
            changed = unite(changed, {x0, y, x1, y + 1});
        }
    }
    return changed;
}

}  // namespace

TiledImage::TiledImage(int width, int height, int channels)
    : width_(width), height_(height), channels_(channels) {
    assert(width > 0 && height > 0 && channels > 0);
    // Tiles of one shape share one zero tensor: an empty picture of any size costs next to nothing.
    std::vector<std::shared_ptr<const Tensor>> zeros;
    tiles_.reserve(static_cast<std::size_t>(tile_count()));
    for (int i = 0; i < tile_count(); ++i) {
        const Shape shape = tile_shape(tile_rect(i), channels_);
        auto zero = std::find_if(zeros.begin(), zeros.end(),
                                 [&](const auto& tile) { return tile->shape() == shape; });
        if (zero == zeros.end())
            zero = zeros.insert(zeros.end(), std::make_shared<const Tensor>(shape));
        tiles_.push_back(*zero);
    }
}

TiledImage TiledImage::from_tensor(ConstTensorView pixels) {
    assert(pixels.shape().n == 1);
    TiledImage image;
    image.width_ = pixels.shape().w;
    image.height_ = pixels.shape().h;
    image.channels_ = pixels.shape().c;
    image.tiles_.reserve(static_cast<std::size_t>(image.tile_count()));
    for (int i = 0; i < image.tile_count(); ++i) {
        const Rect rect = image.tile_rect(i);
        Tensor tile(tile_shape(rect, image.channels_));
        for (int c = 0; c < image.channels_; ++c)
            for (int y = 0; y < rect.height(); ++y)
                std::copy_n(pixels.row(0, c, rect.y0 + y) + rect.x0, rect.width(),
                            tile.view().row(0, c, y));
        image.tiles_.push_back(std::make_shared<const Tensor>(std::move(tile)));
    }
    return image;
}

Rect TiledImage::tile_rect(int index) const {
    const int x = index % tile_columns() * kTileSize, y = index / tile_columns() * kTileSize;
    return intersect({x, y, x + kTileSize, y + kTileSize}, shape().plane());
}

void TiledImage::set_tile(int index, Tensor pixels) {
    set_tile(index, std::make_shared<const Tensor>(std::move(pixels)));
}

void TiledImage::set_tile(int index, std::shared_ptr<const Tensor> pixels) {
    assert(pixels->shape() == tile(index).shape());
    tiles_[static_cast<std::size_t>(index)] = std::move(pixels);
}

float TiledImage::pixel(int channel, int y, int x) const {
    return tile(tile_at(y, x)).view()(0, channel, y % kTileSize, x % kTileSize);
}

void TiledImage::copy_row(int channel, int y, int x, std::span<float> out) const {
    while (!out.empty()) {
        const ConstTensorView pixels = tile(tile_at(y, x)).view();
        const int first = x % kTileSize;
        const auto count = std::min(out.size(), static_cast<std::size_t>(pixels.shape().w - first));
        std::copy_n(pixels.row(0, channel, y % kTileSize) + first, count, out.begin());
        x += static_cast<int>(count);
        out = out.subspan(count);
    }
}

void TiledImage::copy_column(int channel, int y, int x, std::span<float> out) const {
    while (!out.empty()) {
        const ConstTensorView pixels = tile(tile_at(y, x)).view();
        const int first = y % kTileSize;
        const auto count = std::min(out.size(), static_cast<std::size_t>(pixels.shape().h - first));
        const float* next = pixels.row(0, channel, first) + x % kTileSize;
        for (float& value : out.first(count)) {
            value = *next;
            next += pixels.row_stride();
        }
        y += static_cast<int>(count);
        out = out.subspan(count);
    }
}

Tensor TiledImage::to_tensor() const {
    Tensor pixels(shape());
    copy_to(pixels.view(), shape().plane());
    return pixels;
}

void TiledImage::copy_to(TensorView target, Rect rect) const {
    assert(target.shape() == shape());
    rect = intersect(rect, shape().plane());
    if (rect.empty()) return;
    for (int row = rect.y0 / kTileSize; row * kTileSize < rect.y1; ++row) {
        for (int column = rect.x0 / kTileSize; column * kTileSize < rect.x1; ++column) {
            const int index = row * tile_columns() + column;
            const Rect place = tile_rect(index), part = intersect(place, rect);
            const ConstTensorView source = tile(index).view();
            for (int c = 0; c < channels_; ++c)
                for (int y = part.y0; y < part.y1; ++y)
                    std::copy_n(source.row(0, c, y - place.y0) + part.x0 - place.x0, part.width(),
                                target.row(0, c, y) + part.x0);
        }
    }
}

bool TiledImage::shares_all_tiles(const TiledImage& other) const {
    return shape() == other.shape() && tiles_ == other.tiles_;
}

bool TiledImage::same_pixels(const TiledImage& other) const {
    if (shape() != other.shape()) return false;
    for (int i = 0; i < tile_count(); ++i)
        if (!shares_tile(i, other) && !same_bits(tile(i).view(), other.tile(i).view()))
            return false;
    return true;
}

std::vector<Rect> TiledImage::changes_since(const TiledImage& older) const {
    assert(shape() == older.shape());
    std::vector<Rect> changes(tiles_.size());
    for (int i = 0; i < tile_count(); ++i) {
        if (shares_tile(i, older)) continue;
        const Rect place = tile_rect(i);
        const Rect cells = differing_cells(tile(i).view(), older.tile(i).view());
        if (cells.empty()) continue;
        changes[static_cast<std::size_t>(i)] = {cells.x0 + place.x0, cells.y0 + place.y0,
                                                cells.x1 + place.x0, cells.y1 + place.y0};
    }
    return changes;
}

void TiledImage::collect_tiles(std::vector<std::pair<const void*, std::size_t>>& tiles) const {
    for (const auto& tile : tiles_) tiles.emplace_back(tile.get(), tile->memory_bytes());
}

}  // namespace convscope
