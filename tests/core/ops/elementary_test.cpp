#include "core/ops/elementary.hpp"

#include <gtest/gtest.h>

#include "tests/core/ops/elementary_check.hpp"

namespace convscope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kSmallest = std::numeric_limits<float>::denorm_min();
constexpr float kLargest = std::numeric_limits<float>::max();

double exact_exp(double x) {
    return std::exp(x);
}
double exact_log(double x) {
    return std::log(x);
}

std::uint64_t bits_of(float value) {
    return std::bit_cast<std::uint32_t>(value);
}

/// The whole range thinly (elementary_exhaustive_test takes every float), and every float around 1,
/// where results are small and errors would show.
TEST(Elementary, ExpIsRoundedRightly) {
    EXPECT_EQ(first_wrong(portable_exp, exact_exp, 0, kFloatCount, 997), "");
    EXPECT_EQ(first_wrong(portable_exp, exact_exp, bits_of(0.5f), bits_of(1)), "");
    EXPECT_EQ(first_wrong(portable_exp, exact_exp, bits_of(-0.5f), bits_of(-1)), "");
}

TEST(Elementary, LogIsRoundedRightly) {
    EXPECT_EQ(first_wrong(portable_log, exact_log, 0, kFloatCount, 997), "");
    EXPECT_EQ(first_wrong(portable_log, exact_log, bits_of(0.5f), bits_of(2)), "");
}

TEST(Elementary, ExpAtTheEnds) {
    EXPECT_EQ(portable_exp(0.0f), 1);
    EXPECT_EQ(portable_exp(-0.0f), 1);
    EXPECT_EQ(portable_exp(kSmallest), 1);
    EXPECT_EQ(portable_exp(kInfinity), kInfinity);
    EXPECT_EQ(bits_of(portable_exp(-kInfinity)), bits_of(0.0f));
    EXPECT_TRUE(std::isnan(portable_exp(kNan)));
    EXPECT_EQ(portable_exp(kLargest), kInfinity);
    EXPECT_EQ(portable_exp(-kLargest), 0);
    EXPECT_EQ(portable_exp(0x1.62e430p+6f), kInfinity);
    EXPECT_LT(portable_exp(0x1.62e42ep+6f), kInfinity);
    EXPECT_EQ(portable_exp(-103.5f), kSmallest) << "small results are kept as subnormals";
    EXPECT_EQ(portable_exp(-103.9f), kSmallest);
    EXPECT_EQ(portable_exp(-104.0f), 0);
}

TEST(Elementary, LogAtTheEnds) {
    EXPECT_EQ(bits_of(portable_log(1)), bits_of(0.0f));
    EXPECT_EQ(portable_log(0.0f), -kInfinity);
    EXPECT_EQ(portable_log(-0.0f), -kInfinity);
    EXPECT_EQ(portable_log(kInfinity), kInfinity);
    for (const float x : {kNan, -kSmallest, -1.0f, -kLargest, -kInfinity})
        EXPECT_TRUE(std::isnan(portable_log(x))) << x;
    EXPECT_EQ(portable_log(kSmallest), static_cast<float>(-149 * std::log(2.0)));
    EXPECT_EQ(portable_log(kLargest), static_cast<float>(128 * std::log(2.0)));
}

/// Known bits, so that another compiler or machine that computes others is found out.
TEST(Elementary, BitsDoNotDependOnTheMachine) {
    EXPECT_EQ(portable_exp(1), 0x1.5bf0a8p+1f);
    EXPECT_EQ(portable_exp(-10), 0x1.7cd79cp-15f);
    EXPECT_EQ(portable_log(10), 0x1.26bb1cp+1f);
    EXPECT_EQ(portable_log(1 + 0x1p-23f), 0x1.fffffep-24f);
}

}  // namespace
}  // namespace convscope
