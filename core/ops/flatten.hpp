#pragma once
#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// All cells of all channels as one list, by channel, row and column, in a column of width 1:
//
//   output[n, 0, (c H + y) W + x, 0] = input[n,c,y,x] + 0.0f
//   grad_input[n,c,y,x] = grad_output[n, 0, (c H + y) W + x, 0] + 0.0f

/// The longest list: no map is higher.
inline constexpr int kMaxFlattened = 16384;

/// Where a cell stands in the list.
int flatten_place_of(Shape input, Cell cell);
/// The cell of sample n at this place in the list.
Cell flatten_cell_at(Shape input, int n, int place);

/// The row of op_table().
OpInfo flatten_op();

/// Both implementations: moving cells leaves nothing to vectorise.
OpKernels flatten_kernels();
/// OpInfo::text.
OpText flatten_text();

}  // namespace convscope
