#include <limits>

#include "core/ops/max_pool2d.hpp"

namespace convscope {
namespace {

std::size_t dense_index(Shape shape, Cell cell) {
    const std::size_t plane = static_cast<std::size_t>(cell.n) * static_cast<std::size_t>(shape.c) +
                              static_cast<std::size_t>(cell.c);
    return (plane * static_cast<std::size_t>(shape.h) + static_cast<std::size_t>(cell.y)) *
               static_cast<std::size_t>(shape.w) +
           static_cast<std::size_t>(cell.x);
}

Cell input_cell(const Window2d& window, Cell output, int winner) {
    return {output.n, output.c, window.y.input_index(output.y, winner / window.x.size),
            window.x.input_index(output.x, winner % window.x.size)};
}

void twin_forward(const OpInputs& in, TensorView output, Winners winners, Rect rect, Scratch&) {
    const Window2d window = max_pool2d_window(in.params);
    const Shape shape = output.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x) {
                    const Cell cell{n, c, y, x};
                    const int winner = max_pool2d_winner(window, in.input, cell);
                    output(cell) = in.input(input_cell(window, cell, winner));
                    winners[dense_index(shape, cell)] = static_cast<std::uint16_t>(winner);
                }
}

/// Calls visit(output cell, whether `cell` won it) for the windows over an input cell, row by row.
template <class Visit>
void for_each_window_over(const OpInputs& in, Cell cell, Visit visit) {
    const Window2d window = max_pool2d_window(in.params);
    const Shape outputs = in.grad_output.shape();
    const Interval rows = outputs_reading(window.y, {cell.y, cell.y + 1}, outputs.h);
    const Interval columns = outputs_reading(window.x, {cell.x, cell.x + 1}, outputs.w);
    for (int y = rows.begin; y < rows.end; ++y)
        for (int x = columns.begin; x < columns.end; ++x) {
            const Cell output{cell.n, cell.c, y, x};
            const int winner = in.winners[dense_index(outputs, output)];
            visit(output, input_cell(window, output, winner) == cell);
        }
}

void twin_grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    for (int n = 0; n < grad_input.shape().n; ++n)
        for (int c = 0; c < grad_input.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x) {
                    float total = 0;
                    for_each_window_over(in, {n, c, y, x}, [&](Cell output, bool won) {
                        if (won) total += in.grad_output(output);
                    });
                    grad_input(n, c, y, x) = total;
                }
}

void oracle_forward(const ParamSet& params, ConstDoubleTensorView input, ConstDoubleTensorView,
                    std::span<const double>, DoubleTensorView output) {
    const Window2d window = max_pool2d_window(params);
    const Shape shape = output.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    const Cell cell{n, c, y, x};
                    output(cell) =
                        input(input_cell(window, cell, max_pool2d_winner(window, input, cell)));
                }
}

void oracle_grad_input(const ParamSet& params, ConstDoubleTensorView input, ConstDoubleTensorView,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    const Window2d window = max_pool2d_window(params);
    const Shape shape = grad_output.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            for (int y = 0; y < grad_input.shape().h; ++y)
                for (int x = 0; x < grad_input.shape().w; ++x) grad_input(n, c, y, x) = 0;
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    const Cell cell{n, c, y, x};
                    grad_input(input_cell(window, cell, max_pool2d_winner(window, input, cell))) +=
                        grad_output(cell);
                }
        }
}

Explanation explain_output(const OpInputs& in, Cell cell, std::int64_t first, std::int64_t last) {
    const Window2d window = max_pool2d_window(in.params);
    const int winner = max_pool2d_winner(window, in.input, cell);
    const float best = in.input(input_cell(window, cell, winner));
    Explanation result;
    result.reduction = Reduction::kMaximum;
    result.term_count = window.cells();
    for (int i = 0; i < window.cells(); ++i) {
        if (i < first || i >= last) continue;
        Term term;
        term.cell_a = input_cell(window, cell, i);
        term.in_padding = !in.input.shape().plane().contains(term.cell_a.x, term.cell_a.y);
        term.a = term.in_padding ? -std::numeric_limits<float>::infinity() : in.input(term.cell_a);
        term.b = 1;
        term.chosen = i == winner;
        const bool same = term.a == best || (term.a != term.a && best != best);
        term.tied = same && !term.chosen && !term.in_padding;
        result.terms.push_back(term);
    }
    return result;
}

/// Every window over the cell, with b = 1 where the cell won it and 0 where it did not.
Explanation explain_grad_input(const OpInputs& in, Cell cell, std::int64_t first,
                               std::int64_t last) {
    Explanation result;
    for_each_window_over(in, cell, [&](Cell output, bool won) {
        const std::int64_t i = result.term_count++;
        if (i < first || i >= last) return;
        Term term;
        term.a = in.grad_output(output);
        term.b = won ? 1.0f : 0.0f;
        term.cell_a = output;
        term.chosen = won;
        result.terms.push_back(term);
    });
    return result;
}

}  // namespace

OpKernels max_pool2d_twin() {
    return {twin_forward, twin_grad_input, nullptr};
}

OpOracle max_pool2d_oracle() {
    return {oracle_forward, oracle_grad_input, nullptr};
}

Explanation max_pool2d_explain(const OpInputs& inputs, Quantity quantity, Cell cell,
                               std::int64_t first, std::int64_t last) {
    return quantity == Quantity::kOutput ? explain_output(inputs, cell, first, last)
                                         : explain_grad_input(inputs, cell, first, last);
}

}  // namespace convscope
