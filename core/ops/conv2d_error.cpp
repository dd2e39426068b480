#include <algorithm>
#include <cmath>

#include "core/ops/conv2d.hpp"
#include "core/ops/lane_simd.hpp"
#include "core/ops/rounding.hpp"

namespace convscope {
namespace {

WeightSums known_weight_sums(const OpInputs& in, const ErrorBounds& errors) {
    return errors.weight_sums == nullptr ? conv2d_weight_sums(in.weights) : *errors.weight_sums;
}

/// Of one filter's weights for one channel.
double square_sum(ConstTensorView weights, int k, int c) {
    double sum = 0;
    for (int b = 0; b < weights.shape().h; ++b)
        for (int a = 0; a < weights.shape().w; ++a)
            sum += double{weights(k, c, b, a)} * double{weights(k, c, b, a)};
    return sum;
}

/// Roundings that a term of a lane sum passes through at most.
std::int64_t lane_sum_roundings(Shape outputs) {
    if (outputs.n == 1) return block_sum_roundings(outputs.plane(), roundings_per_term());
    return roundings_per_term() * outputs.h * outputs.w + kFoldRoundings +
           grad_weights_parts(outputs);
}

/// Of all samples of channel k of grad_output.
AbsoluteSum grad_sum(const OpInputs& in, int k, const ErrorBounds& errors) {
    if (!errors.grad_sums.empty()) return errors.grad_sums[static_cast<std::size_t>(k)];
    const Shape outputs = in.grad_output.shape();
    AbsoluteSum total;
    for (int n = 0; n < outputs.n; ++n)
        total.include(absolute_sum(in.grad_output, n, k, outputs.plane()));
    return total;
}

/// Of sums over all outputs of factor * gradient, where `factor` is known up to `factor_error`.
/// A gradient of exactly 0 counts as exact: no term reached it, as under most of a one-cell loss.
double sum_error(const OpInputs& in, double factor, double factor_error,
                 const ErrorBounds& errors) {
    const Shape outputs = in.grad_output.shape();
    const std::int64_t roundings = lane_sum_roundings(outputs);
    double worst = 0;
    for (int k = 0; k < outputs.c; ++k) {
        const AbsoluteSum grad = grad_sum(in, k, errors);
        const double factors = factor + factor_error;
        const double absolute = (grad.sum + grad.nonzero * errors.grad_error) * factors;
        worst = std::max(worst, rounding_error(roundings, absolute) +
                                    independent_errors(grad, factors, factor_error, errors));
    }
    return worst;
}

}  // namespace

WeightSums conv2d_weight_sums(ConstTensorView weights) {
    const Shape shape = weights.shape();
    WeightSums result{.outputs = std::vector<WeightSums::Sums>(static_cast<std::size_t>(shape.n)),
                      .inputs = std::vector<WeightSums::Sums>(static_cast<std::size_t>(shape.c))};
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c) {
            const double absolute = absolute_sum(weights, k, c, shape.plane()).sum;
            const double squares = square_sum(weights, k, c);
            for (WeightSums::Sums* sums : {&result.outputs[static_cast<std::size_t>(k)],
                                           &result.inputs[static_cast<std::size_t>(c)]}) {
                sums->absolute += absolute;
                sums->squares += squares;
            }
        }
    return result;
}

double conv2d_error_bound(const OpInputs& inputs, Quantity quantity, const ErrorBounds& errors) {
    const Shape weights = inputs.weights.shape();
    const std::int64_t window = std::int64_t{weights.h} * weights.w;
    switch (quantity) {
        case Quantity::kOutput:
            return weighted_sum_error(known_weight_sums(inputs, errors).outputs, inputs.bias,
                                      window * weights.c, errors.input_magnitude,
                                      errors.input_error);
        case Quantity::kGradInput:
            return weighted_sum_error(known_weight_sums(inputs, errors).inputs, {},
                                      window * weights.n, errors.grad_magnitude, errors.grad_error);
        case Quantity::kGradWeights:
            return sum_error(inputs, errors.input_magnitude, errors.input_error, errors);
        case Quantity::kGradBias:
            return sum_error(inputs, 1, 0, errors);
    }
    return 0;
}

}  // namespace convscope
