// Every float there is, through exp and log of our own.
#include <gtest/gtest.h>

#include <vector>

#include "core/ops/elementary.hpp"
#include "tests/core/ops/elementary_check.hpp"

namespace convscope {
namespace {

constexpr int kMantissaBits = 23;

TEST(ElementaryExhaustive, Exp) {
    // Cheap where the C library is not needed to know the nearest float.
    const auto exact = [](double x) {
        if (x > 100) return std::numeric_limits<double>::infinity();
        if (x < -110) return 0.0;
        return std::fabs(x) < 0x1p-30 ? 1 + x : std::exp(x);
    };
    EXPECT_EQ(first_wrong(portable_exp, exact), "");
}

TEST(ElementaryExhaustive, Log) {
    std::vector<double> logs;  // Of 1 + i / 2^23.
    for (int i = 0; i < 1 << kMantissaBits; ++i)
        logs.push_back(std::log(1 + std::ldexp(i, -kMantissaBits)));
    const double log2 = std::log(2.0);
    const auto exact = [&](double x) {
        if (x < 0) return std::numeric_limits<double>::quiet_NaN();
        const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(x));
        const int exponent = static_cast<int>(bits >> kMantissaBits & 255);
        // Subnormals, what is not finite, and from 1/2 to 1, where the sum would cancel.
        if (exponent == 0 || exponent == 255 || exponent == 126) return std::log(x);
        return (exponent - 127) * log2 + logs[bits & ((1u << kMantissaBits) - 1)];
    };
    EXPECT_EQ(first_wrong(portable_log, exact), "");
}

}  // namespace
}  // namespace convscope
