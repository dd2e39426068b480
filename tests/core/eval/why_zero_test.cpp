#include "core/eval/why_zero.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "core/eval/zero_reasons.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

NumberRef gradient(std::size_t map, int x, int y) {
    return {NumberRef::Kind::kGradient, map, 0, {0, 0, y, x}};
}

NumberRef grad_weight(std::size_t stage, int x, int y) {
    return {NumberRef::Kind::kGradWeight, 0, stage, {0, 0, y, x}};
}

TiledImage picture(int width, int height, const std::vector<float>& pixels) {
    return TiledImage::from_tensor(from_dense({1, 1, height, width}, pixels).view());
}

Scene conv_scene(TiledImage image, Shape shape, const std::vector<float>& weights) {
    Scene scene = default_scene(std::move(image), "picture");
    scene.layers.resize(1);
    scene.layers[0].params[field_index(*find_op("conv2d"), "kernel.w")] = shape.w;
    scene.layers[0].params[field_index(*find_op("conv2d"), "kernel.h")] = shape.h;
    scene.layers[0].weights = std::make_shared<const Tensor>(from_dense(shape, weights));
    scene.objective = {.kind = "sum"};
    return scene;
}

/// The picture itself, then a ReLU, then a pool of 2x2: R = I, 4x2 cells.
Scene pooled_scene(std::vector<float> pixels) {
    Scene scene = conv_scene(picture(4, 2, pixels), {1, 1, 1, 1}, {1});
    scene.layers.push_back(examples::layer_with_defaults("relu1", "relu", {}));
    scene.layers.push_back(examples::layer_with_defaults("pool1", "max_pool2d", {}));
    return scene;
}

std::string why(const Scene& scene, const NumberRef& ref) {
    return why_zero(*evaluate(scene, 1), ref);
}

TEST(WhyZero, SaysNothingOfOtherNumbers) {
    const auto results = evaluate(pooled_scene({1, 2, 3, 4, 5, 6, 7, 8}), 1);
    EXPECT_EQ(why_zero(*results, gradient(1, 1, 1)), "");
    EXPECT_EQ(why_zero(*results, {NumberRef::Kind::kValue, 1, 0, {}}), "");
    EXPECT_EQ(why_zero(*results, {NumberRef::Kind::kLoss, 0, 0, {}}), "");
}

TEST(WhyZero, NamesTheReluThatIsOffAndItsValue) {
    EXPECT_EQ(why(pooled_scene({1, -0.5f, 3, 4, -1, -2, 7, 8}), gradient(1, 1, 0)),
              "the ReLU is off here, R[1, 0] = -0.5 ≤ 0");
}

TEST(WhyZero, OfACellThatDidNotWin) {
    const Scene scene = pooled_scene({1, 2, 3, 4, 5, 6, 7, 8});
    EXPECT_EQ(why(scene, gradient(2, 0, 0)), "this cell is not the winner of the window");
    EXPECT_EQ(why(scene, gradient(1, 0, 0)), "∂L/∂A[0, 0], the one gradient that reaches it, is 0");
}

TEST(WhyZero, OfWhatNoWindowReads) {
    Scene scene = conv_scene(picture(5, 1, {1, 2, 3, 4, 5}), {1, 1, 1, 2}, {1, 2});
    scene = examples::edited(scene, examples::set_param(scene, "conv1", "stride.x", 2));
    EXPECT_EQ(why(scene, gradient(0, 4, 0)), "no window reads this pixel");
    EXPECT_EQ(why(scene, gradient(0, 3, 0)), "");
}

TEST(WhyZero, OfWeightsBetween) {
    const auto image = picture(4, 1, {1, 2, 3, 4});
    EXPECT_EQ(why(conv_scene(image, {1, 1, 1, 2}, {0, 2}), gradient(0, 0, 0)),
              "the weight between is 0");
    EXPECT_EQ(why(conv_scene(image, {1, 1, 1, 2}, {0, 0}), gradient(0, 1, 0)),
              "all 2 weights between are 0");
    EXPECT_EQ(why(conv_scene(image, {1, 1, 1, 2}, {-2, 2}), gradient(0, 1, 0)),
              "its 2 terms cancel");
}

