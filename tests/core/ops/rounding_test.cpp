#include "core/ops/rounding.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.hpp"

namespace convscope {
namespace {

TEST(RoundingError, OfAFewTermsIsAboutOneRoundingEach) {
    EXPECT_NEAR(rounding_error(10, 3), 10 * 0x1p-24 * 3, 1e-11);
    EXPECT_EQ(rounding_error(0, 3), 0);
    EXPECT_GT(rounding_error(1, 0), 0) << "subnormal numbers round too";
}

TEST(RoundingError, GrowsWithTheTermsHoweverMany) {
    double last = 0;
    for (std::int64_t terms = 1; terms <= std::int64_t{1} << 40; terms *= 2) {
        const double error = rounding_error(terms, 1);
        EXPECT_TRUE(std::isfinite(error)) << terms;
        EXPECT_GT(error, last) << terms;
        EXPECT_LE(error, 4 * static_cast<double>(terms) * 0x1p-24) << terms;
        last = error;
    }
}

TEST(RoundingError, CoversLongSums) {
    Random random(7);
    constexpr int kTerms = 20'000;
    for (int round = 0; round < 50; ++round) {
        float sum = 0;
        double exact = 0, absolute = 0;
        for (int i = 0; i < kTerms; ++i) {
            const float term = random.unit() - 0.5f;
            sum += term;
            exact += static_cast<double>(term);
            absolute += std::abs(static_cast<double>(term));
        }
        EXPECT_LE(std::abs(static_cast<double>(sum) - exact), rounding_error(kTerms, absolute));
    }
}

}  // namespace
}  // namespace convscope
