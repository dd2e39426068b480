#pragma once
#include <algorithm>
#include <cstdint>

namespace convscope {

/// A bound of the error of a float sum whose absolute terms add up to `absolute_sum`, when no term
/// passes through more than `roundings` rounded operations (Higham, Accuracy and Stability of
/// Numerical Algorithms, section 3.1); each may also lose half the smallest subnormal number.
///
/// Higham's factor nu / (1 - nu) is for nu < 1. From 1/2 on it goes on as 2 nu, which is more than
/// the nu that suffices for any number of terms (Jeannerod and Rump, Improved error bounds for
/// inner products in floating-point arithmetic, 2013), so that the bound is finite and only grows.
inline double rounding_error(std::int64_t roundings, double absolute_sum) {
    constexpr double kUnitRoundoff = 0x1p-24, kHalfSmallest = 0x1p-150;
    const double n = static_cast<double>(roundings);
    const double nu = n * kUnitRoundoff;
    return nu / (1 - std::min(nu, 0.5)) * absolute_sum + n * kHalfSmallest;
}

}  // namespace convscope
