#pragma once
#include <cstdint>

namespace convscope {

/// A bound of the error of a float sum whose absolute terms add up to `absolute_sum`, when no term
/// passes through more than `roundings` rounded operations (Higham, Accuracy and Stability of
/// Numerical Algorithms, section 3.1); each may also lose half the smallest subnormal number.
inline double rounding_error(std::int64_t roundings, double absolute_sum) {
    constexpr double kUnitRoundoff = 0x1p-24, kHalfSmallest = 0x1p-150;
    const double n = static_cast<double>(roundings);
    return n * kUnitRoundoff / (1 - n * kUnitRoundoff) * absolute_sum + n * kHalfSmallest;
}

}  // namespace convscope
