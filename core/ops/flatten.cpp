#include "core/ops/flatten.hpp"

#include <string>

namespace convscope {
namespace {

template <class T>
void copy_forward(BasicTensorView<const T> input, BasicTensorView<T> output, Interval places) {
    for (int n = 0; n < output.shape().n; ++n)
        for (int place = places.begin; place < places.end; ++place)
            output(n, 0, place, 0) = input(flatten_cell_at(input.shape(), n, place)) + T{0};
}

template <class T>
void copy_back(BasicTensorView<const T> grad_output, BasicTensorView<T> grad_input, Rect rect) {
    const Shape shape = grad_input.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    grad_input(n, c, y, x) =
                        grad_output(n, 0, flatten_place_of(shape, {n, c, y, x}), 0) + T{0};
}

void forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch&) {
    if (!rect.empty()) copy_forward(in.input, output, {rect.y0, rect.y1});
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    copy_back(in.grad_output, grad_input, rect);
}

void oracle_forward(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView,
                    std::span<const double>, DoubleTensorView output) {
    copy_forward(input, output, {0, output.shape().h});
}

void oracle_grad_input(const ParamSet&, ConstDoubleTensorView, ConstDoubleTensorView,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    copy_back(grad_output, grad_input, grad_input.shape().plane());
}

Result<Shape> output_shape(const ParamSet&, Shape input) {
    const std::size_t count = Shape{1, input.c, input.h, input.w}.count();
    if (count <= static_cast<std::size_t>(kMaxFlattened))
        return Shape{input.n, 1, static_cast<int>(count), 1};
    return Error{"the map has " + std::to_string(count) + " numbers (" + std::to_string(input.c) +
                     " x " + std::to_string(input.h) + " x " + std::to_string(input.w) +
                     "), but a list may have at most " + std::to_string(kMaxFlattened) +
                     ": make it smaller before, with a pool or a larger stride",
                 {}};
}

Rect output_rect(const ParamSet&, Rect rect_in_input, Shape input) {
    const Rect rect = intersect(rect_in_input, input.plane());
    if (rect.empty()) return {};
    const int first = flatten_place_of(input, {0, 0, rect.y0, rect.x0});
    const int last = flatten_place_of(input, {0, input.c - 1, rect.y1 - 1, rect.x1 - 1});
    return {0, first, 1, last + 1};
}

Rect input_rect(const ParamSet&, Rect rect_in_output, Shape input) {
    if (rect_in_output.empty()) return {};
    const Cell first = flatten_cell_at(input, 0, rect_in_output.y0);
    const Cell last = flatten_cell_at(input, 0, rect_in_output.y1 - 1);
    if (first.c != last.c) return input.plane();
    if (first.y != last.y) return {0, first.y, input.w, last.y + 1};
    return {first.x, first.y, last.x + 1, last.y + 1};
}

Explanation explain(const OpInputs& in, Quantity quantity, Cell cell, std::int64_t first,
                    std::int64_t last) {
    const Shape input = in.input.shape();
    Term term;
    if (quantity == Quantity::kOutput) {
        term.cell_a = flatten_cell_at(input, cell.n, cell.y);
        term.a = in.input(term.cell_a);
    } else {
        term.cell_a = {cell.n, 0, flatten_place_of(input, cell), 0};
        term.a = in.grad_output(term.cell_a);
    }
    term.b = 1;
    Explanation result;
    result.term_count = 1;
    if (first <= 0 && last > 0) result.terms.push_back(term);
    return result;
}

/// Copies round nothing.
double error_bound(const OpInputs&, Quantity quantity, const ErrorBounds& errors) {
    return quantity == Quantity::kOutput ? errors.input_error : errors.grad_error;
}

}  // namespace

int flatten_place_of(Shape input, Cell cell) {
    return (cell.c * input.h + cell.y) * input.w + cell.x;
}

Cell flatten_cell_at(Shape input, int n, int place) {
    const int row = place / input.w;
    return {n, row / input.h, row % input.h, place % input.w};
}

OpKernels flatten_kernels() {
    return {forward, grad_input, nullptr};
}

OpInfo flatten_op() {
    return {.id = "flatten",
            .label = "flatten",
            .description = "Puts all cells of all maps into one list: map by map, row by row.",
            .output_symbol = "F",
            .formula = "F = A as a list",
            .backward_note = "back in place",
            .weights_key = "",
            .fields = {},
            .has_winners = false,
            .output_shape = output_shape,
            .weights_shape = nullptr,
            .output_rect = output_rect,
            .input_rect = input_rect,
            .fast = flatten_kernels(),
            .twin = flatten_kernels(),
            .oracle = {oracle_forward, oracle_grad_input, nullptr},
            .explain = explain,
            .error_bound = error_bound,
            .text = flatten_text()};
}

}  // namespace convscope
