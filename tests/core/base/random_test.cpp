#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <array>

namespace convscope {
namespace {

// The first outputs for seed 1234567, as published with the algorithm's reference program.
TEST(Random, FollowsThePublishedSequence) {
    Random random(1234567);
    for (const std::uint64_t expected :
         {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u,
          16408922859458223821u})
        EXPECT_EQ(random.next(), expected);
}

TEST(Random, BelowReachesEveryNumberAboutEquallyOften) {
    Random random(1);
    std::array<int, 9> counts{};
    for (int i = 0; i < 9000; ++i) ++counts.at(static_cast<std::size_t>(random.below(9)));
    for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Random, UnitStaysBelowOne) {
    Random random(2);
    float sum = 0;
    for (int i = 0; i < 4096; ++i) {
        const float value = random.unit();
        EXPECT_GE(value, 0);
        EXPECT_LT(value, 1);
        sum += value;
    }
    EXPECT_NEAR(sum / 4096, 0.5, 0.02);
}

}  // namespace
}  // namespace convscope
