#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

inline constexpr int kTileSize = 64;  ///< The unit of sharing, undo, recomputing and uploading.

/// A picture, planar float, usually 0..1, of 1 or 3 channels, kept as immutable tiles that copies
/// share: a copy costs one pointer a tile, a change only the tiles it touches.
class TiledImage {
  public:
    TiledImage() = default;
    /// Every pixel 0.
    TiledImage(int width, int height, int channels);
    /// Precondition: shape n = 1.
    static TiledImage from_tensor(ConstTensorView pixels);

    bool empty() const { return tiles_.empty(); }
    Shape shape() const { return {1, channels_, height_, width_}; }
    int tile_columns() const { return ceil_div(width_, kTileSize); }
    int tile_rows() const { return ceil_div(height_, kTileSize); }
    int tile_count() const { return tile_columns() * tile_rows(); }

    /// Pixels covered by tile `index` (row order), clipped to the picture.
    Rect tile_rect(int index) const;
    /// C,H,W of that rectangle; its cell (0, 0) is the rectangle's corner.
    const Tensor& tile(int index) const { return *tiles_[static_cast<std::size_t>(index)]; }
    /// Replaces one tile. Precondition: `pixels` has the shape of the old one.
    void set_tile(int index, Tensor pixels);
    /// The same with a tensor that other tiles may hold too.
    void set_tile(int index, std::shared_ptr<const Tensor> pixels);

    /// Precondition: inside the picture.
    float pixel(int channel, int y, int x) const;
    /// The pixels from (x, y) to the right, or downwards. Precondition: all inside the picture.
    void copy_row(int channel, int y, int x, std::span<float> out) const;
    void copy_column(int channel, int y, int x, std::span<float> out) const;
    Tensor to_tensor() const;
    /// Copies `rect` of every channel into the same place of `target` (shape()).
    void copy_to(TensorView target, Rect rect) const;

    bool shares_tile(int index, const TiledImage& other) const {
        return tiles_[static_cast<std::size_t>(index)] ==
               other.tiles_[static_cast<std::size_t>(index)];
    }
    /// Same shape and every tile shared: certainly the same pixels, without looking at them.
    bool shares_all_tiles(const TiledImage& other) const;
    /// Same shape and the same bits in every pixel.
    bool same_pixels(const TiledImage& other) const;
    /// For every tile the smallest rectangle around pixels whose bits differ from `older`
    /// (shared tiles cost one comparison of pointers). Precondition: same shape.
    std::vector<Rect> changes_since(const TiledImage& older) const;

    /// Adds the tiles' addresses and sizes, so that shared ones are counted once.
    void collect_tiles(std::vector<std::pair<const void*, std::size_t>>& tiles) const;

  private:
    /// Index of the tile that holds a pixel.
    int tile_at(int y, int x) const { return y / kTileSize * tile_columns() + x / kTileSize; }

    int width_ = 0, height_ = 0, channels_ = 0;
    std::vector<std::shared_ptr<const Tensor>> tiles_;
};

}  // namespace convscope
