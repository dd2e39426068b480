#include "core/ops/lane_simd.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "core/ops/simd.hpp"

namespace convscope {
namespace {

class LaneSimd : public testing::Test {
  protected:
    void TearDown() override { ASSERT_TRUE(use_simd_target(simd_targets().front())); }
};

TEST_F(LaneSimd, SumsFollowTheLanesOnEveryTarget) {
    Tensor map({1, 1, 64, 40});
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 40; ++x) map.view()(0, 0, y, x) = static_cast<float>(y + x);
    std::array<float, kMaxTailFloats> tail;
    for (const std::string& target : simd_targets()) {
        ASSERT_TRUE(use_simd_target(target));
        const Rect block{0, 0, 37, 64};
        std::array<float, kLanes> sums{}, squares{}, expected_sums{}, expected_squares{};
        sum_lanes(block_lanes(map.view(), 0, block, tail.data()), sums.data());
        sum_square_lanes(block_lanes(map.view(), 0, block, tail.data()), squares.data());
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 37; ++x) {
                const float value = static_cast<float>(y + x);
                expected_sums[static_cast<std::size_t>(x % kLanes)] += value;
                expected_squares[static_cast<std::size_t>(x % kLanes)] += value * value;
            }
        EXPECT_EQ(sums, expected_sums) << target;
        EXPECT_EQ(squares, expected_squares) << target;
    }
}

TEST_F(LaneSimd, AbsoluteSumCountsFiniteValues) {
    Tensor map({1, 1, 3, 37});
    map.view()(0, 0, 0, 0) = -2;
    map.view()(0, 0, 1, 36) = 3;
    map.view()(0, 0, 2, 20) = std::numeric_limits<float>::infinity();
    map.view()(0, 0, 2, 21) = std::numeric_limits<float>::quiet_NaN();
    for (const std::string& target : simd_targets()) {
        ASSERT_TRUE(use_simd_target(target));
        const AbsoluteSum total = absolute_sum(map.view(), 0, 0, map.shape().plane());
        EXPECT_GE(total.sum, 5) << target;
        EXPECT_LT(total.sum, 5.01) << target;
        EXPECT_EQ(total.nonzero, 4) << target;
    }
}

}  // namespace
}  // namespace convscope
