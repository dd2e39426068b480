#include "core/eval/number_pin.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"

namespace convscope {
namespace {

using Kind = NumberRef::Kind;
using examples::edited;
using examples::set_param;

Scene example(Random& random) {
    return examples::two_conv_scene(examples::random_image(20, 16, 3, random), random);
}

TEST(NumberPin, FindsItsNumberAgain) {
    Random random(1);
    const auto results = evaluate(example(random), 1);
    for (const NumberRef& ref :
         {NumberRef{Kind::kValue, 0, 0, {0, 2, 3, 4}},
          NumberRef{Kind::kGradient, 3, 0, {0, 1, 2, 3}},
          NumberRef{Kind::kWeight, 0, 3, {2, 1, 0, 2}},
          NumberRef{Kind::kGradWeight, 0, 0, {1, 2, 2, 4}},
          NumberRef{Kind::kBias, 0, 0, {1, 0, 0, 0}},
          NumberRef{Kind::kGradBias, 0, 0, {0, 0, 0, 0}}, NumberRef{Kind::kLoss, 0, 0, {}}}) {
        const FoundPin found = find_pin(*results, pin_of(*results, ref));
        EXPECT_EQ(found.ref, ref);
        EXPECT_FALSE(found.layer_gone);
        EXPECT_FALSE(found.cell_moved);
    }
}

TEST(NumberPin, StaysOnItsLayerWhenOthersGoOrCome) {
    Random random(1);
    const Scene scene = example(random);
    const auto before = evaluate(scene, 1);
    const NumberPin pin = pin_of(*before, {Kind::kValue, 4, 0, {0, 1, 1, 2}});
    EXPECT_EQ(pin.layer, "conv2");
    Scene fewer = scene;
    fewer.layers[1].enabled = false;
    const auto after = evaluate(fewer, 2);
    const FoundPin found = find_pin(*after, pin);
    EXPECT_EQ(found.ref, (NumberRef{Kind::kValue, 3, 0, {0, 1, 1, 2}}));
    EXPECT_FALSE(found.layer_gone);
}

TEST(NumberPin, MovesToTheNearestCell) {
    Random random(1);
    const Scene scene = example(random);
    const auto before = evaluate(scene, 1);
    const Shape shape = before->plan.shapes[1];
    const NumberPin pin =
        pin_of(*before, {Kind::kGradient, 1, 0, {0, 1, shape.h - 1, shape.w - 1}});
    const auto after = evaluate(edited(scene, set_param(scene, "conv1", "stride.x", 2)), 2);
    const FoundPin found = find_pin(*after, pin);
    EXPECT_TRUE(found.cell_moved);
    EXPECT_FALSE(found.layer_gone);
    EXPECT_EQ(found.ref.cell, (Cell{0, 1, shape.h - 1, after->plan.shapes[1].w - 1}));
}

TEST(NumberPin, GoesToAnotherMapWhenItsLayerIsGone) {
    Random random(1);
    const Scene scene = example(random);
    const auto before = evaluate(scene, 1);
    const NumberPin of_map = pin_of(*before, {Kind::kGradient, 5, 0, {0, 2, 1, 3}});
    const NumberPin of_weight = pin_of(*before, {Kind::kGradWeight, 0, 3, {2, 1, 0, 2}});
    Scene fewer = scene;
    fewer.layers.resize(3);
    const auto after = evaluate(fewer, 2);
    for (const NumberPin& pin : {of_map, of_weight}) {
        const FoundPin found = find_pin(*after, pin);
        EXPECT_TRUE(found.layer_gone);
        EXPECT_EQ(found.ref.kind, Kind::kGradient);
        EXPECT_EQ(found.ref.map, 3u);
        EXPECT_TRUE(exists(*after, found.ref));
    }
}

TEST(NumberPin, GoesToWhatItsLayerReadWhenThatIsSwitchedOff) {
    Random random(1);
    const Scene scene = example(random);
    const auto before = evaluate(scene, 1);
    ASSERT_EQ(scene.layers[1].op, "relu");
    const NumberPin pin = pin_of(*before, {Kind::kGradient, 2, 0, {0, 1, 4, 3}});
    Scene fewer = scene;
    fewer.layers[1].enabled = false;
    const FoundPin found = find_pin(*evaluate(fewer, 2), pin);
    EXPECT_TRUE(found.layer_gone);
    EXPECT_EQ(found.ref, (NumberRef{Kind::kGradient, 1, 0, {0, 1, 4, 3}}));
}

TEST(NumberPin, OfABiasThatWasRemovedGoesToItsLayersOutput) {
    Random random(1);
    const Scene scene = example(random);
    const auto before = evaluate(scene, 1);
    const NumberPin pin = pin_of(*before, {Kind::kBias, 0, 0, {1, 0, 0, 0}});
    const auto after = evaluate(edited(scene, SetBias{"conv1", {}}), 2);
    const FoundPin found = find_pin(*after, pin);
    EXPECT_TRUE(found.layer_gone);
    EXPECT_EQ(found.ref, (NumberRef{Kind::kValue, 1, 0, {0, 1, 0, 0}}));
}

}  // namespace
}  // namespace convscope
