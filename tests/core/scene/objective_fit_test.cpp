#include "core/scene/objective_fit.hpp"

#include <gtest/gtest.h>

#include "core/scene/consequences.hpp"
#include "core/scene/history.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::random_weights;
using examples::set_param;

class ObjectiveFit : public testing::Test {
  protected:
    Random random{3};
    /// Maps of 24 x 20, 20 x 18, 20 x 18, 10 x 9, 8 x 7, 8 x 7; channels 3, 2, 2, 2, 3, 3.
    Scene scene = examples::two_conv_scene(examples::random_image(24, 20, 3, random), random);

    Objective target() { return {.kind = "half_squared_distance", .tensor = random_map(5)}; }
    Objective painted(const std::string& layer, std::size_t map) {
        return {.kind = "upstream", .tensor = random_map(map), .layer = layer};
    }
    std::shared_ptr<const Tensor> random_map(std::size_t map) {
        return random_weights(plan_shapes(scene)->shapes[map], random);
    }
    std::string refusal(const Objective& objective) {
        const auto after = apply_edit(scene, SetObjective{objective});
        return after ? "" : after.error().text();
    }
    std::string told(const Edit& edit) {
        return describe_consequences(scene, edit, edited(scene, edit));
    }
};

TEST_F(ObjectiveFit, TheMapOfAnUpstreamGradientIsItsLayersOutput) {
    EXPECT_EQ(objective_map(scene, *plan_shapes(scene)), 5u);
    scene = edited(scene, SetObjective{painted("relu1", 2)});
    EXPECT_EQ(objective_map(scene, *plan_shapes(scene)), 2u);
    const Scene fewer = edited(scene, RemoveLayer{"pool1"});
    EXPECT_EQ(objective_map(fewer, *plan_shapes(fewer)), 2u);
}

TEST_F(ObjectiveFit, WhatDoesNotFitIsRefusedWithBothShapes) {
    EXPECT_EQ(refusal(target()), "");
    EXPECT_EQ(refusal(painted("conv1", 1)), "");
    Objective wrong = target();
    wrong.tensor = random_map(4);
    EXPECT_EQ(refusal(wrong), "") << "8 x 7 with 3 channels is right too";
    wrong.tensor = random_map(1);
    EXPECT_EQ(refusal(wrong),
              "objective: the target is 20 x 18 with 2 channels, but the last map is 8 x 7 with 3 "
              "channels: give a target of that shape");
    EXPECT_EQ(
        refusal(painted("conv1", 5)),
        "objective: the gradient is 8 x 7 with 3 channels, but the output of conv1 is 20 x 18 "
        "with 2 channels: give a gradient of that shape");
    EXPECT_EQ(refusal(painted("conv9", 1)),
              "objective: the gradient is painted on the output of layer \"conv9\", which does not "
              "exist: choose conv1, relu1, pool1, conv2, relu2");
    scene = edited(scene, SetEnabled{"relu1", false});
    EXPECT_EQ(refusal(painted("relu1", 1)),
              "objective: the gradient is painted on the output of layer \"relu1\", which is "
              "switched off: choose conv1, pool1, conv2, relu2");
}

TEST_F(ObjectiveFit, ATargetIsKeptWhileItFits) {
    scene = edited(scene, SetObjective{target()});
    EXPECT_EQ(edited(scene, SetEnabled{"relu2", false}).objective, scene.objective);
    EXPECT_EQ(edited(scene, RemoveLayer{"relu1"}).objective, scene.objective);
    EXPECT_EQ(edited(scene, set_param(scene, "conv2", "filters", 2)).objective, Objective{});
    EXPECT_EQ(told(set_param(scene, "conv2", "filters", 2)),
              "The loss is the half sum of squares: its target was for a map of 8 x 7 with 3 "
              "channels, and this one is 8 x 7 with 2 channels; it comes back with its map.");
}

