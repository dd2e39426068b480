#pragma once
#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// 2-D convolution as deep learning uses the word: cross-correlation, the filter is not flipped,
// padding counts as +0. With input N,C,H,W, weights K,C,h,w and bias K (or none):
//
//   output[n,k,y,x]      = bias[k] + sum over c, b, a of
//                          input[n, c, sy y + dy b - py, sx x + dx a - px] * weights[k,c,b,a]
//   grad_input[n,c,q,p]  = sum over k, y, x of grad_output[n,k,y,x] * weights[k,c,b,a], where
//                          sx x + dx a - px = p and sy y + dy b - py = q
//   grad_weights[k,c,b,a] = sum over n, y, x of
//                          input[n, c, sy y + dy b - py, sx x + dx a - px] * grad_output[n,k,y,x]
//   grad_bias[k]         = sum over n, y, x of grad_output[n,k,y,x]
//
// Source: Goodfellow, Bengio, Courville, Deep Learning, sections 9.1 and 9.5. Dilation 1 is not
// dilated.
//
// The bits (all sums by fused multiply-add, total = fma(first factor, second factor, total)):
//
//   output        starts at the bias (+0 without one), takes its terms by channel, filter row,
//                 filter column; cells in the padding take part as +0 * weight.
//   grad_input    starts at +0, takes its terms by filter, output row, output column; outputs that
//                 do not exist are no terms.
//   both          end with + 0.0f, so that a zero is never negative. A kernel may therefore treat
//                 an output that does not exist as +0: that changes a total at most from -0 to +0,
//                 because weights are finite.
//   grad_weights  as core/ops/reduce.hpp says; cells in the padding take part as +0 * grad_output;
//                 lanes of columns past the edge of the map or of samples past the end of the
//                 batch get no term and stay +0.
//   grad_bias     likewise, each term fma(grad_output, 1, total).

/// The window of a ParamSet of conv2d.
Window2d conv2d_window(const ParamSet& params);

/// The row of op_table().
OpInfo conv2d_op();

/// OpInfo::weight_sums.
WeightSums conv2d_weight_sums(ConstTensorView weights);

/// SIMD kernels.
OpKernels conv2d_fast();
/// The same bits by plain loops.
OpKernels conv2d_twin();
/// The formulas above, in double.
OpOracle conv2d_oracle();
/// OpInfo::explain.
Explanation conv2d_explain(const OpInputs& inputs, Quantity quantity, Cell cell, std::int64_t first,
                           std::int64_t last);
/// OpInfo::error_bound.
double conv2d_error_bound(const OpInputs& inputs, Quantity quantity, const ErrorBounds& errors);
/// OpInfo::text.
OpText conv2d_text();

}  // namespace convscope
