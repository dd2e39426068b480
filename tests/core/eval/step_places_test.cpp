// The place of a walk in another one: over results of other sizes, parameters and layers.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/eval/evaluate.hpp"
#include "core/eval/steps.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using Kind = StepPhase::Kind;

constexpr StepGrain kEveryGrain[] = {StepGrain::kWindow, StepGrain::kChannel, StepGrain::kProduct};

Scene small_scene(int side) {
    Random random(4);
    return examples::squares_scene(examples::random_image(side, side, 1, random), "small");
}

std::size_t phase_of(const StepWalk& walk, Kind kind, std::string_view layer) {
    const Results& results = walk.results();
    const auto found = std::ranges::find_if(walk.phases(), [&](const StepPhase& phase) {
        return phase.kind == kind &&
               results.scene.layers[results.plan.layers[phase.stage]].id == layer;
    });
    EXPECT_NE(found, walk.phases().end());
    return static_cast<std::size_t>(found - walk.phases().begin());
}

TEST(StepPlaces, AnotherSizeKeepsTheShareOfThePhase) {
    const auto small = evaluate(small_scene(6), 1), large = evaluate(small_scene(20), 1);
    const StepWalk few(*small, {}), many(*large, {});
    for (const StepGrain grain : kEveryGrain) {
        for (std::size_t phase = 0; phase < many.phases().size(); ++phase) {
            const StepPosition late = many.position_at(phase, 0.6, grain);
            const StepPosition found = few.same_place(many, late, grain);
            EXPECT_EQ(found.phase, phase);
            EXPECT_NEAR(few.fraction_of(found), 0.6, 0.2) << phase;
        }
        EXPECT_EQ(few.same_place(many, many.end(), grain), few.end());
        EXPECT_EQ(many.same_place(few, few.end(), grain), many.end());
        EXPECT_EQ(few.same_place(many, many.start(), grain), few.start());
    }
}

TEST(StepPlaces, TheSameSizeKeepsTheCell) {
    const Scene scene = small_scene(8);
    const Scene wide =
        examples::edited(examples::edited(scene, examples::set_param(scene, "conv1", "pad.x", 1)),
                         examples::set_param(scene, "conv1", "kernel.w", 4));
    const auto results = evaluate(scene, 1), same = evaluate(scene, 2), other = evaluate(wide, 3);
    const StepWalk walk(*results, {}), again(*same, {}), wider(*other, {});
    const StepPosition place{0, 9, 1};
    EXPECT_EQ(again.same_place(walk, place, StepGrain::kWindow), place);
    ASSERT_EQ(wider.phases()[0].cells, walk.phases()[0].cells);
    EXPECT_EQ(wider.same_place(walk, place, StepGrain::kWindow), place);
    // The window has fewer products now than were done.
    EXPECT_EQ(walk.same_place(wider, {0, 9, 3}, StepGrain::kWindow), (StepPosition{0, 10, 0}));
}

TEST(StepPlaces, APhaseIsThatOfItsLayer) {
    const Scene scene = small_scene(8);
    const Shape input = scene.image.shape();
    Scene longer = scene;
    longer.layers.insert(longer.layers.begin(),
                         examples::layer_with_defaults("first", "relu", input));
    const auto short_results = evaluate(scene, 1), long_results = evaluate(longer, 2);
    const StepWalk few(*short_results, {}), many(*long_results, {});
    for (std::size_t phase = 0; phase < few.phases().size(); ++phase) {
        const StepPosition place{phase, 1, 0};
        const StepPosition found = many.same_place(few, place, StepGrain::kWindow);
        EXPECT_EQ(many.phase(found).kind, few.phase(place).kind);
        EXPECT_EQ(many.phase(found).cells, few.phase(place).cells);
        EXPECT_EQ(few.same_place(many, found, StepGrain::kWindow), place);
    }
    // Its layer is gone: what was done before stays done, what comes behind stays to come.
    const std::size_t removed = phase_of(many, Kind::kOutput, "first");
    EXPECT_EQ(few.same_place(many, {removed, 3, 0}, StepGrain::kWindow), few.start());
    Scene bare = scene;
    std::erase_if(bare.layers, [](const Layer& layer) { return layer.id == "relu1"; });
    const auto bare_results = evaluate(bare, 3);
    const StepWalk less(*bare_results, {});
    const StepPosition in_relu{phase_of(few, Kind::kOutput, "relu1"), 3, 0};
    EXPECT_EQ(less.same_place(few, in_relu, StepGrain::kWindow),
              (StepPosition{0, less.phases()[0].cells, 0}));
    const StepPosition back{phase_of(few, Kind::kGradInput, "relu1"), 3, 0};
    const std::size_t pool = phase_of(less, Kind::kGradInput, "pool1");
    EXPECT_EQ(less.same_place(few, back, StepGrain::kWindow),
              (StepPosition{pool, less.phases()[pool].cells, 0}));
}

}  // namespace
}  // namespace convscope
