#include "core/ops/conv2d.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {
namespace {

/// Sets what a term reads at `cell` of the input, which may lie in the padding.
void read_input(Term& term, ConstTensorView input, Cell cell) {
    term.cell_a = cell;
    term.in_padding = !input.shape().plane().contains(cell.x, cell.y);
    term.a = term.in_padding ? 0.0f : input(cell);
}

Explanation explain_output(const OpInputs& in, Cell cell, std::int64_t first, std::int64_t last) {
    const Window2d window = conv2d_window(in.params);
    Explanation result;
    result.start = in.bias.empty() ? 0.0f : in.bias[static_cast<std::size_t>(cell.c)];
    result.term_count = static_cast<std::int64_t>(in.input.shape().c) * window.cells();
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t rest = i;
        const int a = take_digit(rest, window.x.size);
        const int b = take_digit(rest, window.y.size);
        const auto c = static_cast<int>(rest);
        Term term;
        read_input(term, in.input,
                   {cell.n, c, window.y.input_index(cell.y, b), window.x.input_index(cell.x, a)});
        term.cell_b = {cell.c, c, b, a};
        term.b = in.weights(term.cell_b);
        result.terms.push_back(term);
    }
    return result;
}

/// One output of an axis that reads an input cell, and through which tap.
struct Link {
    int output, tap;
};

std::vector<Link> links_of(const WindowAxis& axis, int input, int outputs) {
    std::vector<Link> links;
    const Interval range = outputs_reading(axis, {input, input + 1}, outputs);
    for (int output = range.begin; output < range.end; ++output)
        if (const int tap = axis.tap_between(input, output); tap >= 0)
            links.push_back({output, tap});
    return links;
}

Explanation explain_grad_input(const OpInputs& in, Cell cell, std::int64_t first,
                               std::int64_t last) {
    const Window2d window = conv2d_window(in.params);
    const Shape outputs = in.grad_output.shape();
    const std::vector<Link> rows = links_of(window.y, cell.y, outputs.h);
    const std::vector<Link> columns = links_of(window.x, cell.x, outputs.w);
    const auto per_filter = static_cast<std::int64_t>(rows.size() * columns.size());
    Explanation result;
    result.term_count = per_filter * outputs.c;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t rest = i;
        const Link column =
            columns[static_cast<std::size_t>(take_digit(rest, static_cast<int>(columns.size())))];
        const Link row =
            rows[static_cast<std::size_t>(take_digit(rest, static_cast<int>(rows.size())))];
        const auto k = static_cast<int>(rest);
        Term term;
        term.cell_a = {cell.n, k, row.output, column.output};
        term.cell_b = {k, cell.c, row.tap, column.tap};
        term.a = in.grad_output(term.cell_a);
        term.b = in.weights(term.cell_b);
        result.terms.push_back(term);
    }
    return result;
}

/// The i-th output of a sum over all outputs of channel `k`, and the part and lane of its term.
Cell summed_output(Shape outputs, int k, std::int64_t i, Term& term) {
    std::int64_t rest = i;
    const int x = take_digit(rest, outputs.w);
    const int y = take_digit(rest, outputs.h);
    const auto n = static_cast<int>(rest);
    if (outputs.n == 1) {
        term.part = y / kBlockSize * block_grid(outputs.plane()).columns + x / kBlockSize;
        term.lane = x % kLanes;
    } else {
        term.part = n / kLanes;
        term.lane = n % kLanes;
    }
    return {n, k, y, x};
}

Explanation explain_sum(const OpInputs& in, Quantity quantity, Cell cell, std::int64_t first,
                        std::int64_t last) {
    const Window2d window = conv2d_window(in.params);
    const Shape outputs = in.grad_output.shape();
    Explanation result;
    result.reduction = outputs.n == 1 ? Reduction::kBlocks : Reduction::kGroups;
    result.parts = grad_weights_parts(outputs);
    result.term_count = static_cast<std::int64_t>(outputs.n) * outputs.h * outputs.w;
    const TermRange range = clip_terms(first, last, result.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        Term term;
        const Cell out = summed_output(outputs, cell.n, i, term);
        const float grad = in.grad_output(out);
        if (quantity == Quantity::kGradBias) {
            term.a = grad;
            term.cell_a = out;
            term.b = 1;
        } else {
            read_input(term, in.input,
                       {out.n, cell.c, window.y.input_index(out.y, cell.y),
                        window.x.input_index(out.x, cell.x)});
            term.b = grad;
            term.cell_b = out;
        }
        result.terms.push_back(term);
    }
    return result;
}

}  // namespace

Explanation conv2d_explain(const OpInputs& inputs, Quantity quantity, Cell cell, std::int64_t first,
                           std::int64_t last) {
    switch (quantity) {
        case Quantity::kOutput:
            return explain_output(inputs, cell, first, last);
        case Quantity::kGradInput:
            return explain_grad_input(inputs, cell, first, last);
        case Quantity::kGradWeights:
        case Quantity::kGradBias:
            return explain_sum(inputs, quantity, cell, first, last);
    }
    return {};
}

}  // namespace convscope