TEST(WhyZero, OfAGradientThatIsZeroUpstream) {
    Scene scene = conv_scene(picture(6, 1, {1, 2, 3, 4, 5, 6}), {1, 1, 1, 2}, {1, 2});
    scene.objective = {.kind = "cell", .x = 4};
    EXPECT_EQ(why(scene, gradient(1, 0, 0)),
              "here the loss has the gradient 0: ∂L/∂R = 1 at R[4,0], else 0");
    EXPECT_EQ(why(scene, gradient(0, 0, 0)), "∂L/∂R[0, 0], the one gradient that reaches it, is 0");
    EXPECT_EQ(why(scene, gradient(0, 2, 0)), "∂L/∂R is 0 in all 2 cells that it could come from");
}

TEST(WhyZero, CountsDifferentReasons) {
    Scene scene = conv_scene(picture(6, 1, {1, 2, 3, 4, 5, 6}), {1, 1, 1, 2}, {0, 2});
    scene.objective = {.kind = "cell", .x = 2};
    EXPECT_EQ(why(scene, gradient(0, 2, 0)),
              "its 2 terms are all 0: 1 with ∂L/∂R = 0, 1 with a weight of 0");
}

TEST(WhyZero, OfWeightGradients) {
    const Scene scene = conv_scene(picture(4, 1, {0, 0, 0, 4}), {1, 1, 1, 2}, {1, 1});
    EXPECT_EQ(why(scene, grad_weight(0, 0, 0)), "in each of its 3 terms ∂L/∂R or I is 0");
    EXPECT_EQ(why(scene, grad_weight(0, 1, 0)), "");
    const Scene opposite = conv_scene(picture(3, 1, {2, -2, 0}), {1, 1, 1, 2}, {1, 1});
    EXPECT_EQ(why(opposite, grad_weight(0, 0, 0)), "its 2 terms cancel");
}

TEST(WhyZero, BelowTheRoundingErrorItSaysSo) {
    Random random(2);
    auto results =
        evaluate(examples::two_conv_scene(examples::random_image(20, 20, 3, random), random), 1);
    results->gradients[0].values.view()(0, 0, 3, 3) =
        static_cast<float>(results->gradients[0].error_bound) / 2;
    EXPECT_EQ(why_zero(*results, gradient(0, 3, 3)).find("zero within rounding"), 0u);
}

TEST(WhyChannelZero, OfAChannelThatIsZeroInAMapThatIsNot) {
    Scene scene = conv_scene(picture(3, 1, {1, 2, 3}), {2, 1, 1, 1}, {1, -1});
    scene.layers[0].params[field_index(*find_op("conv2d"), "filters")] = 2;
    scene.layers.push_back(examples::layer_with_defaults("relu1", "relu", {}));
    const auto results = evaluate(scene, 1);
    EXPECT_EQ(why_channel_zero(*results, 1, 0), "");
    EXPECT_EQ(why_channel_zero(*results, 1, 1), "the ReLU is off here, R ≤ 0");
    scene.objective = {.kind = "cell", .channel = 0};
    const std::vector<float> weights{1, 2};
    scene.layers[0].weights = std::make_shared<const Tensor>(from_dense({2, 1, 1, 1}, weights));
    EXPECT_EQ(why_channel_zero(*evaluate(scene, 1), 1, 1), "∂L/∂A is 0");
    EXPECT_EQ(why_channel_zero(*evaluate(scene, 1), 2, 1),
              "there the loss has the gradient 0, ∂L/∂A = 1 at A_1[0,0], else 0");
    // All of it is 0: why_all_zero() says more.
    scene.objective = {.kind = "cell", .channel = 1};
    EXPECT_EQ(why_channel_zero(*evaluate(scene, 1), 1, 1), "");
}

