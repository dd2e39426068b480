#include "core/ops/conv2d.hpp"

namespace convscope {
namespace {

/// Calls visit(y, x, b, a, input row, input column) for every output and every filter cell; the
/// input cell between them may lie in the padding.
template <class Visit>
void for_each_link(const Window2d& window, Shape outputs, Visit visit) {
    for (int y = 0; y < outputs.h; ++y)
        for (int x = 0; x < outputs.w; ++x)
            for (int b = 0; b < window.y.size; ++b)
                for (int a = 0; a < window.x.size; ++a)
                    visit(y, x, b, a, window.y.input_index(y, b), window.x.input_index(x, a));
}

double padded(ConstDoubleTensorView input, int n, int c, int row, int column) {
    return input.shape().plane().contains(column, row) ? input(n, c, row, column) : 0;
}

void forward(const ParamSet& params, ConstDoubleTensorView input, ConstDoubleTensorView weights,
             std::span<const double> bias, DoubleTensorView output) {
    const Shape shape = output.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int k = 0; k < shape.c; ++k) {
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x)
                    output(n, k, y, x) = bias.empty() ? 0 : bias[static_cast<std::size_t>(k)];
            for (int c = 0; c < input.shape().c; ++c)
                for_each_link(conv2d_window(params), shape,
                              [&](int y, int x, int b, int a, int row, int column) {
                                  output(n, k, y, x) +=
                                      padded(input, n, c, row, column) * weights(k, c, b, a);
                              });
        }
}

void grad_input(const ParamSet& params, ConstDoubleTensorView, ConstDoubleTensorView weights,
                ConstDoubleTensorView grad_output, DoubleTensorView grad_input) {
    const Shape shape = grad_input.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c) {
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) grad_input(n, c, y, x) = 0;
            for (int k = 0; k < grad_output.shape().c; ++k)
                for_each_link(conv2d_window(params), grad_output.shape(),
                              [&](int y, int x, int b, int a, int row, int column) {
                                  if (shape.plane().contains(column, row))
                                      grad_input(n, c, row, column) +=
                                          grad_output(n, k, y, x) * weights(k, c, b, a);
                              });
        }
}

void grad_weights(const ParamSet& params, ConstDoubleTensorView input,
                  ConstDoubleTensorView grad_output, DoubleTensorView grad_weights,
                  std::span<double> grad_bias) {
    const Shape shape = grad_weights.shape();
    const Shape outputs = grad_output.shape();
    for (int k = 0; k < shape.n; ++k) {
        double& sum = grad_bias[static_cast<std::size_t>(k)] = 0;
        for (int n = 0; n < outputs.n; ++n)
            for (int y = 0; y < outputs.h; ++y)
                for (int x = 0; x < outputs.w; ++x) sum += grad_output(n, k, y, x);
        for (int c = 0; c < shape.c; ++c) {
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a) grad_weights(k, c, b, a) = 0;
            for (int n = 0; n < outputs.n; ++n)
                for_each_link(conv2d_window(params), outputs,
                              [&](int y, int x, int b, int a, int row, int column) {
                                  grad_weights(k, c, b, a) +=
                                      padded(input, n, c, row, column) * grad_output(n, k, y, x);
                              });
        }
    }
}

}  // namespace

OpOracle conv2d_oracle() {
    return {forward, grad_input, grad_weights};
}

}  // namespace convscope
