#include <gtest/gtest.h>

#include <limits>

#include "core/base/memory.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::random_image;

Scene small_scene() {
    Random random(1);
    return examples::two_conv_scene(random_image(24, 20, 3, random), random);
}

void expect_refused(const Scene& scene, std::string_view where, std::string_view words) {
    const auto plan = plan_network(scene);
    ASSERT_FALSE(plan) << words;
    EXPECT_EQ(plan.error().where, where) << plan.error().text();
    EXPECT_NE(plan.error().message.find(words), std::string::npos) << plan.error().text();
}

TEST(DefaultScene, IsTheExerciseOnAnyPicture) {
    Random random(1);
    const Scene scene = default_scene(random_image(8, 8, 3, random), "step");
    const auto plan = plan_network(scene);
    ASSERT_TRUE(plan) << plan.error().text();
    const std::vector<Shape> shapes{{1, 3, 8, 8}, {1, 1, 8, 7}, {1, 1, 8, 7}, {1, 1, 4, 3}};
    EXPECT_EQ(plan->shapes, shapes);
    EXPECT_EQ(scene.layers[0].id, "conv1");
    EXPECT_EQ(scene.layers[1].id, "relu1");
    EXPECT_EQ(scene.layers[2].id, "pool1");
    EXPECT_EQ(scene.layers[0].weights->view()(0, 2, 0, 0), -1);
    EXPECT_EQ(scene.image_name, "step");
}

TEST(DefaultScene, LeavesOutWhatDoesNotFitASmallPicture) {
    EXPECT_TRUE(default_scene(TiledImage(1, 1, 3), "dot").layers.empty());
    EXPECT_EQ(default_scene(TiledImage(2, 1, 1), "pair").layers.size(), 2u);
    EXPECT_TRUE(plan_network(default_scene(TiledImage(1, 1, 3), "dot")));
}

TEST(Plan, FollowsTheShapes) {
    const auto plan = plan_network(small_scene());
    ASSERT_TRUE(plan) << plan.error().text();
    const std::vector<Shape> shapes{{1, 3, 20, 24}, {1, 2, 18, 20}, {1, 2, 18, 20},
                                    {1, 2, 9, 10},  {1, 3, 7, 8},   {1, 3, 7, 8}};
    EXPECT_EQ(plan->shapes, shapes);
}

TEST(Plan, PassesOverLayersThatAreOff) {
    Scene scene = small_scene();
    scene.layers[1].enabled = false;
    const auto plan = plan_network(scene);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->layers, (std::vector<std::size_t>{0, 2, 3, 4}));
    EXPECT_EQ(plan->shapes.size(), 5u);
}