TEST(WhyAllZero, NamesWhereItBegins) {
    Scene scene = pooled_scene({-1, -2, -3, -4, -5, -6, -7, -8});
    auto results = evaluate(scene, 1);
    const std::string off = "the ReLU is off here, R ≤ 0, wherever ∂L/∂A is not 0";
    EXPECT_EQ(why_all_zero(*results, 3), "");
    EXPECT_EQ(why_all_zero(*results, 1), off);
    EXPECT_EQ(why_all_zero(*results, 0), "∂L/∂R is 0 already: " + off);
    EXPECT_EQ(why_all_weights_zero(*results, 0), "∂L/∂R is 0 everywhere: " + off);
    EXPECT_EQ(why_zero(*results, grad_weight(0, 0, 0)), "∂L/∂R is 0 everywhere");

    scene.objective = {.kind = "half_sum_squares"};
    results = evaluate(scene, 1);
    const std::string flat = "∂L/∂P = P, and P is 0 everywhere (the ReLU is off here, R ≤ 0)";
    EXPECT_EQ(why_all_zero(*results, 3), flat);
    EXPECT_EQ(why_all_zero(*results, 0), "∂L/∂P is 0 already: " + flat);
}

TEST(WhyAllZero, OfALossThatIsAtItsTarget) {
    Scene scene = pooled_scene({1, 2, 3, 4, 5, 6, 7, 8});
    scene.objective = {.kind = "half_squared_distance"};
    scene.objective.tensor =
        std::make_shared<const Tensor>(from_dense<float>({1, 1, 1, 2}, {6, 8}));
    EXPECT_EQ(why_all_zero(*evaluate(scene, 1), 3), "∂L/∂P = P − T, and that is 0 everywhere");
}

TEST(WhyAllZero, BehindTheMapThatLReads) {
    Scene scene = pooled_scene({1, 2, 3, 4, 5, 6, 7, 8});
    scene.objective = {.kind = "upstream"};
    scene.objective.layer = "relu1";
    scene.objective.tensor =
        std::make_shared<const Tensor>(from_dense<float>({1, 1, 2, 4}, {1, 1, 1, 1, 1, 1, 1, 1}));
    const auto results = evaluate(scene, 1);
    EXPECT_EQ(why_all_zero(*results, 2), "");
    EXPECT_EQ(why_all_zero(*results, 3), "L reads A, and what comes behind it has no part in L");
    EXPECT_EQ(why_zero(*results, gradient(3, 0, 0)),
              "L reads A, and what comes behind it has no part in L");
}

TEST(WhyAllZero, OfWeightsAndBlackPictures) {
    const auto black = picture(4, 1, {0, 0, 0, 0}), grey = picture(4, 1, {1, 1, 1, 1});
    EXPECT_EQ(why_all_weights_zero(*evaluate(conv_scene(black, {1, 1, 1, 2}, {1, 2}), 1), 0),
              "I is 0 everywhere");
    EXPECT_EQ(why_all_zero(*evaluate(conv_scene(grey, {1, 1, 1, 2}, {0, 0}), 1), 0),
              "all weights between are 0, wherever ∂L/∂R is not 0");
    EXPECT_EQ(why_all_weights_zero(*evaluate(conv_scene(grey, {1, 1, 1, 2}, {0, 0}), 1), 0), "");
}

/// The filter that L reads is the last of 16: its weights come late among a pixel's 144 terms.
TEST(WhyAllZero, LooksAtTheFilterThatCarriesAGradient) {
    const auto image = picture(5, 5, std::vector<float>(25, 1));
    std::vector<float> weights(std::size_t{16} * 9, 1);
    std::fill(weights.end() - 9, weights.end(), 0.0f);
    Scene scene = conv_scene(image, {16, 1, 3, 3}, weights);
    scene.layers[0].params[field_index(*find_op("conv2d"), "filters")] = 16;
    scene.objective = {.kind = "cell", .channel = 15, .y = 1, .x = 1};
    EXPECT_EQ(why_all_zero(*evaluate(scene, 1), 0),
              "all weights between are 0, wherever ∂L/∂R is not 0");
}

