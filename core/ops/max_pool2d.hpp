#pragma once
#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// Max pooling over windows of input, each channel by itself:
//
//   output[n,c,y,x]     = max over the window's cells (b, a) inside the input of
//                         input[n, c, sy y + b - py, sx x + a - px]
//   grad_input[n,c,q,p] = sum over the outputs y, x (row by row) whose winner is this cell of
//                         grad_output[n,c,y,x], starting at +0
//
// Padding counts as minus infinity and never wins; it is at most half the window, so that every
// window has a cell inside. Ties go to the first cell in row order, the first NaN in row order wins
// over every number, and a window of nothing but -inf has its first cell inside as winner.

/// The window of a ParamSet of max_pool2d.
Window2d max_pool2d_window(const ParamSet& params);

/// The row of op_table().
OpInfo max_pool2d_op();

/// SIMD kernels.
OpKernels max_pool2d_fast();
/// The same bits by plain loops.
OpKernels max_pool2d_twin();
/// The formulas above, in double.
OpOracle max_pool2d_oracle();
/// OpInfo::explain.
Explanation max_pool2d_explain(const OpInputs& inputs, Quantity quantity, Cell cell,
                               std::int64_t first, std::int64_t last);

/// Window cell `index` (row * width + column) that wins output (n, c, y, x). Values may be float
/// or double.
template <class T>
int max_pool2d_winner(const Window2d& window, BasicTensorView<const T> input, Cell output) {
    int winner = -1;
    T best{};
    for (int b = 0; b < window.y.size; ++b)
        for (int a = 0; a < window.x.size; ++a) {
            const int row = window.y.input_index(output.y, b);
            const int column = window.x.input_index(output.x, a);
            if (!input.shape().plane().contains(column, row)) continue;
            const T value = input(output.n, output.c, row, column);
            const bool first_nan = value != value && best == best;
            if (winner >= 0 && !(value > best) && !first_nan) continue;
            winner = b * window.x.size + a;
            best = value;
        }
    return winner;
}

}  // namespace convscope
