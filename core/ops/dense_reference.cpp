#include <algorithm>
#include <array>
#include <cmath>

#include "core/ops/dense.hpp"

namespace convscope {
namespace {

/// Calls visit(c, y, x) for every cell of a map, in order.
template <class Visit>
void for_each_cell(Shape map, const Visit& visit) {
    for (int c = 0; c < map.c; ++c)
        for (int y = 0; y < map.h; ++y)
            for (int x = 0; x < map.w; ++x) visit(c, y, x);
}

void twin_forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch&) {
    if (rect.empty()) return;
    for (int n = 0; n < output.shape().n; ++n)
        for (int k = rect.y0; k < rect.y1; ++k) {
            float total = in.bias.empty() ? 0.0f : in.bias[static_cast<std::size_t>(k)];
            for_each_cell(in.input.shape(), [&](int c, int y, int x) {
                total = std::fma(in.input(n, c, y, x), in.weights(k, c, y, x), total);
            });
            output(n, 0, k, 0) = total + 0.0f;
        }
}

void twin_grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    const Shape shape = grad_input.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                for (int x = rect.x0; x < rect.x1; ++x) {
                    float total = 0;
                    for (int k = 0; k < in.grad_output.shape().h; ++k)
                        total = std::fma(in.grad_output(n, 0, k, 0), in.weights(k, c, y, x), total);
                    grad_input(n, c, y, x) = total + 0.0f;
                }
}

/// One picture: the only term of every weight of the part's cells.
void twin_grad_weights_cells(const OpInputs& in, int part, std::span<float> partial) {
    const int units = in.grad_output.shape().h;
    const auto term = [&](int k, float factor) {
        return std::fma(factor, in.grad_output(0, 0, k, 0), 0.0f) + 0.0f;
    };
    std::size_t next = 0;
    for (int k = 0; k < units; ++k) {
        int cell = 0;
        for_each_cell(in.input.shape(), [&](int c, int y, int x) {
            if (cell++ / kDensePartCells == part) partial[next] = term(k, in.input(0, c, y, x));
            ++next;
        });
    }
    if (part > 0) return;
    for (int k = 0; k < units; ++k) partial[next++] = term(k, 1);
}

/// A batch: the share of 16 samples in the sum over all samples of factor(n) * dL/d output k.
template <class Factor>
float group_sum(ConstTensorView grad_output, int k, int group, const Factor& factor) {
    std::array<float, kLanes> lanes{};
    for (int n = group * kLanes; n < std::min((group + 1) * kLanes, grad_output.shape().n); ++n) {
        float& lane = lanes[static_cast<std::size_t>(n % kLanes)];
        lane = std::fma(factor(n), grad_output(n, 0, k, 0), lane);
    }
    return fold_lanes(lanes);
}

void twin_grad_weights_group(const OpInputs& in, int group, std::span<float> partial) {
    const int units = in.grad_output.shape().h;
    std::size_t next = 0;
    for (int k = 0; k < units; ++k)
        for_each_cell(in.input.shape(), [&](int c, int y, int x) {
            partial[next++] =
                group_sum(in.grad_output, k, group, [&](int n) { return in.input(n, c, y, x); });
        });
    for (int k = 0; k < units; ++k)
        partial[next++] = group_sum(in.grad_output, k, group, [](int) { return 1.0f; });
}

void twin_grad_weights_part(const OpInputs& in, int part, std::span<float> partial, Scratch&) {
    if (in.grad_output.shape().n == 1)
        twin_grad_weights_cells(in, part, partial);
    else
        twin_grad_weights_group(in, part, partial);
}

void oracle_forward(const ParamSet&, ConstDoubleTensorView input, ConstDoubleTensorView weights,
                    std::span<const double> bias, DoubleTensorView output) {
    for (int n = 0; n < output.shape().n; ++n)
        for (int k = 0; k < output.shape().h; ++k) {
            double& total = output(n, 0, k, 0);
            total = bias.empty() ? 0 : bias[static_cast<std::size_t>(k)];
            for_each_cell(input.shape(), [&](int c, int y, int x) {
                total += input(n, c, y, x) * weights(k, c, y, x);
            });
        }
}

void oracle_grad_input(const ParamSet&, ConstDoubleTensorView, ConstDoubleTensorView weights,
                       ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    for (int n = 0; n < grad_input.shape().n; ++n)
        for_each_cell(grad_input.shape(), [&](int c, int y, int x) {
            double& total = grad_input(n, c, y, x);
            total = 0;
            for (int k = 0; k < grad_output.shape().h; ++k)
                total += grad_output(n, 0, k, 0) * weights(k, c, y, x);
        });
}

void oracle_grad_weights(const ParamSet&, ConstDoubleTensorView input,
                         ConstDoubleTensorView grad_output, DoubleTensorView grad_weights,
                         std::span<double> grad_bias) {
    for (int k = 0; k < grad_output.shape().h; ++k) {
        double& bias = grad_bias[static_cast<std::size_t>(k)];
        bias = 0;
        for (int n = 0; n < input.shape().n; ++n) bias += grad_output(n, 0, k, 0);
        for_each_cell(input.shape(), [&](int c, int y, int x) {
            double& total = grad_weights(k, c, y, x);
            total = 0;
            for (int n = 0; n < input.shape().n; ++n)
                total += input(n, c, y, x) * grad_output(n, 0, k, 0);
        });
    }
}

}  // namespace

OpKernels dense_twin() {
    return {twin_forward, twin_grad_input, twin_grad_weights_part};
}

OpOracle dense_oracle() {
    return {oracle_forward, oracle_grad_input, oracle_grad_weights};
}

}  // namespace convscope
