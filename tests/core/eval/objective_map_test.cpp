// A gradient painted on a layer's output: what lies before it is as if the network ended there.
#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/oracle_network.hpp"
#include "tests/core/eval/results_compare.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::random_weights;

class ObjectiveMap : public testing::Test {
  protected:
    Random random{11};
    Scene scene = examples::two_conv_scene(examples::random_image(90, 75, 3, random), random);

    Scene painted_on(const std::string& layer) {
        Scene next = scene;
        next.objective = {.kind = "upstream", .layer = layer};
        const auto plan = *plan_shapes(next);
        next.objective.tensor = random_weights(plan.shapes[objective_map(next, plan)], random);
        return edited(scene, SetObjective{next.objective});
    }
};

TEST_F(ObjectiveMap, WhatLiesBehindHasNoGradient) {
    const auto results = evaluate(painted_on("relu1"), 1);
    for (std::size_t map = 3; map < results->gradients.size(); ++map)
        EXPECT_EQ(results->gradients[map].range.magnitude(), 0) << map;
    EXPECT_GT(results->gradients[2].range.magnitude(), 0);
    const auto conv2 = to_dense(std::as_const(results->layers[3].grad_weights).view());
    EXPECT_TRUE(std::ranges::all_of(conv2, [](float v) { return v == 0; }));
}

TEST_F(ObjectiveMap, WhatLiesBeforeIsAsInTheShorterNetwork) {
    const Scene whole = painted_on("pool1");
    Scene shorter = whole;
    shorter.layers.resize(3);
    const auto a = evaluate(whole, 1), b = evaluate(shorter, 1);
    EXPECT_EQ(a->loss, b->loss);
    for (std::size_t map = 0; map <= 3; ++map)
        EXPECT_EQ(examples::first_difference(a->gradients[map].values.view(),
                                             b->gradients[map].values.view()),
                  "");
    EXPECT_EQ(examples::first_difference(a->layers[0].grad_weights.view(),
                                         b->layers[0].grad_weights.view()),
              "");
}

TEST_F(ObjectiveMap, MatchesTheOracle) {
    Scene target = scene;
    target.objective = {.kind = "half_squared_distance", .mean = true};
    target.objective.tensor = random_weights(plan_shapes(scene)->shapes.back(), random);
    for (const Scene& each : {painted_on("conv1"), painted_on("relu2"), target}) {
        const auto results = evaluate(each, 1);
        const auto oracle = examples::OracleNetwork(each);
        EXPECT_NEAR(results->loss, oracle.loss(), 1e-3);
        const auto gradients = oracle.gradients();
        for (std::size_t map = 0; map < gradients.size(); ++map)
            for (int y = 0; y < gradients[map].shape().h; y += 5)
                for (int x = 0; x < gradients[map].shape().w; x += 3)
                    EXPECT_NEAR(results->gradients[map].values.view()(0, 1, y, x),
                                gradients[map].view()(0, 1, y, x), 1e-4);
    }
}

TEST_F(ObjectiveMap, APaintedCellCostsItsTile) {
    for (const char* kind : {"upstream", "half_squared_distance"}) {
        Scene before = painted_on("relu2");  // The last map.
        before.objective.kind = kind;
        auto results = evaluate(before, 1);
        const std::int64_t all = results->cells_computed;
        Tensor tensor = before.objective.tensor->clone();
        tensor.view()(0, 2, 30, 20) = 3;
        tensor.view()(0, 1, 31, 22) = -3;
        Objective painted = before.objective;
        painted.tensor = std::make_shared<const Tensor>(std::move(tensor));
        painted.tensor_name = "painted";
        const Scene after = edited(before, SetObjective{painted});
        results = evaluate(after, 2, std::move(results));
        EXPECT_EQ(examples::difference_of_results(*results, *evaluate(after, 1)), "") << kind;
        EXPECT_LT(results->cells_computed, all / 8) << kind;
    }
}

TEST_F(ObjectiveMap, MovingItLeavesNothingBehind) {
    auto reused = evaluate(scene, 1);
    int revision = 1;
    for (const char* layer : {"relu2", "conv1", "pool1", "pool1", "relu1", "conv2"}) {
        scene = painted_on(layer);
        reused = evaluate(scene, ++revision, std::move(reused));
        EXPECT_EQ(examples::difference_of_results(*reused, *evaluate(scene, 1)), "") << layer;
        scene = edited(scene, SetWeight{"conv2", {1, 1, 1, 1}, 0.75f + random.unit()});
        reused = evaluate(scene, ++revision, std::move(reused));
        EXPECT_EQ(examples::difference_of_results(*reused, *evaluate(scene, 1)), "") << layer;
    }
    scene = edited(scene, SetObjective{{.kind = "half_sum_squares"}});
    reused = evaluate(scene, ++revision, std::move(reused));
    EXPECT_EQ(examples::difference_of_results(*reused, *evaluate(scene, 1)), "");
}

}  // namespace
}  // namespace convscope
