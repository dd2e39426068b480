#include <gtest/gtest.h>

#include "app/views/filter_edits.hpp"
#include "core/io/preset_file.hpp"

namespace convscope::app {
namespace {

/// Two filters of one channel, 3 x 3: the first all 1, the second all 2.
Layer two_filters() {
    Tensor weights(Shape{2, 1, 3, 3});
    for (int k = 0; k < 2; ++k)
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 3; ++x) weights.view()(k, 0, y, x) = static_cast<float>(k + 1);
    Layer layer;
    layer.id = "conv1";
    layer.op = "conv2d";
    layer.weights = std::make_shared<const Tensor>(std::move(weights));
    return layer;
}

ConstTensorView weights_of(const Edit& edit) {
    return std::get<SetWeights>(edit).weights->view();
}

TEST(PresetEdit, ChangesTheShownFilterAlone) {
    const Layer layer = two_filters();
    const Edit edit = preset_edit(layer, 1, *find_preset("sobel_x"));
    const ConstTensorView weights = weights_of(edit);
    EXPECT_EQ(weights.shape(), (Shape{2, 1, 3, 3}));
    EXPECT_EQ(weights(0, 0, 1, 1), 1);
    EXPECT_EQ(weights(1, 0, 1, 0), -0.5f);
    EXPECT_EQ(std::get<SetWeights>(edit).name, "Sobel x");
}

TEST(PresetEdit, OtherFiltersKeepTheirWeightsAtTheCentreOfTheNewSize) {
    const Layer layer = two_filters();
    const Edit larger = preset_edit(layer, 0, *find_preset("box_blur_5x5"));
    const ConstTensorView weights = weights_of(larger);
    EXPECT_EQ(weights.shape(), (Shape{2, 1, 5, 5}));
    EXPECT_EQ(weights(1, 0, 0, 0), 0);
    EXPECT_EQ(weights(1, 0, 1, 1), 2);
    EXPECT_EQ(weights(1, 0, 3, 3), 2);
    EXPECT_EQ(weights(1, 0, 4, 2), 0);
    const Edit smaller = preset_edit(layer, 0, *find_preset("vertical_edge_3x1"));
    EXPECT_EQ(weights_of(smaller).shape(), (Shape{2, 1, 1, 3}));
    EXPECT_EQ(weights_of(smaller)(1, 0, 0, 2), 2);
}

TEST(PresetEdit, AFilterThatIsGoneMeansTheLast) {
    const Edit edit = preset_edit(two_filters(), 7, *find_preset("identity"));
    EXPECT_EQ(weights_of(edit)(0, 0, 0, 0), 1);
    EXPECT_EQ(weights_of(edit)(1, 0, 0, 0), 0);
}

TEST(FilterOpEdit, ChangesTheShownFilterAndForgetsThePreset) {
    const auto edit = filter_op_edit(two_filters(), 1, *find_filter_op("negate"));
    ASSERT_TRUE(edit);
    EXPECT_EQ(weights_of(*edit)(0, 0, 1, 1), 1);
    EXPECT_EQ(weights_of(*edit)(1, 0, 1, 1), -2);
    EXPECT_EQ(std::get<SetWeights>(*edit).name, "");
}

TEST(FilterOpEdit, SaysWhyAFilterWithoutASumHasNoTotal) {
    const auto zero = filter_op_edit(two_filters(), 0, *find_filter_op("clear"));
    ASSERT_TRUE(zero);
    Layer layer = two_filters();
    layer.weights = std::get<SetWeights>(*zero).weights;
    const auto scaled = filter_op_edit(layer, 0, *find_filter_op("unit_sum"));
    ASSERT_FALSE(scaled);
    EXPECT_NE(scaled.error().message.find('0'), std::string::npos);
    EXPECT_EQ(scaled.error().where, "conv1");
}

TEST(RandomEdit, GivesOtherWeightsForAnotherSeed) {
    const Layer layer = two_filters();
    const Edit first = random_edit(layer, 1, 1), again = random_edit(layer, 1, 1),
               second = random_edit(layer, 1, 2);
    EXPECT_TRUE(same_bits(weights_of(first), weights_of(again)));
    EXPECT_FALSE(same_bits(weights_of(first), weights_of(second)));
    EXPECT_EQ(weights_of(first)(0, 0, 1, 1), 1);
}

TEST(PasteEdit, PutsAMatrixInPlaceOfTheShownFilter) {
    const auto edit = paste_edit(two_filters(), 1, "[[-1, 0, 1]]");
    ASSERT_TRUE(edit);
    EXPECT_EQ(weights_of(*edit).shape(), (Shape{2, 1, 1, 3}));
    EXPECT_EQ(weights_of(*edit)(1, 0, 0, 0), -1);
    EXPECT_EQ(weights_of(*edit)(0, 0, 0, 0), 1);
}

TEST(PasteEdit, PutsOneChannelIntoEach) {
    Layer layer = two_filters();
    layer.weights = std::make_shared<const Tensor>(Shape{1, 3, 1, 2});
    const auto edit = paste_edit(layer, 0, "2 3");
    ASSERT_TRUE(edit);
    for (int c = 0; c < 3; ++c) EXPECT_EQ(weights_of(*edit)(0, c, 0, 1), 3);
}

TEST(PasteEdit, RefusesAnotherNumberOfChannels) {
    Layer layer = two_filters();
    layer.weights = std::make_shared<const Tensor>(Shape{1, 3, 1, 2});
    const auto edit = paste_edit(layer, 0, "[[[1]], [[2]]]");
    ASSERT_FALSE(edit);
    EXPECT_NE(edit.error().message.find("2 channels"), std::string::npos);
}

TEST(WeightsLabel, NamesThePresetOrSaysThatTheyAreOwn) {
    Layer layer = two_filters();
    EXPECT_EQ(weights_label(layer), "own weights");
    layer.weights_name = "Sobel x";
    EXPECT_EQ(weights_label(layer), "Sobel x");
}

}  // namespace
}  // namespace convscope::app
