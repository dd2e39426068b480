#pragma once
#include <cstddef>
#include <span>

#include "core/ops/window_tile.hpp"

namespace convscope {

// The inner loops of max_pool2d, in SIMD; core/ops/window_tile.hpp says what they read.

/// The largest value so far of every result (i, j), at best[i * kTileSide + j], and the number of
/// the tap that it came from, at winner[..]. What is beyond results.x in a row has no meaning.
struct RunningMaximum {
    float* best;
    float* winner;
};

/// For every result and every tap, in order: where tile[tap.offset + i * row_stride + j] is larger
/// than the best, or the first NaN, it becomes the best and tap.number the winner.
void take_maximum(const float* tile, std::size_t row_stride, Extent2 results,
                  std::span<const Tap> taps, RunningMaximum maximum);

/// Gradients and winners of outputs, packed in the same layout.
struct RoutedTile {
    const float* grads;
    const float* winners;
    std::size_t row_stride;
};

/// For every result (i, j) and every tap, in order: where the winner at tap.offset + i *
/// row_stride + j is tap.number, totals[i * kTileSide + j] += the gradient there.
void add_routed(const RoutedTile& tile, Extent2 results, std::span<const Tap> taps, float* totals);

/// For every result (i, j) and every tap: where tile[tap.offset + i * row_stride + j] equals
/// best[i * kTileSide + j], counts[i * kTileSide + j] += 1.
void count_ties(const float* tile, std::size_t row_stride, Extent2 results,
                std::span<const Tap> taps, const float* best, float* counts);

/// Of outputs, packed in the same layout: what each gives to every cell that shares its gradient,
/// its value, and its winner.
struct SharedTile {
    const float* shares;
    const float* values;
    const float* winners;
    std::size_t row_stride;
};

/// For every result (i, j), whose value is cells[i * kTileSide + j], and every tap, in order: where
/// the output at tap.offset + i * row_stride + j has the same value, or tap.number as winner,
/// totals[i * kTileSide + j] += its share.
void add_shared(const SharedTile& tile, Extent2 results, std::span<const Tap> taps,
                const float* cells, float* totals);

}  // namespace convscope
