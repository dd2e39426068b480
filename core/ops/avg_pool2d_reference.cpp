#include "core/ops/avg_pool2d.hpp"

namespace convscope {
namespace {

template <class T>
T padded(BasicTensorView<const T> input, Cell cell) {
    return input.shape().plane().contains(cell.x, cell.y) ? input(cell) : T{0};
}

/// The sum over the window of one output, row by row.
template <class T>
T window_sum(const Window2d& window, BasicTensorView<const T> input, Cell output) {
    T total = 0;
    for (int b = 0; b < window.y.size; ++b)
        for (int a = 0; a < window.x.size; ++a)
            total += padded(input, {output.n, output.c, window.y.input_index(output.y, b),
                                    window.x.input_index(output.x, a)});
    return total;
}

void twin_forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch&) {
    const AvgPool2d pool(in.params, in.input.shape());
    for (int n = 0; n < output.shape().n; ++n)
        for (int c = 0; c < output.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x) {
                    const float total = window_sum(pool.window, in.input, {n, c, y, x});
                    output(n, c, y, x) = total / static_cast<float>(pool.count(y, x)) + 0.0f;
                }
}

void twin_grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    const AvgPool2d pool(in.params, in.input.shape());
    const Shape outputs = in.grad_output.shape();
    const auto grad_at = [&](Cell cell) {
        const Interval rows = outputs_reading(pool.window.y, {cell.y, cell.y + 1}, outputs.h);
        const Interval columns = outputs_reading(pool.window.x, {cell.x, cell.x + 1}, outputs.w);
        float total = 0;
        for (int y = rows.begin; y < rows.end; ++y)
            for (int x = columns.begin; x < columns.end; ++x)
                total +=
                    in.grad_output(cell.n, cell.c, y, x) / static_cast<float>(pool.count(y, x));
        return total + 0.0f;
    };
    for (int n = 0; n < grad_input.shape().n; ++n)
        for (int c = 0; c < grad_input.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    grad_input(n, c, y, x) = grad_at({n, c, y, x});
}

void oracle_forward(const ParamSet& params, ConstDoubleTensorView input, ConstDoubleTensorView,
                    std::span<const double>, DoubleTensorView output) {
    const AvgPool2d pool(params, input.shape());
    for (int n = 0; n < output.shape().n; ++n)
        for (int c = 0; c < output.shape().c; ++c)
            for (int y = 0; y < output.shape().h; ++y)
                for (int x = 0; x < output.shape().w; ++x)
                    output(n, c, y, x) =
                        window_sum(pool.window, input, {n, c, y, x}) / pool.count(y, x);
}

/// Adds `share` to the cells of the window of one output.
void add_share(const Window2d& window, Cell output, double share, DoubleTensorView grad_input) {
    for (int b = 0; b < window.y.size; ++b)
        for (int a = 0; a < window.x.size; ++a) {
            const int row = window.y.input_index(output.y, b);
            const int column = window.x.input_index(output.x, a);
            if (grad_input.shape().plane().contains(column, row))
                grad_input(output.n, output.c, row, column) += share;
        }
}

void oracle_grad_input(const ParamSet& params, ConstDoubleTensorView, ConstDoubleTensorView,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    const Shape shape = grad_input.shape(), outputs = grad_output.shape();
    const AvgPool2d pool(params, shape);
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) grad_input(n, c, y, x) = 0;
            for (int y = 0; y < outputs.h; ++y)
                for (int x = 0; x < outputs.w; ++x)
                    add_share(pool.window, {n, c, y, x}, grad_output(n, c, y, x) / pool.count(y, x),
                              grad_input);
        }
}

}  // namespace

OpKernels avg_pool2d_twin() {
    return {twin_forward, twin_grad_input, nullptr};
}

OpOracle avg_pool2d_oracle() {
    return {oracle_forward, oracle_grad_input, nullptr};
}

}  // namespace convscope