TEST(WhyAllZero, OfWindowsInThePadding) {
    Scene scene = conv_scene(picture(4, 1, {1, 2, 3, 4}), {1, 1, 1, 3}, {1, 2, 3});
    scene = examples::edited(scene, examples::set_param(scene, "conv1", "pad.x", 5));
    scene.objective = {.kind = "cell"};
    EXPECT_EQ(why_all_zero(*evaluate(scene, 1), 0),
              "all windows lie in the padding, wherever ∂L/∂R is not 0");
}

TEST(WhyAllZero, OfAllWeightsAndOfBiases) {
    Scene scene = conv_scene(picture(4, 1, {0, 0, 4, 4}), {1, 1, 1, 2}, {1, 1});
    scene.objective = {.kind = "cell"};
    EXPECT_EQ(why_all_weights_zero(*evaluate(scene, 1), 0),
              "in each term of every weight ∂L/∂R or I is 0");
    EXPECT_EQ(why_all_weights_zero(
                  *evaluate(conv_scene(picture(2, 1, {2, -2}), {1, 1, 1, 1}, {1}), 1), 0),
              "the terms of each weight are 0 or cancel");

    scene = conv_scene(picture(4, 1, {1, 2, 3, 4}), {2, 1, 1, 2}, {1, 1, 1, 1});
    scene.layers[0].params[field_index(*find_op("conv2d"), "filters")] = 2;
    scene.layers[0].bias = {1, 1};
    scene.objective = {.kind = "cell", .channel = 1};
    EXPECT_EQ(why(scene, {NumberRef::Kind::kGradBias, 0, 0, {}}),
              "∂L/∂R is 0 in all 3 cells of its filter");
}

TEST(TermTally, SaysNothingOfTermsThatWereNotLookedAt) {
    TermTally tally{.terms = 5, .counted = 3};
    tally.of_reason[0] = 3;
    EXPECT_FALSE(tally.all(ZeroReason::kNotPassed));
    tally.of_reason[0] = tally.counted = 5;
    EXPECT_TRUE(tally.all(ZeroReason::kNotPassed));
}

TEST(WhyPartlyZero, GivesTheShareAndTheReasons) {
    auto results = evaluate(pooled_scene({1, -2, 3, -4, -5, -6, 7, 8}), 1);
    EXPECT_EQ(why_partly_zero(*results, 3), "");
    EXPECT_EQ(why_partly_zero(*results, 2),
              "75 % are 0: this cell is not the winner of the window");
    EXPECT_EQ(why_partly_zero(*results, 1),
              "75 % are 0: 50 % the ReLU is off here, R ≤ 0; 25 % ∂L/∂A is 0");
    Scene scene = pooled_scene({1, 2, 3, 4, 5, 6, 7, 8});
    scene.objective = {.kind = "cell"};
    results = evaluate(scene, 1);
    EXPECT_EQ(why_partly_zero(*results, 3),
              "50 % are 0: there the loss has the gradient 0, ∂L/∂P = 1 at P[0,0], else 0");
}

TEST(WhyPartlyZero, IsQuickOnALargePicture) {
    Random random(3);
    const auto results = evaluate(
        examples::two_conv_scene(examples::random_image(1024, 1024, 3, random), random), 1);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t map = 0; map < results->gradients.size(); ++map)
        why_partly_zero(*results, map);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    EXPECT_LT(seconds.count(), 3.0);  // Some milliseconds, on a machine with nothing else to do.
}

}  // namespace
}  // namespace convscope
