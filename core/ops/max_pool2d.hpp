#pragma once
#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// Max pooling over windows of input, each channel by itself:
//
//   output[n,c,y,x]     = max over the window's cells (b, a) inside the input of
//                         input[n, c, sy y + b - py, sx x + a - px]
//   grad_input[n,c,q,p] = sum over the outputs y, x (row by row) whose gradient this cell has or
//                         shares of grad_output[n,c,y,x] / count[n,c,y,x], starting at +0
//
// Padding counts as minus infinity and never wins; it is at most half the window, so that every
// window has a cell inside. The winner is the first cell in row order that has the largest value;
// the first NaN in row order wins over every number, and a window of nothing but -inf has its first
// cell inside as winner.
//
// The winner gets the gradient, count is 1. By another tie rule than kFirst all cells of the window
// with the value of the winner get it (NaN has no equal; padding has no part), and by kSplit count
// is their number. The output and the winners do not depend on the rule.

/// The window of a ParamSet of max_pool2d.
Window2d max_pool2d_window(const ParamSet& params);

/// Where the gradient of a window goes in which several cells have the largest value.
enum class TieRule {
    kFirst,  ///< To the first in row order.
    kSplit,  ///< Shared equally.
    kAll,    ///< To each of them, all of it.
};
TieRule max_pool2d_ties(const ParamSet& params);

/// Row `row` of winners, which lie dense in the order of an output of this shape.
template <class T>
T* winner_row(std::span<T> winners, Shape shape, Cell row) {
    const std::size_t plane = static_cast<std::size_t>(row.n) * static_cast<std::size_t>(shape.c) +
                              static_cast<std::size_t>(row.c);
    return winners.data() +
           (plane * static_cast<std::size_t>(shape.h) + static_cast<std::size_t>(row.y)) *
               static_cast<std::size_t>(shape.w);
}

/// The row of op_table().
OpInfo max_pool2d_op();

/// SIMD kernels.
OpKernels max_pool2d_fast();
/// Their grad_input where cells share a gradient, that is for any rule but kFirst.
void max_pool2d_shared_grad_input(const OpInputs& inputs, TensorView grad_input, Rect rect,
                                  Scratch& scratch);
/// The same bits by plain loops.
OpKernels max_pool2d_twin();
/// The formulas above, in double.
OpOracle max_pool2d_oracle();
/// OpInfo::explain.
Explanation max_pool2d_explain(const OpInputs& inputs, Quantity quantity, Cell cell,
                               std::int64_t first, std::int64_t last);
/// OpInfo::forward_two_sides.
Kinks max_pool2d_two_sides(const OpInputs& shown, const TwoSides& sides);
/// OpInfo::text.
OpText max_pool2d_text();

/// The input cell that output (n, c, y, x) reads as window cell `index`.
inline Cell max_pool2d_cell(const Window2d& window, Cell output, int index) {
    return {output.n, output.c, window.y.input_index(output.y, index / window.x.size),
            window.x.input_index(output.x, index % window.x.size)};
}

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

/// Calls visit(input cell) for the cells of a window that share its gradient, in row order:
/// `winner` alone under kFirst or where it is NaN, else all that have its value.
template <class T, class Visit>
void for_each_sharing(const Window2d& window, TieRule ties, BasicTensorView<const T> input,
                      Cell output, int winner, const Visit& visit) {
    const Cell winning = max_pool2d_cell(window, output, winner);
    const T best = input(winning);
    if (ties == TieRule::kFirst || best != best) return visit(winning);
    for (int i = 0; i < window.cells(); ++i) {
        const Cell cell = max_pool2d_cell(window, output, i);
        if (input.shape().plane().contains(cell.x, cell.y) && input(cell) == best) visit(cell);
    }
}

/// By what the gradient of a window is divided before it goes to the cells that share it.
template <class T>
int max_pool2d_divisor(const Window2d& window, TieRule ties, BasicTensorView<const T> input,
                       Cell output, int winner) {
    if (ties != TieRule::kSplit) return 1;
    int count = 0;
    for_each_sharing(window, ties, input, output, winner, [&](Cell) { ++count; });
    return count;
}

}  // namespace convscope
