#include "app/views/unread_cells.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

WindowWalk walk(int input, WindowAxis window) {
    return {input, window};
}

/// By asking each cell whether any tap of any window lies on it.
bool is_read(const WindowWalk& walk, int cell) {
    for (int output = 0; output < walk.output(); ++output)
        if (walk.window.tap_between(cell, output) >= 0) return true;
    return false;
}

TEST(UnreadRuns, TheExercisesFloorLeavesTheLastColumn) {
    const WindowWalk exercise = walk(8, {3, 2, 0, 1});
    const auto runs = unread_runs(exercise);
    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs[0].begin, 7);
    EXPECT_EQ(runs[0].end, 8);
    const std::string why = why_unread(exercise, Axis::kX, 7);
    EXPECT_NE(why.find("no window reads column 7"), std::string::npos) << why;
    EXPECT_NE(why.find("(8 - 3)/2"), std::string::npos) << why;
    EXPECT_NE(why.find("end at column 6"), std::string::npos) << why;
}

TEST(UnreadRuns, AreJustTheCellsThatNoTapLiesOn) {
    for (const int input : {1, 5, 8, 17})
        for (const int size : {1, 2, 3, 5})
            for (const int stride : {1, 2, 3, 6})
                for (const int pad : {0, 1, 4})
                    for (const int dilation : {1, 2, 3}) {
                        const WindowWalk tried = walk(input, {size, stride, pad, dilation});
                        if (tried.output() < 1) continue;
                        std::vector<bool> unread(static_cast<std::size_t>(input), false);
                        int end = -1;
                        for (const Interval& run : unread_runs(tried)) {
                            EXPECT_GT(run.begin, end) << "in order, and apart";
                            for (int cell = run.begin; cell < run.end; ++cell) {
                                unread[static_cast<std::size_t>(cell)] = true;
                                EXPECT_FALSE(why_unread(tried, Axis::kY, cell).empty());
                            }
                            end = run.end;
                        }
                        for (int cell = 0; cell < input; ++cell)
                            EXPECT_EQ(unread[static_cast<std::size_t>(cell)], !is_read(tried, cell))
                                << input << ' ' << size << ' ' << stride << ' ' << pad << ' '
                                << dilation << " cell " << cell;
                    }
}

TEST(UnreadRuns, GapsBetweenWindowsAreExplainedByTheirStep) {
    const WindowWalk gaps = walk(9, {1, 3, 0, 1});
    EXPECT_EQ(unread_runs(gaps).size(), 3u);
    EXPECT_NE(why_unread(gaps, Axis::kX, 1).find("step by 3"), std::string::npos);
    const WindowWalk apart = walk(9, {2, 4, 0, 2});
    EXPECT_NE(why_unread(apart, Axis::kX, 1).find("every 2nd cell"), std::string::npos);
}

}  // namespace
}  // namespace convscope::app
