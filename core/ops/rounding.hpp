#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/ops/op_table.hpp"
#include "core/ops/simd.hpp"

namespace convscope {

/// A bound of the error of a float sum whose absolute terms add up to `absolute_sum`, when no term
/// passes through more than `roundings` rounded operations (Higham, Accuracy and Stability of
/// Numerical Algorithms, section 3.1); each may also lose half the smallest subnormal number.
///
/// In the worst case n roundings add up to n u. They point up and down as by chance, so that from
/// 16 on 4 sqrt(n) u stands in its place, which practically no sum exceeds (Higham and Mary, A new
/// approach to probabilistic rounding error analysis, 2019): behind several layers the worst cases
/// of the worst cases would be larger than the numbers.
///
/// The factor nu / (1 - nu) is for nu < 1. From 1/2 on it goes on as 2 nu, so that the bound is
/// finite and only grows.
inline double rounding_error(std::int64_t roundings, double absolute_sum) {
    constexpr double kUnitRoundoff = 0x1p-24, kHalfSmallest = 0x1p-150, kConfidence = 4;
    const double n = static_cast<double>(roundings);
    const double nu = std::min(n, kConfidence * std::sqrt(n)) * kUnitRoundoff;
    return nu / (1 - std::min(nu, 0.5)) * absolute_sum + n * kHalfSmallest;
}

/// Roundings of one multiply-add: targets that do not fuse it round the product too.
inline std::int64_t roundings_per_term() {
    return simd_target_is_fused() ? 1 : 2;
}

/// A bound of the error of the mean of `count` numbers of at most this magnitude, when none of them
/// passes through more than `additions` rounded additions before the sum is divided.
inline double mean_error(double count, std::int64_t additions, double magnitude) {
    if (count <= 1) return 0;
    constexpr std::int64_t kDivision = 2;  // A count beyond 2^24 is rounded as well.
    const double of_sum = rounding_error(additions, count * magnitude) / count;
    return of_sum + rounding_error(kDivision, magnitude + of_sum);
}

/// What the errors of factors and gradients become in a sum of factor * gradient over the cells of
/// `grad`, where no factor is above `factor` or further off than `factor_error`.
inline double independent_errors(const AbsoluteSum& grad, double factor, double factor_error,
                                 const ErrorBounds& errors) {
    const double square_sum_at_most = errors.grad_magnitude * grad.sum;
    return std::sqrt(square_sum_at_most) * factor_error +
           std::sqrt(grad.nonzero) * errors.grad_error * factor;
}

/// A bound of the error of sums, from a bias (or 0) on, of weight * value over `terms` values of at
/// most this magnitude, each off by at most `error`; the largest for all of `sums`.
inline double weighted_sum_error(std::span<const WeightSums::Sums> sums,
                                 std::span<const float> bias, std::int64_t terms, double magnitude,
                                 double error) {
    double worst = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const double start = bias.empty() ? 0 : std::fabs(double{bias[i]});
        const double absolute = start + sums[i].absolute * (magnitude + error);
        worst = std::max(worst, rounding_error(roundings_per_term() * terms, absolute) +
                                    std::sqrt(sums[i].squares) * error);
    }
    return worst;
}

}  // namespace convscope
