#include "core/ops/relu.hpp"

#include <algorithm>
#include <iterator>

#include "core/ops/kinks.hpp"

namespace convscope {
namespace {

/// True where the gradient passes: positive, and NaN, which must stay visible.
template <class T>
bool passes(T x) {
    return !(x <= 0);
}

void twin_forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch&) {
    for (int n = 0; n < output.shape().n; ++n)
        for (int c = 0; c < output.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x) {
                    const float value = in.input(n, c, y, x);
                    output(n, c, y, x) = passes(value) ? value : 0.0f;
                }
}

void twin_grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    for (int n = 0; n < grad_input.shape().n; ++n)
        for (int c = 0; c < grad_input.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    grad_input(n, c, y, x) =
                        passes(in.input(n, c, y, x)) ? in.grad_output(n, c, y, x) + 0.0f : 0.0f;
}

void oracle_forward(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView,
                    std::span<const double>, DoubleTensorView output) {
    for (int n = 0; n < output.shape().n; ++n)
        for (int c = 0; c < output.shape().c; ++c)
            for (int y = 0; y < output.shape().h; ++y)
                for (int x = 0; x < output.shape().w; ++x) {
                    const double value = input(n, c, y, x);
                    output(n, c, y, x) = passes(value) ? value : 0;
                }
}

void oracle_grad_input(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    for (int n = 0; n < grad_input.shape().n; ++n)
        for (int c = 0; c < grad_input.shape().c; ++c)
            for (int y = 0; y < grad_input.shape().h; ++y)
                for (int x = 0; x < grad_input.shape().w; ++x)
                    grad_input(n, c, y, x) =
                        passes(input(n, c, y, x)) ? grad_output(n, c, y, x) : 0;
}

/// The decision taken at the shown value holds on both sides; where the step would change it, there
/// is a kink.
Kinks forward_two_sides(const OpInputs& shown, const TwoSides& sides) {
    KinkList kinks;
    for_each_cell_of(sides.output_plus.shape(), [&](Cell cell) {
        const double plus = sides.input_plus(cell), minus = sides.input_minus(cell);
        const bool is_on = passes(shown.input(cell));
        sides.output_plus(cell) = is_on ? plus : 0;
        sides.output_minus(cell) = is_on ? minus : 0;
        const bool differs = passes(plus) != is_on || passes(minus) != is_on;
        if (differs && plus != minus) kinks.add(cell);
    });
    return kinks.take();
}

Result<Shape> output_shape(const ParamSet&, Shape input) {
    return input;
}

Rect output_rect(const ParamSet&, Rect rect_in_input, Shape input) {
    return intersect(rect_in_input, input.plane());
}

Rect input_rect(const ParamSet&, Rect rect_in_output, Shape) {
    return rect_in_output.empty() ? Rect{} : rect_in_output;
}

Term make_term(float a, float b, Cell cell, bool chosen) {
    Term term;
    term.a = a;
    term.b = b;
    term.cell_a = cell;
    term.chosen = chosen;
    return term;
}

/// The output is the maximum of 0 and the cell; the gradient is one term, passed on or not.
Explanation explain(const OpInputs& in, Quantity quantity, Cell cell, std::int64_t first,
                    std::int64_t last) {
    const float x = in.input(cell);
    std::vector<Term> terms;
    Explanation result;
    if (quantity == Quantity::kOutput) {
        result.reduction = Reduction::kMaximum;
        terms = {make_term(0, 1, cell, !passes(x)), make_term(x, 1, cell, passes(x))};
        terms[1].tied = x == 0;
    } else {
        terms = {make_term(in.grad_output(cell), passes(x) ? 1.0f : 0.0f, cell, passes(x))};
    }
    result.term_count = std::ssize(terms);
    first = std::clamp<std::int64_t>(first, 0, result.term_count);
    last = std::clamp<std::int64_t>(last, first, result.term_count);
    result.terms.assign(terms.begin() + first, terms.begin() + last);
    return result;
}

/// ReLU rounds nothing. An error that moves a cell across 0 switches its gradient, which no bound
/// can tell; the views show such cells as they are.
double error_bound(const OpInputs&, Quantity quantity, const ErrorBounds& errors) {
    return quantity == Quantity::kOutput ? errors.input_error : errors.grad_error;
}

}  // namespace

OpKernels relu_twin() {
    return {twin_forward, twin_grad_input, nullptr};
}

OpInfo relu_op() {
    return {.id = "relu",
            .label = "ReLU",
            .description = "Sets what is negative to 0 and leaves the rest.",
            .output_symbol = "A",
            .formula = "A = max(0, R)",
            .backward_note = "where R > 0",
            .weights_key = "",
            .fields = {},
            .has_winners = false,
            .output_shape = output_shape,
            .weights_shape = nullptr,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = relu_fast(),
            .twin = relu_twin(),
            .oracle = {oracle_forward, oracle_grad_input, nullptr},
            .explain = explain,
            .error_bound = error_bound,
            .text = relu_text(),
            .forward_two_sides = forward_two_sides};
}

}  // namespace convscope
