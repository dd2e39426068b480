#include <limits>

#include "core/ops/max_pool2d.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {
namespace {

void twin_forward(const OpInputs& in, TensorView output, Winners winners, Rect rect, Scratch&) {
    const Window2d window = max_pool2d_window(in.params);
    const Shape shape = output.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x) {
                    const Cell cell{n, c, y, x};
                    const int winner = max_pool2d_winner(window, in.input, cell);
                    output(cell) = in.input(max_pool2d_cell(window, cell, winner));
                    winner_row(winners, shape, cell)[x] = static_cast<std::uint16_t>(winner);
                }
}

int winner_of(const OpInputs& in, Cell output) {
    return winner_row(in.winners, in.grad_output.shape(), output)[output.x];
}

/// Adds the gradient of one output to those of the cells in `rect` that share it.
template <class T>
void add_gradient(const ParamSet& params, BasicTensorView<const T> input, Cell output, int winner,
                  T gradient, BasicTensorView<T> grad_input, Rect rect) {
    const Window2d window = max_pool2d_window(params);
    const TieRule ties = max_pool2d_ties(params);
    const auto divisor = static_cast<T>(max_pool2d_divisor(window, ties, input, output, winner));
    for_each_sharing(window, ties, input, output, winner, [&](Cell cell) {
        if (rect.contains(cell.x, cell.y)) grad_input(cell) += gradient / divisor;
    });
}

template <class T>
void fill_zero(BasicTensorView<T> map, int n, int c, Rect rect) {
    for (int y = rect.y0; y < rect.y1; ++y)
        for (int x = rect.x0; x < rect.x1; ++x) map(n, c, y, x) = 0;
}

/// Every cell gets its shares in the order of the outputs, row by row.
void twin_grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    const Shape shape = grad_input.shape();
    const Rect outputs = max_pool2d_window(in.params).output_rect(rect, shape);
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            fill_zero(grad_input, n, c, rect);
            for (int y = outputs.y0; y < outputs.y1; ++y)
                for (int x = outputs.x0; x < outputs.x1; ++x) {
                    const Cell output{n, c, y, x};
                    add_gradient(in.params, in.input, output, winner_of(in, output),
                                 in.grad_output(output), grad_input, rect);
                }
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
                    output(cell) = input(
                        max_pool2d_cell(window, cell, max_pool2d_winner(window, input, cell)));
                }
}

void oracle_grad_input(const ParamSet& params, ConstDoubleTensorView input, ConstDoubleTensorView,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    const Window2d window = max_pool2d_window(params);
    const Shape shape = grad_output.shape();
    const Rect plane = grad_input.shape().plane();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            fill_zero(grad_input, n, c, plane);
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    const Cell output{n, c, y, x};
                    add_gradient(params, input, output, max_pool2d_winner(window, input, output),
                                 grad_output(output), grad_input, plane);
                }
        }
}

/// Whether a cell has the value of the winner; every NaN counts as the same.
bool equals_best(float value, float best) {
    return value == best || (value != value && best != best);
}

Explanation explain_output(const OpInputs& in, Cell cell, std::int64_t first, std::int64_t last) {
    const Window2d window = max_pool2d_window(in.params);
    const int winner = max_pool2d_winner(window, in.input, cell);
    const float best = in.input(max_pool2d_cell(window, cell, winner));
    Explanation result;
    result.reduction = Reduction::kMaximum;
    result.term_count = window.cells();
    const bool shared = max_pool2d_divisor(window, TieRule::kSplit, in.input, cell, winner) > 1 &&
                        max_pool2d_ties(in.params) != TieRule::kFirst;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (auto i = static_cast<int>(range.first); i < static_cast<int>(range.last); ++i) {
        Term term;
        term.cell_a = max_pool2d_cell(window, cell, i);
        term.in_padding = !in.input.shape().plane().contains(term.cell_a.x, term.cell_a.y);
        term.a = term.in_padding ? -std::numeric_limits<float>::infinity() : in.input(term.cell_a);
        term.b = 1;
        term.chosen = i == winner;
        term.tied = equals_best(term.a, best) && !term.in_padding && (!term.chosen || shared);
        result.terms.push_back(term);
    }
    return result;
}

/// The term of one window in the gradient of an input cell.
Term routed_term(const OpInputs& in, Cell output, Cell cell) {
    const Window2d window = max_pool2d_window(in.params);
    const TieRule ties = max_pool2d_ties(in.params);
    const int winner = winner_of(in, output);
    Term term;
    term.a = in.grad_output(output);
    term.b = 0;
    term.cell_a = output;
    term.chosen = false;
    int sharers = 0;
    for_each_sharing(window, ties, in.input, output, winner, [&](Cell sharing) {
        ++sharers;
        if (sharing == cell) term.chosen = true;
    });
    if (term.chosen) {
        term.b = 1;
        if (ties == TieRule::kSplit) term.divisor = static_cast<float>(sharers);
        term.tied = sharers > 1;
    } else {
        term.tied = equals_best(in.input(cell), in.input(max_pool2d_cell(window, output, winner)));
    }
    return term;
}

/// Every window over the cell, with b = 1 where the cell has a share in it and 0 where it has none.
Explanation explain_grad_input(const OpInputs& in, Cell cell, std::int64_t first,
                               std::int64_t last) {
    const Window2d window = max_pool2d_window(in.params);
    const Shape outputs = in.grad_output.shape();
    const Interval rows = outputs_reading(window.y, {cell.y, cell.y + 1}, outputs.h);
    const Interval columns = outputs_reading(window.x, {cell.x, cell.x + 1}, outputs.w);
    const int per_row = columns.end - columns.begin;
    Explanation result;
    result.term_count = std::int64_t{rows.end - rows.begin} * per_row;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t row = i;
        const int x = columns.begin + take_digit(row, per_row);
        const int y = rows.begin + static_cast<int>(row);
        result.terms.push_back(routed_term(in, {cell.n, cell.c, y, x}, cell));
    }
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
