#include <algorithm>
#include <bit>
#include <cmath>

#include "core/ops/conv2d.hpp"
#include "core/ops/lane_simd.hpp"
#include "core/ops/rounding.hpp"
#include "core/ops/simd.hpp"

namespace convscope {
namespace {

/// Targets without fused multiply-add round the product too.
std::int64_t roundings_per_term() {
    return simd_target_is_fused() ? 1 : 2;
}

double output_error(const OpInputs& in, const ErrorBounds& errors) {
    const Shape shape = in.weights.shape();
    const std::int64_t terms = std::int64_t{shape.c} * shape.h * shape.w;
    double worst = 0;
    for (int k = 0; k < shape.n; ++k) {
        double weights = 0;
        for (int c = 0; c < shape.c; ++c)
            weights += absolute_sum(in.weights, k, c, shape.plane()).sum;
        const double bias = in.bias.empty() ? 0 : std::fabs(in.bias[static_cast<std::size_t>(k)]);
        const double absolute = bias + weights * (errors.input_magnitude + errors.input_error);
        worst = std::max(worst, rounding_error(roundings_per_term() * terms, absolute) +
                                    weights * errors.input_error);
    }
    return worst;
}

double grad_input_error(const OpInputs& in, const ErrorBounds& errors) {
    const Shape shape = in.weights.shape();
    const std::int64_t terms = std::int64_t{shape.n} * shape.h * shape.w;
    double worst = 0;
    for (int c = 0; c < shape.c; ++c) {
        double weights = 0;
        for (int k = 0; k < shape.n; ++k)
            weights += absolute_sum(in.weights, k, c, shape.plane()).sum;
        const double absolute = weights * (errors.grad_magnitude + errors.grad_error);
        worst = std::max(worst, rounding_error(roundings_per_term() * terms, absolute) +
                                    weights * errors.grad_error);
    }
    return worst;
}

/// Roundings that a term of a lane sum passes through at most.
std::int64_t lane_sum_roundings(Shape outputs) {
    constexpr std::int64_t kFold = 4;
    const std::int64_t parts = grad_weights_parts(outputs);
    if (outputs.n > 1) return roundings_per_term() * outputs.h * outputs.w + kFold + parts;
    const std::int64_t terms = std::int64_t{std::min(outputs.h, kBlockSize)} *
                               ceil_div(std::min(outputs.w, kBlockSize), kLanes);
    return roundings_per_term() * terms + kFold + std::bit_width(static_cast<std::uint64_t>(parts));
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
        const double grad_errors = grad.nonzero * errors.grad_error;
        const double absolute = (grad.sum + grad_errors) * (factor + factor_error);
        worst = std::max(worst, rounding_error(roundings, absolute) + grad.sum * factor_error +
                                    grad_errors * (factor + factor_error));
    }
    return worst;
}

}  // namespace

double conv2d_error_bound(const OpInputs& inputs, Quantity quantity, const ErrorBounds& errors) {
    switch (quantity) {
        case Quantity::kOutput:
            return output_error(inputs, errors);
        case Quantity::kGradInput:
            return grad_input_error(inputs, errors);
        case Quantity::kGradWeights:
            return sum_error(inputs, errors.input_magnitude, errors.input_error, errors);
        case Quantity::kGradBias:
            return sum_error(inputs, 1, 0, errors);
    }
    return 0;
}

}  // namespace convscope
