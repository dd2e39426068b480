#pragma once
#include <cstddef>
#include <span>

#include "core/ops/lane_simd.hpp"
#include "core/ops/window_tile.hpp"

namespace convscope {

// The inner loops of conv2d and avg_pool2d, in SIMD; core/ops/window_tile.hpp says what `tile` is.

/// For every result (i, j) and every tap, in order:
///   totals[i * kTileSide + j] = fma(tile[tap.offset + i * row_stride + j], tap.number, totals[..])
/// Writes whole rows of kTileSide at most; what is beyond results.x in a row has no meaning.
void accumulate_tile(const float* tile, std::size_t row_stride, Extent2 results,
                     std::span<const Tap> taps, float* totals);

/// For every tap t, row i, group j and lane, row by row, in order:
///   lanes[t * kLanes + lane] = fma(tile[tap.offset + i * row_stride + j * kLanes + lane],
///                                  gradient, lanes[..])
void accumulate_lanes(const float* tile, std::size_t row_stride, const LaneGrid& grads,
                      std::span<const Tap> taps, float* lanes);

}  // namespace convscope
