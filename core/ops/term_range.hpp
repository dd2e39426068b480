#pragma once
#include <algorithm>
#include <cstdint>

namespace convscope {

// What explain() functions share: terms are numbered in the order of the contract.

/// Terms [first, last).
struct TermRange {
    std::int64_t first, last;
};

/// Clipped to the `count` terms that there are.
inline TermRange clip_terms(std::int64_t first, std::int64_t last, std::int64_t count) {
    return {std::clamp<std::int64_t>(first, 0, count), std::clamp<std::int64_t>(last, 0, count)};
}

/// Takes the fastest-running digit off a mixed-radix number.
inline int take_digit(std::int64_t& number, int radix) {
    const auto digit = static_cast<int>(number % radix);
    number /= radix;
    return digit;
}

}  // namespace convscope
