#pragma once
#include "core/ops/op_table.hpp"

namespace convscope {

// The mean of each channel:
//
//   output[n,c,0,0]     = (sum over y, x of input[n,c,y,x]) / (H W)
//   grad_input[n,c,y,x] = grad_output[n,c,0,0] / (H W) + 0.0f
//
// The sum is that of one picture in core/ops/reduce.hpp (blocks, lanes, a pairwise tree), sample by
// sample in a batch; it is divided once. Beyond 2^24 cells H W itself is rounded to a float.

/// The row of op_table().
OpInfo global_avg_pool_op();

/// SIMD kernels.
OpKernels global_avg_pool_fast();
/// The same bits by plain loops.
OpKernels global_avg_pool_twin();
/// OpInfo::text.
OpText global_avg_pool_text();

}  // namespace convscope
