#include "core/ops/window2d.hpp"

#include <gtest/gtest.h>

#include <set>

namespace convscope {
namespace {

/// Calls test(axis, input extent) for every small axis.
template <class Test>
void for_each_axis(const Test& test) {
    for (int size = 1; size <= 4; ++size)
        for (int stride = 1; stride <= 4; ++stride)
            for (int pad = 0; pad <= 3; ++pad)
                for (int dilation = 1; dilation <= 3; ++dilation)
                    for (int input = 1; input <= 9; ++input)
                        test(WindowAxis{size, stride, pad, dilation}, input);
}

TEST(WindowAxis, OutputExtentCountsThePlacesOfTheWindow) {
    for_each_axis([](const WindowAxis& axis, int input) {
        int places = 0;
        for (int left = -axis.pad; left + axis.span() <= input + axis.pad; left += axis.stride)
            ++places;
        EXPECT_EQ(axis.output_extent(input), places);
    });
}

TEST(WindowAxis, TapBetweenIsTheTapThatReads) {
    for_each_axis([](const WindowAxis& axis, int input) {
        for (int output = 0; output < axis.output_extent(input); ++output)
            for (int cell = 0; cell < input; ++cell) {
                int found = -1;
                for (int tap = 0; tap < axis.size; ++tap)
                    if (axis.input_index(output, tap) == cell) found = tap;
                EXPECT_EQ(axis.tap_between(cell, output), found);
            }
    });
}

TEST(WindowAxis, OutputsReadingIsTheSmallestInterval) {
    for_each_axis([](const WindowAxis& axis, int input) {
        const int outputs = axis.output_extent(input);
        for (int begin = 0; begin < input; ++begin)
            for (int end = begin + 1; end <= input; ++end) {
                std::set<int> reading;
                for (int output = 0; output < outputs; ++output)
                    for (int cell = begin; cell < end; ++cell)
                        if (axis.tap_between(cell, output) >= 0) reading.insert(output);
                const Interval found = outputs_reading(axis, {begin, end}, outputs);
                EXPECT_EQ(found.empty(), reading.empty());
                if (reading.empty() || found.empty()) continue;
                EXPECT_EQ(found.begin, *reading.begin());
                EXPECT_EQ(found.end, *reading.rbegin() + 1);
            }
    });
}

TEST(Window2d, KeepsXAndYApart) {
    const Window2d window{{3, 2, 1, 1}, {2, 1, 0, 4}};
    EXPECT_EQ(window.output_plane({1, 1, 9, 7}), (Rect{0, 0, 4, 5}));
    EXPECT_EQ(window.input_rect({0, 0, 1, 1}), (Rect{-1, 0, 2, 5}));
    EXPECT_EQ(window.output_rect({0, 4, 1, 5}, {1, 1, 9, 7}), (Rect{0, 0, 1, 5}));
}

TEST(CheckWindowFits, SaysWhatToDo) {
    const auto wide =
        check_window_fits({{9, 1, 0, 1}, {1, 1, 0, 1}}, {1, 1, 5, 8}, "filter", "kernel");
    ASSERT_FALSE(wide);
    EXPECT_EQ(wide.error().text(),
              "kernel.w: the filter is 9 wide, but the input is only 8 wide: make w at most 8");
    const auto high =
        check_window_fits({{1, 1, 0, 1}, {4, 1, 1, 3}}, {1, 1, 6, 8}, "filter", "kernel");
    ASSERT_FALSE(high);
    EXPECT_EQ(high.error().text(),
              "kernel.h: the filter is 4 high and with dilation 3 spans 10 cells, but the input "
              "with its padding is only 8 high: make h at most 3");
    EXPECT_TRUE(check_window_fits({{8, 1, 0, 1}, {5, 1, 0, 1}}, {1, 1, 5, 8}, "filter", "kernel"));
}

}  // namespace
}  // namespace convscope
