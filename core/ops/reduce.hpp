#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/tensor/tensor.hpp"

namespace convscope {

// Sums over a whole map (dL/dG, dL/dbias, the loss) are part of the numeric contract: their
// result must not depend on threads, on vector width, or on what was recomputed.
//
//   one picture   blocks of 64 x 64 cells of the summed map, anchored at 0, in row order; inside a
//                 block 16 lanes, lane = column mod 16, each taking its terms row by row, left to
//                 right, from +0; lanes folded 8-4-2-1; blocks added in a pairwise tree.
//   a batch       groups of 16 samples; lane = sample mod 16, each taking its terms row by row,
//                 left to right, from +0; lanes folded 8-4-2-1; groups added in order.
//
// A lane or a group that no cell falls into counts as +0.

inline constexpr int kBlockSize = 64;
inline constexpr int kLanes = 16;

/// How a map is cut into blocks.
struct BlockGrid {
    int columns = 0, rows = 0;
    int count() const { return columns * rows; }
    /// Cells of block `index` (row order), clipped to `plane`.
    Rect rect(int index, Rect plane) const {
        const int x = index % columns * kBlockSize, y = index / columns * kBlockSize;
        return intersect({x, y, x + kBlockSize, y + kBlockSize}, plane);
    }
};
inline BlockGrid block_grid(Rect plane) {
    return {ceil_div(plane.width(), kBlockSize), ceil_div(plane.height(), kBlockSize)};
}

/// Lanes folded 8-4-2-1: lane i takes lane i + 8, then i + 4, then i + 2, then i + 1.
inline float fold_lanes(std::array<float, kLanes> lanes) {
    for (std::size_t half = kLanes / 2; half > 0; half /= 2)
        for (std::size_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
    return lanes[0];
}

/// Roundings that a term passes through at most: in the fold of its lane, and in the whole sum over
/// the blocks of a plane, where adding a term rounds `per_term` times.
inline constexpr std::int64_t kFoldRoundings = 4;
std::int64_t block_sum_roundings(Rect plane, std::int64_t per_term);

/// What the values of (a part of) a map are in sum.
struct AbsoluteSum {
    double sum = 0;      ///< Of the absolute finite values, never too small.
    double nonzero = 0;  ///< How many values are not 0.

    void include(const AbsoluteSum& other) {
        sum += other.sum;
        nonzero += other.nonzero;
    }
    friend bool operator==(const AbsoluteSum&, const AbsoluteSum&) = default;
};

/// The pairwise tree over `count` vectors of `size` floats that lie one behind the other: in each
/// round vector i becomes vector 2i + vector 2i+1, an odd last one moves up unchanged, until one
/// is left; with none the result is +0. `partials` is left as it was.
void sum_pairwise(std::span<const float> partials, std::size_t count, std::size_t size,
                  std::span<float> total);

/// Vectors that sum_pairwise keeps beside what it is given, at most.
std::size_t pairwise_copies(std::size_t count);

/// As sum_pairwise, but one after the other from the first: ((v0 + v1) + v2) + ...
void sum_in_order(std::span<const float> partials, std::size_t count, std::size_t size,
                  std::span<float> total);

}  // namespace convscope
