#include "app/widgets/weight_grid.hpp"

#include <gtest/gtest.h>

#include "app/widgets/legend.hpp"

namespace convscope::app {
namespace {

constexpr Shape kShape{1, 3, 2, 4};

TEST(NextCell, ArrowsWalkAndStopAtTheEdges) {
    EXPECT_EQ(next_cell({0, 0, 0, 1}, kShape, Move::kRight), (Cell{0, 0, 0, 2}));
    EXPECT_EQ(next_cell({0, 0, 0, 3}, kShape, Move::kRight), (Cell{0, 0, 0, 3}));
    EXPECT_EQ(next_cell({0, 0, 0, 0}, kShape, Move::kLeft), (Cell{0, 0, 0, 0}));
    EXPECT_EQ(next_cell({0, 2, 1, 0}, kShape, Move::kDown), (Cell{0, 2, 1, 0}));
}

TEST(NextCell, GoesFromChannelToChannel) {
    EXPECT_EQ(next_cell({0, 0, 1, 2}, kShape, Move::kDown), (Cell{0, 1, 0, 2}));
    EXPECT_EQ(next_cell({0, 2, 0, 2}, kShape, Move::kUp), (Cell{0, 1, 1, 2}));
    EXPECT_EQ(next_cell({0, 0, 1, 3}, kShape, Move::kNext), (Cell{0, 1, 0, 0}));
    EXPECT_EQ(next_cell({0, 1, 0, 0}, kShape, Move::kPrevious), (Cell{0, 0, 1, 3}));
    EXPECT_EQ(next_cell({0, 2, 1, 3}, kShape, Move::kNext), (Cell{0, 2, 1, 3}));
}

TEST(ChannelName, ColoursForThreeNumbersOtherwise) {
    EXPECT_EQ(channel_name(1, 3), "g");
    EXPECT_EQ(channel_name(1, 2), "2");
}

TEST(LegendEnds, FollowTheSigns) {
    const ColourScale scale{&colour_map("diverging_dark"), -2, 2};
    const LegendEnds both = legend_ends(scale, {-1, 1, true});
    EXPECT_EQ(both.low, -2);
    EXPECT_EQ(both.high, 2);
    EXPECT_EQ(legend_ends(scale, {0, 1, true}).low, 0);
    EXPECT_EQ(legend_ends(scale, {-1, 0, true}).high, 0);
}

}  // namespace
}  // namespace convscope::app
