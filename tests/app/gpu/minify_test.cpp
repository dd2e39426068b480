#include "app/gpu/minify.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace convscope::app {
namespace {

TEST(Minify, KeepsTheLargestMagnitudeOfEachBlock) {
    const Tensor t = from_dense<float>({1, 1, 2, 5}, {1, -3, 0, 2, -1,  //
                                                      2, 2, 0, 1, -4});
    EXPECT_EQ(minify(t.view(), 0, {0, 0, 5, 2}, 1, Minify::kLargest),
              (std::vector<float>{-3, 2, -4}));
}

TEST(Minify, MeansCountOnlyCellsThatExist) {
    const Tensor t = from_dense<float>({1, 2, 2, 3}, {0, 0, 0, 0, 0, 0,  //
                                                      1, 3, 8, 0, 4, 2});
    EXPECT_EQ(minify(t.view(), 1, {0, 0, 3, 2}, 1, Minify::kMean), (std::vector<float>{2, 5}));
}

TEST(Minify, TakesOnlyTheRectangle) {
    Tensor t({1, 1, 64, 128});
    t.view()(0, 0, 5, 63) = 9;  // just outside
    t.view()(0, 0, 5, 64) = 1;
    const auto cells = minify(t.view(), 0, {64, 0, 128, 64}, 6, Minify::kLargest);
    EXPECT_EQ(cells, (std::vector<float>{1}));
}

TEST(Minify, NeverHidesWhatIsNotFinite) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    const Tensor t = from_dense<float>({1, 1, 2, 2}, {1, kNan, 100, 2});
    EXPECT_TRUE(std::isnan(minify(t.view(), 0, {0, 0, 2, 2}, 1, Minify::kLargest)[0]));
    EXPECT_TRUE(std::isnan(minify(t.view(), 0, {0, 0, 2, 2}, 1, Minify::kMean)[0]));
}

}  // namespace
}  // namespace convscope::app
