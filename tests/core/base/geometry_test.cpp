#include "core/base/geometry.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

TEST(Geometry, IntersectionOfDisjointRectanglesIsTheEmptyOne) {
    EXPECT_EQ(intersect({0, 0, 4, 4}, {2, 1, 9, 3}), (Rect{2, 1, 4, 3}));
    EXPECT_EQ(intersect({0, 0, 4, 4}, {4, 0, 8, 4}), Rect{});
    EXPECT_EQ(intersect({0, 0, 4, 4}, {7, 9, 8, 10}), Rect{});
}

TEST(Geometry, UnionIgnoresEmptyRectangles) {
    EXPECT_EQ(unite({0, 0, 1, 1}, {5, 7, 6, 8}), (Rect{0, 0, 6, 8}));
    EXPECT_EQ(unite({}, {5, 7, 6, 8}), (Rect{5, 7, 6, 8}));
    EXPECT_EQ(unite({5, 7, 6, 8}, {90, 90, 90, 95}), (Rect{5, 7, 6, 8}));
}

TEST(Geometry, DivisionRoundsDownAndUpForNegativeNumbersToo) {
    for (int a = -20; a <= 20; ++a) {
        for (int b = 1; b <= 7; ++b) {
            const int down = floor_div(a, b), up = ceil_div(a, b);
            EXPECT_LE(down * b, a);
            EXPECT_GT((down + 1) * b, a);
            EXPECT_GE(up * b, a);
            EXPECT_LT((up - 1) * b, a);
        }
    }
    EXPECT_EQ(round_up(65, 16), 80);
    EXPECT_EQ(round_up(64, 16), 64);
}

}  // namespace
}  // namespace convscope
