#pragma once
#include "core/ops/op_table.hpp"

namespace convscope {

// A dense (fully connected) layer: every output is a weighted sum of all cells of the input. With
// input N,C,H,W, weights K,C,H,W and bias K (or none):
//
//   output[n,0,k,0]       = bias[k] + sum over c, y, x of input[n,c,y,x] * weights[k,c,y,x]
//   grad_input[n,c,y,x]   = sum over k of grad_output[n,0,k,0] * weights[k,c,y,x]
//   grad_weights[k,c,y,x] = sum over n of input[n,c,y,x] * grad_output[n,0,k,0]
//   grad_bias[k]          = sum over n of grad_output[n,0,k,0]
//
// So a map is read as the list of its cells by channel, row and column, and the output is a list
// too, a column of width 1. It equals a convolution whose filters are as large as the map.
//
// The bits (all sums by fused multiply-add, total = fma(first factor, second factor, total)):
//
//   output        starts at the bias (+0 without one), takes its terms by channel, row, column.
//   grad_input    starts at +0, takes its terms by output.
//   both          end with + 0.0f, so that a zero is never negative.
//   grad_weights  of one picture: the only term, fma from +0, and + 0.0f; of a batch as
//                 core/ops/reduce.hpp says.
//   grad_bias     likewise, each term fma(grad_output, 1, total).

/// Weights of one layer at most.
inline constexpr std::int64_t kMaxDenseWeights = 64'000'000;

/// Cells of the input in one part of dL/dweights of one picture; the first part has the biases.
inline constexpr int kDensePartCells = 1024;

/// The row of op_table().
OpInfo dense_op();

/// SIMD kernels.
OpKernels dense_fast();
/// The same bits by plain loops.
OpKernels dense_twin();
/// The formulas above, in double.
OpOracle dense_oracle();
/// OpInfo::text.
OpText dense_text();

}  // namespace convscope
