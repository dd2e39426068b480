#include "app/views/read_outs.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

Layer conv(int size, int stride, int pad = 0, int dilation = 1) {
    const OpInfo& op = *find_op("conv2d");
    Layer layer;
    layer.id = "conv1";
    layer.op = op.id;
    layer.params = default_params(op);
    const auto set = [&](const char* path, int value) {
        layer.params[field_index(op, path)] = value;
    };
    for (const char* axis : {"w", "h"}) set((std::string("kernel.") + axis).c_str(), size);
    for (const char* axis : {"x", "y"}) {
        set((std::string("stride.") + axis).c_str(), stride);
        set((std::string("pad.") + axis).c_str(), pad);
        set((std::string("dilation.") + axis).c_str(), dilation);
    }
    return layer;
}

TEST(SizeReadOuts, SayTheFloorOnceWhereBothAxesAreAlike) {
    const auto lines = size_read_outs(conv(3, 2), *find_op("conv2d"), Shape{1, 3, 8, 8});
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].full, "floor(1 + (8 - 3)/2) = 3\ncolumn 7, row 7 unread");
    EXPECT_EQ(lines[0].brief.front(), "floor(1 + (8 - 3)/2) = 3");
    EXPECT_NE(lines[0].tooltip.find("No window reads column 7."), std::string::npos);
    EXPECT_NE(lines[0].tooltip.find("No window reads row 7."), std::string::npos);
}

TEST(SizeReadOuts, NameTheAxesWhereTheyDiffer) {
    const auto lines = size_read_outs(conv(3, 2), *find_op("conv2d"), Shape{1, 3, 7, 8});
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].full, "x floor(1 + (8 - 3)/2) = 3\ncolumn 7 unread");
    EXPECT_EQ(lines[1].full, "y floor(1 + (7 - 3)/2) = 3");
}

TEST(SizeReadOuts, ListCellsBetweenWindowsToo) {
    const auto lines = size_read_outs(conv(1, 3), *find_op("conv2d"), Shape{1, 1, 1, 6});
    EXPECT_NE(lines[0].full.find("columns 1 to 2, 4 to 5 unread"), std::string::npos)
        << lines[0].full;
}

TEST(SizeReadOuts, AreEmptyWithoutAWindow) {
    Layer relu;
    relu.op = "relu";
    EXPECT_TRUE(size_read_outs(relu, *find_op("relu"), Shape{1, 3, 8, 8}).empty());
}

TEST(SumReadOut, SaysWhatFlatAreasGiveUnlessABiasIsAdded) {
    Layer layer = conv(1, 1);
    layer.weights = std::make_shared<const Tensor>(Shape{1, 3, 3, 3});
    EXPECT_EQ(sum_read_out(layer, 0).full, "each channel sums to 0:\nflat areas give 0");
    EXPECT_EQ(sum_read_out(layer, 5).brief.front(), "each channel sums to 0");
    layer.bias = {1};
    EXPECT_EQ(sum_read_out(layer, 0).full, "each channel sums to 0");
}

TEST(SharingReadOut, CountsTheWeightsOfTheExercise) {
    const ReadOut counts =
        sharing_read_out(Shape{1, 3, 3, 3}, Shape{1, 3, 112, 150}, Shape{1, 1, 110, 148});
    EXPECT_EQ(
        counts.full,
        "27 weights for 16,280 windows\n439,560 without sharing\n820,512,000 fully connected");
    EXPECT_EQ(counts.brief.front(), "27 weights instead of 439,560");
}

}  // namespace
}  // namespace convscope::app
