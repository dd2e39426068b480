#pragma once
#include <cstddef>

#include "core/ops/reduce.hpp"

namespace convscope {

// Lane sums (core/ops/reduce.hpp) in SIMD.

/// Values that stand in groups of kLanes side by side, group j of row i at
/// values[i * row_stride + j * kLanes], and after them, if tail_lanes > 0, one group in each row of
/// which only the first tail_lanes count, at tail[i * kLanes].
struct LaneGrid {
    int rows = 0, groups = 0;
    const float* values = nullptr;
    std::size_t row_stride = 0;
    int tail_lanes = 0;
    const float* tail = nullptr;
};

inline constexpr std::size_t kMaxTailFloats = std::size_t{kBlockSize} * kLanes;

/// Channel `c` of the first sample over a block. The columns after the last whole group are copied
/// to `tail`, which has room for kMaxTailFloats, because what lies behind them must not be read.
LaneGrid block_lanes(ConstTensorView map, int c, Rect block, float* tail);

/// For every row, group and lane, in order: lanes[lane] += value.
void sum_lanes(const LaneGrid& grid, float* lanes);

/// For every row, group and lane, in order: lanes[lane] = fma(value, value, lanes[lane]).
void sum_square_lanes(const LaneGrid& grid, float* lanes);

// The same of two grids that are cut alike, place by place.

/// d = a - b, then lanes[lane] = fma(d, d, lanes[lane]).
void sum_squared_difference_lanes(const LaneGrid& a, const LaneGrid& b, float* lanes);

/// lanes[lane] = fma(a, b, lanes[lane]).
void sum_product_lanes(const LaneGrid& a, const LaneGrid& b, float* lanes);

/// Of the cells of `rect` in channel c of sample n. Precondition: inside the map.
AbsoluteSum absolute_sum(ConstTensorView map, int n, int c, Rect rect);

}  // namespace convscope
