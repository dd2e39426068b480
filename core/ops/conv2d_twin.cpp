#include <algorithm>
#include <array>
#include <cmath>

#include "core/ops/conv2d.hpp"
#include "core/ops/reduce.hpp"

namespace convscope {
namespace {

float padded(ConstTensorView input, int n, int c, int row, int column) {
    return input.shape().plane().contains(column, row) ? input(n, c, row, column) : 0.0f;
}

float output_at(const OpInputs& in, const Window2d& window, Cell out) {
    float total = in.bias.empty() ? 0.0f : in.bias[static_cast<std::size_t>(out.c)];
    for (int c = 0; c < in.input.shape().c; ++c)
        for (int b = 0; b < window.y.size; ++b)
            for (int a = 0; a < window.x.size; ++a)
                total = std::fma(padded(in.input, out.n, c, window.y.input_index(out.y, b),
                                        window.x.input_index(out.x, a)),
                                 in.weights(out.c, c, b, a), total);
    return total + 0.0f;
}

float grad_input_at(const OpInputs& in, const Window2d& window, Cell cell) {
    const Shape outputs = in.grad_output.shape();
    const Interval rows = outputs_reading(window.y, {cell.y, cell.y + 1}, outputs.h);
    const Interval columns = outputs_reading(window.x, {cell.x, cell.x + 1}, outputs.w);
    float total = 0;
    for (int k = 0; k < outputs.c; ++k)
        for (int y = rows.begin; y < rows.end; ++y)
            for (int x = columns.begin; x < columns.end; ++x) {
                const int b = window.y.tap_between(cell.y, y);
                const int a = window.x.tap_between(cell.x, x);
                if (a >= 0 && b >= 0)
                    total = std::fma(in.grad_output(cell.n, k, y, x), in.weights(k, cell.c, b, a),
                                     total);
            }
    return total + 0.0f;
}

/// Calls visit(n, y, x, lane) for the outputs of one part, in the contract's order.
template <class Visit>
void for_each_output_of_part(Shape outputs, int part, Visit visit) {
    if (outputs.n == 1) {
        const Rect block = block_grid(outputs.plane()).rect(part, outputs.plane());
        for (int y = block.y0; y < block.y1; ++y)
            for (int x = block.x0; x < block.x1; ++x)
                visit(0, y, x, static_cast<std::size_t>(x % kLanes));
        return;
    }
    for (int n = part * kLanes; n < std::min((part + 1) * kLanes, outputs.n); ++n)
        for (int y = 0; y < outputs.h; ++y)
            for (int x = 0; x < outputs.w; ++x)
                visit(n, y, x, static_cast<std::size_t>(n % kLanes));
}

float grad_weight_part(const OpInputs& in, const Window2d& window, Cell weight, int part) {
    std::array<float, kLanes> lanes{};
    for_each_output_of_part(
        in.grad_output.shape(), part, [&](int n, int y, int x, std::size_t lane) {
            const float value = padded(in.input, n, weight.c, window.y.input_index(y, weight.y),
                                       window.x.input_index(x, weight.x));
            lanes[lane] = std::fma(value, in.grad_output(n, weight.n, y, x), lanes[lane]);
        });
    return fold_lanes(lanes);
}

float grad_bias_part(const OpInputs& in, int k, int part) {
    std::array<float, kLanes> lanes{};
    for_each_output_of_part(
        in.grad_output.shape(), part, [&](int n, int y, int x, std::size_t lane) {
            lanes[lane] = std::fma(in.grad_output(n, k, y, x), 1.0f, lanes[lane]);
        });
    return fold_lanes(lanes);
}

void forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch&) {
    const Window2d window = conv2d_window(in.params);
    for (int n = 0; n < output.shape().n; ++n)
        for (int k = 0; k < output.shape().c; ++k)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    output(n, k, y, x) = output_at(in, window, {n, k, y, x});
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    const Window2d window = conv2d_window(in.params);
    for (int n = 0; n < grad_input.shape().n; ++n)
        for (int c = 0; c < grad_input.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x)
                    grad_input(n, c, y, x) = grad_input_at(in, window, {n, c, y, x});
}

void grad_weights_part(const OpInputs& in, int part, std::span<float> partial, Scratch&) {
    const Window2d window = conv2d_window(in.params);
    std::size_t next = 0;
    for (int k = 0; k < in.grad_output.shape().c; ++k)
        for (int c = 0; c < in.input.shape().c; ++c)
            for (int b = 0; b < window.y.size; ++b)
                for (int a = 0; a < window.x.size; ++a)
                    partial[next++] = grad_weight_part(in, window, {k, c, b, a}, part);
    for (int k = 0; k < in.grad_output.shape().c; ++k)
        partial[next++] = grad_bias_part(in, k, part);
}

}  // namespace

OpKernels conv2d_twin() {
    return {forward, grad_input, grad_weights_part};
}

}  // namespace convscope
