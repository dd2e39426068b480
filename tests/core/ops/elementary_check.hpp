#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace convscope {

inline constexpr std::uint64_t kFloatCount = std::uint64_t{1} << 32;

/// |got - exact| in units of the last place of a float near `exact`.
inline double ulps_off(float got, double exact) {
    const int exponent = std::max(std::ilogb(exact), std::numeric_limits<float>::min_exponent - 1);
    return std::fabs(static_cast<double>(got) - exact) / std::ldexp(1.0, exponent - 23);
}

/// Empty, or the first float with bits first, first + step, ... (below `last`) whose `own` is
/// farther than 0.500001 of the last place from `exact`, the C library's function in double. Where
/// that is NaN, infinite, or beyond all floats, `own` must be the same.
template <class Own, class Exact>
std::string first_wrong(Own own, Exact exact, std::uint64_t first = 0,
                        std::uint64_t last = kFloatCount, std::uint64_t step = 1) {
    for (std::uint64_t bits = first; bits < last; bits += step) {
        const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        const float got = own(x);
        const double want = exact(static_cast<double>(x));
        const float rounded = static_cast<float>(want);
        if (got == rounded || (got != got && rounded != rounded)) continue;
        if (std::isfinite(got) && std::isfinite(rounded) && ulps_off(got, want) <= 0.500001)
            continue;
        return "f(" + std::to_string(x) + ") = " + std::to_string(got) + ", bits " +
               std::to_string(bits);
    }
    return "";
}

}  // namespace convscope
