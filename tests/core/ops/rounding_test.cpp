#include "core/ops/rounding.hpp"

#include <gtest/gtest.h>

#include <cmath>

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
        EXPECT_GE(error, static_cast<double>(terms) * 0x1p-24) << terms;
        last = error;
    }
}

}  // namespace
}  // namespace convscope
