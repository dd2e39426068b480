#include "core/eval/results.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/random.hpp"

namespace convscope {
namespace {

TEST(ValueRange, OfFiniteValuesIsTheirExtremes) {
    Random random(1);
    for (int width = 1; width <= 70; ++width) {
        Tensor map(Shape{1, 2, 3, width});
        float least = 9, most = -9;
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < width; ++x) {
                const float value = random.unit() - 0.5f;
                map.view()(0, 1, y, x) = value;
                least = std::min(least, value);
                most = std::max(most, value);
            }
        const ValueRange range = range_of(map.view(), 1, map.shape().plane());
        EXPECT_EQ(range.minimum, least);
        EXPECT_EQ(range.maximum, most);
        EXPECT_TRUE(range.any_finite);
        EXPECT_EQ(range.magnitude(), std::max(-least, most));
    }
}

TEST(ValueRange, LooksAtItsRectangleOnly) {
    Tensor map(Shape{1, 1, 5, 40});
    map.view()(0, 0, 0, 0) = 100;
    map.view()(0, 0, 2, 20) = -3;
    map.view()(0, 0, 4, 39) = 100;
    const ValueRange range = range_of(map.view(), 0, {1, 1, 39, 4});
    EXPECT_EQ(range.minimum, -3);
    EXPECT_EQ(range.maximum, 0);
    EXPECT_EQ(range_of(map.view(), 0, {}), ValueRange{});
}

TEST(ValueRange, CountsWhatIsNotFinite) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    for (const int width : {6, 22}) {
        Tensor map(Shape{1, 1, 1, width});
        const auto view = map.view();
        view(0, 0, 0, 0) = kNan;
        view(0, 0, 0, 1) = kInfinity;
        view(0, 0, 0, 2) = -kInfinity;
        view(0, 0, 0, 3) = kNan;
        view(0, 0, 0, 4) = kNan;
        view(0, 0, 0, 5) = 7;
        const ValueRange range = range_of(map.view(), 0, map.shape().plane());
        EXPECT_EQ(range.nan_count, 3);
        EXPECT_EQ(range.infinite_count, 2);
        EXPECT_EQ(range.maximum, 7);
        EXPECT_EQ(range.minimum, width == 6 ? 7 : 0);
        const ValueRange none = range_of(map.view(), 0, {0, 0, 5, 1});
        EXPECT_FALSE(none.any_finite);
        EXPECT_EQ(none.magnitude(), 0);
    }
}

TEST(ValueRange, IncludingAnEmptyRangeChangesNothing) {
    ValueRange range{.minimum = 2, .maximum = 3, .any_finite = true};
    range.include({.nan_count = 1});
    EXPECT_EQ(range.minimum, 2);
    EXPECT_EQ(range.nan_count, 1);
    ValueRange empty;
    empty.include(range);
    EXPECT_EQ(empty, range);
}

}  // namespace
}  // namespace convscope