TEST(Plan, RefusesPicturesOutsideTheLimits) {
    Scene scene = small_scene();
    scene.image = TiledImage();
    expect_refused(scene, "image", "0 x 0");
    EXPECT_TRUE(check_image_size(8000, 8000, 3));
    EXPECT_TRUE(check_image_size(16'384, 3906, 1));
    EXPECT_FALSE(check_image_size(16'385, 1, 1));
    EXPECT_FALSE(check_image_size(8001, 8000, 1));
    EXPECT_FALSE(check_image_size(4, 4, 2));
    EXPECT_FALSE(check_image_size(std::int64_t{1} << 40, std::int64_t{1} << 40, 1));
}

TEST(Plan, RefusesBadIdsAndTooManyLayers) {
    Scene scene = small_scene();
    scene.layers[3].id = "conv1";
    expect_refused(scene, "conv1", "another");
    scene.layers[3].id = "a/b";
    expect_refused(scene, "layers", "\"a/b\"");
    scene.layers[3].id = "";
    expect_refused(scene, "layers", "id");
    scene = small_scene();
    while (scene.layers.size() <= static_cast<std::size_t>(kMaxLayers)) {
        Layer layer = scene.layers[1];
        layer.id = fresh_layer_id(scene, "relu");
        scene.layers.push_back(layer);
    }
    expect_refused(scene, "layers", "at most 32");
}

TEST(Plan, RefusesUnknownOpsAndParametersNamingTheLayer) {
    Scene scene = small_scene();
    scene.layers[1].op = "blur";
    expect_refused(scene, "relu1", "\"blur\": use one of conv2d, relu");
    scene = small_scene();
    scene.layers[0].params[examples::field_of(scene.layers[0], "stride.x")] = 0;
    expect_refused(scene, "conv1", "stride x");
    scene.layers[0].enabled = false;
    expect_refused(scene, "conv1", "stride x");
    scene = small_scene();
    scene.layers[2].params[examples::field_of(scene.layers[2], "window.w")] = 200;
    expect_refused(scene, "pool1", "200");
}

TEST(Plan, RefusesWeightsOfAnotherShape) {
    Scene scene = small_scene();
    scene.layers[3].weights = std::make_shared<const Tensor>(Shape{3, 1, 3, 3});
    expect_refused(scene, "conv2", "3 of 3 x 3 for 2 channels");
    scene.layers[3].weights = nullptr;
    expect_refused(scene, "conv2", "missing");
    scene = small_scene();
    scene.layers[1].weights = scene.layers[0].weights;
    expect_refused(scene, "relu1", "no weights");
    scene = small_scene();
    scene.layers[0].bias = {1};
    expect_refused(scene, "conv1", "1 bias values for 2 filters");
}

TEST(Plan, RefusesWeightsThatContradictTheParametersOfALayerThatIsOff) {
    Scene scene = small_scene();
    scene.layers[3].enabled = false;
    EXPECT_TRUE(plan_network(scene));
    scene.layers[3].weights = std::make_shared<const Tensor>(Shape{3, 5, 3, 3});
    EXPECT_TRUE(plan_network(scene)) << "nothing says how many channels it will read";
    scene.layers[3].weights = std::make_shared<const Tensor>(Shape{3, 2, 3, 4});
    expect_refused(scene, "conv2", "3 of 3 x 3 for 2 channels");
    scene.layers[3].weights = std::make_shared<const Tensor>(Shape{2, 2, 3, 3});
    expect_refused(scene, "conv2", "needs 3 of 3 x 3");
}

TEST(Plan, RefusesNumbersThatAreNotFinite) {
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
        Scene scene = small_scene();
        Tensor weights = scene.layers[3].weights->clone();
        weights.view()(2, 1, 0, 2) = bad;
        scene.layers[3].weights = std::make_shared<const Tensor>(std::move(weights));
        expect_refused(scene, "conv2", "filter 2, channel 1, row 0, column 2");
        scene = small_scene();
        scene.layers[0].bias[1] = bad;
        expect_refused(scene, "conv1", "bias of filter 1");
    }
}

TEST(Plan, RefusesAnObjectiveOutsideTheLastMap) {
    Scene scene = small_scene();
    scene.objective = {.kind = "cell", .channel = 2, .y = 6, .x = 7};
    EXPECT_TRUE(plan_network(scene));
    scene.objective.x = 8;
    EXPECT_FALSE(plan_network(scene));
    scene.objective = {.kind = "nonsense"};
    expect_refused(scene, "objective", "nonsense");
}

TEST(Memory, EstimateCountsEveryBufferAtLeastOnce) {
    const Scene scene = small_scene();
    const auto plan = plan_network(scene);
    std::size_t cells = 0;
    for (const Shape& shape : plan->shapes) cells += shape.count();
    const std::size_t least = 2 * cells * sizeof(float) * kResultBuffers;
    const std::size_t estimate = estimate_memory(scene, *plan);
    EXPECT_GT(estimate, least);
    EXPECT_LT(estimate, 4 * least);
    EXPECT_TRUE(check_memory(scene, *plan, estimate));
    const auto refused = check_memory(scene, *plan, estimate - 1);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("smaller picture"), std::string::npos);
}

TEST(Memory, AnEvaluationThatNoMachineCouldHoldIsRefusedBeforeMemoryIsTaken) {
    Scene scene = default_scene(TiledImage(8000, 8000, 3), "huge");
    const std::size_t before = usable_memory();
    for (const char* path : {"kernel.w", "kernel.h"})
        scene.layers[0].params[examples::field_of(scene.layers[0], path)] = 512;
    scene.layers[0].params[examples::field_of(scene.layers[0], "filters")] = 1024;
    const auto plan = plan_shapes(scene);
    ASSERT_TRUE(plan) << plan.error().text();
    EXPECT_GT(estimate_memory(scene, *plan), std::size_t{1} << 40);
    EXPECT_FALSE(check_memory(scene, *plan));
    EXPECT_NEAR(static_cast<double>(usable_memory()), static_cast<double>(before), 2e9);
}

TEST(Memory, TheLimitIsThreeQuartersOfWhatIsFree) {
    const double limit = static_cast<double>(memory_limit());
    EXPECT_NEAR(limit / static_cast<double>(usable_memory()), 0.75, 0.1);
}

TEST(SceneIds, AreTheFirstFreeOnes) {
    Scene scene = small_scene();
    EXPECT_EQ(fresh_layer_id(scene, "conv2d"), "conv3");
    EXPECT_EQ(fresh_layer_id(scene, "max_pool2d"), "pool2");
    EXPECT_EQ(fresh_layer_id(scene, "dense"), "dense1");
    scene.layers.erase(scene.layers.begin());
    EXPECT_EQ(fresh_layer_id(scene, "conv2d"), "conv1");
    EXPECT_EQ(scene.find_layer("nonsense"), nullptr);
    EXPECT_EQ(scene.find_layer("pool1")->op, "max_pool2d");
}

}  // namespace
}  // namespace convscope
