#include "core/scene/refit.hpp"

#include <gtest/gtest.h>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

std::vector<float> fitted_row(const std::vector<float>& row, int width) {
    const Tensor old = from_dense<float>({1, 1, 1, static_cast<int>(row.size())}, row);
    const Tensor fitted = fit_weights(old.view(), {1, 1, 1, width});
    return to_dense(fitted.view());
}

using Row = std::vector<float>;

TEST(FitWeights, KeepsTheCentre) {
    EXPECT_EQ(fitted_row({1, 2, 3}, 5), (Row{0, 1, 2, 3, 0}));
    EXPECT_EQ(fitted_row({1, 2, 3, 4, 5}, 3), (Row{2, 3, 4}));
    EXPECT_EQ(fitted_row({1, 2, 3}, 1), (Row{2}));
    EXPECT_EQ(fitted_row({1}, 3), (Row{0, 1, 0}));
    EXPECT_EQ(fitted_row({-1, 1}, 4), (Row{0, -1, 1, 0}));
}

TEST(FitWeights, OneStepAtATimeIsTheSameAsAtOnce) {
    for (int from = 1; from <= 5; ++from) {
        Row start;
        for (int i = 0; i < from; ++i) start.push_back(static_cast<float>(i + 1));
        Row row = start;
        for (int width = from + 1; width <= 9; ++width) {
            row = fitted_row(row, width);
            EXPECT_EQ(row, fitted_row(start, width)) << from << " to " << width;
        }
        EXPECT_EQ(fitted_row(row, from), start) << "and back";
    }
}

TEST(FitWeights, RepeatsTheFirstFiltersAndChannels) {
    const Tensor old = from_dense<float>({2, 2, 1, 1}, {1, 2, 3, 4});
    const Tensor more = fit_weights(old.view(), {3, 3, 1, 1});
    EXPECT_EQ(to_dense(more.view()), (Row{1, 2, 1, 3, 4, 3, 1, 2, 1}));
    const Tensor fewer = fit_weights(old.view(), {1, 1, 1, 1});
    EXPECT_EQ(to_dense(fewer.view()), (Row{1}));
}

TEST(FitWeights, RowsAndColumnsAreFittedApart) {
    const Tensor old = from_dense<float>({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
    const Tensor fitted = fit_weights(old.view(), {1, 1, 4, 1});
    EXPECT_EQ(to_dense(fitted.view()), (Row{0, 2, 5, 0}));
}

TEST(ParamsForWeights, FindsTheFieldsByWhatTheyDo) {
    const OpInfo& conv = *find_op("conv2d");
    const ParamSet before = default_params(conv);
    const ParamSet params = params_for_weights(conv, before, {7, 3, 5, 2});
    EXPECT_EQ(conv.weights_shape(params, {1, 3, 9, 9}), (Shape{7, 3, 5, 2}));
    EXPECT_EQ(params[field_index(conv, "kernel.w")], 2);
    EXPECT_EQ(params[field_index(conv, "kernel.h")], 5);
    EXPECT_EQ(params[field_index(conv, "filters")], 7);
    EXPECT_EQ(params[field_index(conv, "stride.x")], before[field_index(conv, "stride.x")]);
}

TEST(Refit, BringsAHalfChangedSceneBackIntoShape) {
    Random random(3);
    Scene scene = examples::two_conv_scene(examples::random_image(24, 20, 3, random), random);
    scene.image = TiledImage(24, 20, 1);
    scene.layers[0].params[examples::field_of(scene.layers[0], "filters")] = 5;
    scene.objective = {.kind = "cell", .channel = 9, .y = 90, .x = 3};
    EXPECT_FALSE(plan_network(scene));
    ASSERT_TRUE(refit(scene));
    EXPECT_TRUE(plan_network(scene));
    EXPECT_EQ(scene.layers[0].weights->shape(), (Shape{5, 1, 3, 5}));
    EXPECT_EQ(scene.layers[0].bias, (Row{0.25f, -0.5f, 0.25f, -0.5f, 0.25f}));
    EXPECT_EQ(scene.layers[3].weights->shape(), (Shape{3, 5, 3, 3}));
    EXPECT_EQ(scene.objective, (Objective{.kind = "cell", .channel = 2, .y = 6, .x = 3}));
}

}  // namespace
}  // namespace convscope
