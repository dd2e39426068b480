#include "core/scene/filter_facts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.hpp"

namespace convscope {
namespace {

TEST(WindowWalk, WritesTheExerciseWithItsNumbers) {
    const WindowWalk walk{8, {.size = 3, .stride = 2}};
    EXPECT_EQ(walk.output(), 3);
    EXPECT_EQ(walk.unread_at_end(), 1);
    EXPECT_EQ(walk.formula(), "floor(1 + (8 - 3)/2) = 3");
}

TEST(WindowWalk, MentionsPaddingAndDilationOnlyWhenThereAreSome) {
    EXPECT_EQ((WindowWalk{8, {.size = 3, .stride = 1, .pad = 1}}).formula(),
              "floor(1 + (8 + 2\u00b71 - 3)/1) = 8");
    EXPECT_EQ((WindowWalk{8, {.size = 3, .stride = 1, .dilation = 2}}).formula(),
              "floor(1 + (8 - 2\u00b7(3 - 1) - 1)/1) = 4");
}

TEST(WindowWalk, UnreadCellsAreThoseThatNoWindowReaches) {
    for (int input = 1; input <= 12; ++input)
        for (int size = 1; size <= 4; ++size)
            for (int stride = 1; stride <= 5; ++stride)
                for (int pad = 0; pad <= 2; ++pad) {
                    const WindowWalk walk{input, {.size = size, .stride = stride, .pad = pad}};
                    int last_read = -1;
                    for (int o = 0; o < walk.output(); ++o)
                        for (int tap = 0; tap < size; ++tap) {
                            const int i = walk.window.input_index(o, tap);
                            if (i >= 0 && i < input) last_read = std::max(last_read, i);
                        }
                    EXPECT_EQ(walk.unread_at_end(), input - 1 - last_read)
                        << input << " " << size << " " << stride << " " << pad;
                }
}

TEST(WindowWalk, KnowsEveryCellThatNoWindowReads) {
    for (int input = 1; input <= 10; ++input)
        for (int size = 1; size <= 4; ++size)
            for (int stride = 1; stride <= 5; ++stride)
                for (int pad = 0; pad <= 3; ++pad)
                    for (int dilation = 1; dilation <= 3; ++dilation) {
                        const WindowWalk walk{input, {size, stride, pad, dilation}};
                        std::vector<char> is_read(static_cast<std::size_t>(input), 0);
                        int windows = 0;
                        for (int left = -pad; left + dilation * (size - 1) < input + pad;
                             left += stride, ++windows)
                            for (int tap = 0; tap < size; ++tap)
                                if (const int cell = left + dilation * tap;
                                    cell >= 0 && cell < input)
                                    is_read[static_cast<std::size_t>(cell)] = 1;
                        EXPECT_EQ(walk.output(), windows);
                        EXPECT_TRUE(walk.formula().ends_with("= " + std::to_string(windows)));
                        std::vector<char> counted(static_cast<std::size_t>(input), 1);
                        int last_end = -1;
                        for (const Interval run : walk.unread()) {
                            EXPECT_GT(run.begin, last_end) << "runs that touch are one";
                            last_end = run.end;
                            for (int cell = run.begin; cell < run.end; ++cell)
                                counted[static_cast<std::size_t>(cell)] = 0;
                        }
                        EXPECT_EQ(counted, is_read) << input << " " << size << " " << stride << " "
                                                    << pad << " " << dilation;
                        for (int cell = 0; cell < input; ++cell)
                            EXPECT_EQ(walk.reads(cell),
                                      is_read[static_cast<std::size_t>(cell)] != 0);
                        EXPECT_FALSE(walk.reads(-1) || walk.reads(input));
                    }
}

TEST(WindowWalk, NamesTheLargestWindowThatFits) {
    for (int input = 1; input <= 8; ++input)
        for (int pad = 0; pad <= 2; ++pad)
            for (int dilation = 1; dilation <= 3; ++dilation) {
                WindowWalk walk{input, {.size = 1, .pad = pad, .dilation = dilation}};
                walk.window.size = walk.largest_size();
                EXPECT_GT(walk.output(), 0);
                ++walk.window.size;
                EXPECT_EQ(walk.output(), 0);
            }
}

TEST(WindowWalk, ReadsTheFieldsOfTheOps) {
    const OpInfo& conv = *find_op("conv2d");
    ParamSet params = default_params(conv);
    params[field_index(conv, "kernel.w")] = 5;
    params[field_index(conv, "stride.x")] = 2;
    params[field_index(conv, "pad.y")] = 1;
    params[field_index(conv, "dilation.y")] = 3;
    const auto x = window_walk(conv, params, {1, 3, 40, 50}, Axis::kX);
    const auto y = window_walk(conv, params, {1, 3, 40, 50}, Axis::kY);
    ASSERT_TRUE(x && y);
    EXPECT_EQ(x->formula(), "floor(1 + (50 - 5)/2) = 23");
    EXPECT_EQ(y->output(), conv.output_shape(params, {1, 3, 40, 50})->h);
    const OpInfo& pool = *find_op("max_pool2d");
    EXPECT_TRUE(window_walk(pool, default_params(pool), {1, 1, 9, 9}, Axis::kX));
    const OpInfo& relu = *find_op("relu");
    EXPECT_FALSE(window_walk(relu, default_params(relu), {1, 1, 9, 9}, Axis::kX));
}

TEST(ExactSum, LosesNoBit) {
    EXPECT_EQ(exact_sum(std::vector<float>{}), 0);
    EXPECT_EQ(exact_sum(std::vector<float>{0x1p100f, 1, 0x1p-100f, -0x1p100f, -1}), 0x1p-100);
    EXPECT_EQ(exact_sum(std::vector<float>{0x1p100f, 0x1p-149f, -0x1p100f, -0x1p-149f}), 0);
    EXPECT_EQ(exact_sum(std::vector<float>{.1f, .2f, -.1f, -.2f}), 0);
    const float largest = std::numeric_limits<float>::max();
    EXPECT_EQ(exact_sum(std::vector<float>(4, largest)), 4.0 * largest);
}

// Halfway between two doubles: what lies below the half decides, on either side.
TEST(ExactSum, RoundsOnceToNearest) {
    const double one = 1, up = std::nextafter(1.0, 2.0);
    EXPECT_EQ(exact_sum(std::vector<float>{1, 0x1p-53f}), one);
    EXPECT_EQ(exact_sum(std::vector<float>{1, 0x1p-53f, 0x1p-140f}), up);
    EXPECT_EQ(exact_sum(std::vector<float>{1, 0x1p-53f, -0x1p-140f}), one);
    EXPECT_EQ(exact_sum(std::vector<float>{-1, -0x1p-53f, -0x1p-140f}), -up);
}

TEST(ExactSum, DoesNotDependOnTheOrder) {
    Random random(5);
    std::vector<float> values;
    for (int i = 0; i < 961; ++i)
        values.push_back(std::ldexp(random.unit() - 0.5f, random.below(120) - 60));
    const double sum = exact_sum(values);
    for (int round = 0; round < 20; ++round) {
        for (std::size_t i = values.size() - 1; i > 0; --i)
            std::swap(values[i], values[static_cast<std::size_t>(random.below(int(i) + 1))]);
        EXPECT_EQ(exact_sum(values), sum);
    }
}

TEST(ChannelSums, AreOfOneFilter) {
    const Tensor weights = from_dense<float>({2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, .1f, -.1f});
    EXPECT_EQ(channel_sums(weights.view(), 0), (std::vector<double>{3, 7}));
    EXPECT_EQ(channel_sums(weights.view(), 1), (std::vector<double>{11, 0}));
}

TEST(ChannelSums, AreDescribedInWords) {
    const auto text = [](std::vector<double> sums) { return describe_channel_sums(sums); };
    EXPECT_EQ(text({0, 0, 0}), "each channel sums to 0: flat areas give 0");
    EXPECT_EQ(text({0}), "the weights sum to 0: flat areas give 0");
    EXPECT_EQ(text({.5}), "the weights sum to 0.5");
    EXPECT_EQ(text({1, 1, 1}), "each channel sums to 1");
    EXPECT_EQ(text({1, -1, 0}), "the channels sum to 1, -1, 0: flat grey areas give 0");
    EXPECT_EQ(text({1, -.25, 0}), "the channels sum to 1, -0.25, 0");
}

TEST(WeightCounts, OfTheExercise) {
    const WeightCounts counts = weight_counts({1, 3, 3, 3}, {1, 3, 112, 150}, {1, 1, 110, 148});
    EXPECT_EQ(counts.weights, 27);
    EXPECT_EQ(counts.without_sharing, 439'560);
    EXPECT_EQ(counts.fully_connected, 820'512'000);
    EXPECT_EQ(format_count(counts.fully_connected), "820,512,000");
}

TEST(WeightCounts, GrowWithTheFilters) {
    const WeightCounts counts = weight_counts({4, 3, 3, 3}, {1, 3, 10, 10}, {1, 4, 8, 8});
    EXPECT_EQ(counts.weights, 108);
    EXPECT_EQ(counts.without_sharing, 27 * 4 * 64);
    EXPECT_EQ(counts.fully_connected, 300 * 256);
}

TEST(FormatCount, SeparatesThousands) {
    EXPECT_EQ(format_count(0), "0");
    EXPECT_EQ(format_count(999), "999");
    EXPECT_EQ(format_count(1000), "1,000");
    EXPECT_EQ(format_count(-123456), "-123,456");
}

}  // namespace
}  // namespace convscope
