#pragma once
#include <array>
#include <span>

#include "core/ops/conv2d.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/window_tile.hpp"

namespace convscope {

// The SIMD kernel of dL/dweights: how a part's result is laid out, and its two cases.

/// Where the share of one weight, or of one bias, stands in a part's result.
struct PartialShape {
    explicit PartialShape(const OpInputs& inputs);
    std::size_t weight(int k, int c, int b, int a) const;
    std::size_t bias(int k) const { return weight(filters, 0, 0, 0) + static_cast<std::size_t>(k); }

    int filters, channels;
    Extent2 kernel;
};

/// The taps of one chunk and the lane sums that they add up.
class ChunkSums {
  public:
    static constexpr std::size_t kFloats = kMaxChunkTaps * std::size_t{kLanes};

    /// `lanes` has room for kFloats.
    explicit ChunkSums(float* lanes) : lanes_(lanes) {}

    /// Takes the taps of a chunk; positions of its tile are `spacing` floats apart.
    std::span<const Tap> set_taps(const TileLayout& layout, const TileTaps& tile, int spacing);
    /// The lanes of the first `taps` taps, set to +0.
    float* start(std::size_t taps);
    /// The folded lanes of one tap.
    float folded(std::size_t tap) const;
    /// Writes all folded lanes of the chunk to the places of their weights.
    void store(const TileLayout& layout, const TileTaps& tile, const PartialShape& shape, int k,
               int c, std::span<float> partial) const;

  private:
    float* lanes_;
    std::array<Tap, kMaxChunkTaps> taps_;
};

/// One picture: a block of the output map, where a lane is every 16th column.
void conv2d_grad_weights_block(const OpInputs& inputs, Rect block, std::span<float> partial,
                               Scratch& scratch);

/// A batch: kLanes samples from `first_sample` on, where a lane is one sample.
void conv2d_grad_weights_group(const OpInputs& inputs, int first_sample, std::span<float> partial,
                               Scratch& scratch);

}  // namespace convscope
