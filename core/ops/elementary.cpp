#include "core/ops/elementary.hpp"

#include <bit>
#include <cstdint>
#include <limits>
#include <span>

namespace convscope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr double kLog2E = 0x1.71547652b82fep+0;
/// ln 2 in two parts: the first has 33 significant bits, so that its product with an exponent is
/// exact.
constexpr double kLn2High = 0x1.62e42fee00000p-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

constexpr int kExponentBias = 1023, kMantissaBits = 52;
constexpr std::uint64_t kMantissaMask = (std::uint64_t{1} << kMantissaBits) - 1;

/// Precondition: the power is a normal number.
double power_of_two(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + kExponentBias)
                                 << kMantissaBits);
}

/// c0 + t (c1 + t (c2 + ...))
double polynomial(std::span<const double> coefficients, double t) {
    double value = 0;
    for (std::size_t i = coefficients.size(); i-- > 0;) value = value * t + coefficients[i];
    return value;
}

/// 1 / n!: what is left out is below 2^-57 of e^r for |r| <= ln(2) / 2.
constexpr double kExpTerms[] = {1.0,
                                1.0,
                                1.0 / 2,
                                1.0 / 6,
                                1.0 / 24,
                                1.0 / 120,
                                1.0 / 720,
                                1.0 / 5040,
                                1.0 / 40320,
                                1.0 / 362880,
                                1.0 / 3628800,
                                1.0 / 39916800,
                                1.0 / 479001600,
                                1.0 / 6227020800};

/// atanh(s) / s by powers of s^2: what is left out is below 2^-58 for s^2 <= (sqrt(2) - 1)^4.
constexpr double kAtanhTerms[] = {1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9, 1.0 / 11,
                                  1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};

}  // namespace

float portable_exp(float x) {
    constexpr float kLargest = 0x1.62e42ep+6f;  // The next float's e^x is above every float.
    constexpr float kSmallest = -104;           // e^x is below half the smallest float.
    if (x > kLargest) return kInfinity;
    if (x < kSmallest) return 0;
    if (x != x) return x;
    // e^x = 2^k e^r with k the whole number nearest to x / ln 2: adding 1.5 * 2^52 rounds to it.
    constexpr double kToWhole = 0x1.8p52;
    const double k = static_cast<double>(x) * kLog2E + kToWhole - kToWhole;
    const double r = static_cast<double>(x) - k * kLn2High - k * kLn2Low;
    return static_cast<float>(polynomial(kExpTerms, r) * power_of_two(static_cast<int>(k)));
}

float portable_log(float x) {
    if (x == 0) return -kInfinity;
    if (x < 0) return std::numeric_limits<float>::quiet_NaN();
    if (!(x < kInfinity)) return x;
    // x = 2^k m with m in [sqrt(1/2), sqrt(2)). Every float is a normal double.
    constexpr double kSqrt2 = 0x1.6a09e667f3bcdp+0;
    const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(x));
    int k = static_cast<int>(bits >> kMantissaBits) - kExponentBias;
    double m = std::bit_cast<double>((bits & kMantissaMask) | std::uint64_t{kExponentBias}
                                                                  << kMantissaBits);
    if (m >= kSqrt2) {
        m /= 2;
        ++k;
    }
    const double s = (m - 1) / (m + 1);  // log m = 2 atanh(s)
    return static_cast<float>(k * kLn2High +
                              (k * kLn2Low + 2 * s * polynomial(kAtanhTerms, s * s)));
}

}  // namespace convscope
