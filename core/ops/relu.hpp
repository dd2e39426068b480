#pragma once
#include "core/ops/op_table.hpp"

namespace convscope {

// max(0, x), cell by cell:
//
//   output     = x where x > 0 or x is NaN; else +0
//   grad_input = grad_output + 0.0f where x > 0 or x is NaN; else +0 (at exactly 0 too)

/// The row of op_table().
OpInfo relu_op();

/// SIMD kernels.
OpKernels relu_fast();
/// The same bits by plain loops.
OpKernels relu_twin();
/// OpInfo::text.
OpText relu_text();

}  // namespace convscope