TEST_F(ObjectiveFit, AnUpstreamGradientIsDroppedWithItsLayer) {
    scene = edited(scene, SetObjective{painted("pool1", 3)});
    EXPECT_EQ(edited(scene, RemoveLayer{"conv2"}).objective, scene.objective);
    EXPECT_EQ(told(RemoveLayer{"conv2"}), "");
    EXPECT_EQ(edited(scene, RemoveLayer{"pool1"}).objective, Objective{});
    EXPECT_EQ(told(RemoveLayer{"pool1"}),
              "The loss is the half sum of squares: the layer pool1, on whose output a gradient "
              "was painted, is gone.");
    EXPECT_EQ(told(SetEnabled{"pool1", false}),
              "The loss is the half sum of squares: the layer pool1, on whose output a gradient "
              "was painted, is off; it comes back with its map.");
    EXPECT_EQ(told(set_param(scene, "pool1", "stride.x", 1)),
              "The loss is the half sum of squares: its gradient was for a map of 10 x 9 with 2 "
              "channels, and this one is 19 x 9 with 2 channels; it comes back with its map.");
}

TEST_F(ObjectiveFit, WhatDidNotFitComesBackWithItsMap) {
    const Objective gradient = painted("pool1", 3);
    for (const Objective& objective : {gradient, target()}) {
        scene = edited(scene, SetObjective{objective});
        const Edit narrower = set_param(scene, "conv1", "stride.x", 2);
        for (const auto& [away, back] :
             {std::pair<Edit, Edit>{narrower, set_param(scene, "conv1", "stride.x", 1)},
              {SetEnabled{"pool1", false}, SetEnabled{"pool1", true}}}) {
            const Scene without = edited(scene, away);
            EXPECT_EQ(without.objective, Objective{});
            const Scene again = edited(without, back);
            EXPECT_EQ(again.objective, objective);
            EXPECT_EQ(again.kept_objective, nullptr);
            EXPECT_EQ(describe_consequences(without, back, again),
                      "The loss is the " + std::string(find_objective(objective.kind)->label) +
                          " again, as it was.");
        }
    }
    Scene off = edited(edited(scene, SetObjective{gradient}), SetEnabled{"pool1", false});
    EXPECT_FALSE(is_same_snapshot(off, scene));
    EXPECT_EQ(edited(edited(off, SetObjective{{.kind = "sum"}}), SetEnabled{"pool1", true})
                  .objective.kind,
              "sum");
    EXPECT_EQ(edited(off, RemoveLayer{"pool1"}).kept_objective, nullptr);
}

TEST_F(ObjectiveFit, AStrokeIsOneStepAndTargetsAreCounted) {
    History history(scene);
    const std::size_t before = history.memory_bytes(), own = sizeof(Scene) + 1024;
    const std::uint64_t gesture = history.new_gesture();
    const Objective objective = target();
    const std::size_t bytes = objective.tensor->memory_bytes();
    ASSERT_TRUE(history.apply(SetObjective{objective, "Set target"}));
    EXPECT_GE(history.memory_bytes(), before + bytes);
    for (int i = 0; i < 5; ++i) {
        Objective next = objective;
        next.tensor = random_map(5);
        ASSERT_TRUE(history.apply(SetObjective{next, "Paint target"}, gesture));
    }
    EXPECT_EQ(history.undo_label(), "Paint target");
    EXPECT_LT(history.memory_bytes(), before + 2 * bytes + 4 * own)
        << "frames between are not kept";
    Objective back = objective;
    back.tensor = std::make_shared<const Tensor>(objective.tensor->clone());
    ASSERT_TRUE(history.apply(SetObjective{back, "Paint target"}, gesture));
    EXPECT_EQ(history.undo_label(), "Set target") << "a stroke that came back is no step";
    EXPECT_EQ(history.current().objective.tensor, objective.tensor);
}

}  // namespace
}  // namespace convscope
