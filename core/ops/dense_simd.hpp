#pragma once
#include <cstddef>

#include "core/ops/reduce.hpp"

namespace convscope {

// The inner loops of dense, in SIMD. Columns come in groups of kLanes.

/// Two matrices to multiply, and where the product is added. Column j is number j % kLanes of group
/// j / kLanes.
struct ProductTile {
    std::size_t rows, terms, column_groups;
    const float* left;  ///< rows x terms
    std::size_t left_stride;
    const float* right;  ///< terms x columns
    std::size_t right_stride, right_group_stride;
    float* totals;  ///< rows x columns
    std::size_t totals_stride;
};

/// For every row i, column j and term t, in order:
///   totals[i][j] = fma(left[i][t], right[t][j], totals[i][j])
void add_product(const ProductTile& tile);

/// For every column j, over kLanes rows of `values`, which are `stride` apart:
///   sums[j] = fold_lanes(fma(values[lane][j], factors[lane], +0) in each lane)
void fold_products(const float* values, std::size_t stride, const float* factors,
                   std::size_t column_groups, float* sums);

}  // namespace convscope
