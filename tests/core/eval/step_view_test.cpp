// Single places of the walk: its start, its biases, and numbers that are not finite.
#include "core/eval/step_view.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/eval/evaluate.hpp"
#include "core/eval/partial_number.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/results_compare.hpp"

namespace convscope {
namespace {

using examples::bits_of;
using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;

constexpr NumberRef kLoss{Number::kLoss, 0, 0, {}};
constexpr StepOrders kByPatch{};
constexpr StepOrders kByWeight{WalkOrder::kByNumber, WalkOrder::kByNumber};

/// The phase of dL/dweights of the first layer.
std::size_t weights_phase(const StepWalk& walk) {
    const auto found = std::ranges::find_if(walk.phases(), [](const StepPhase& phase) {
        return phase.kind == Kind::kGradWeights && phase.stage == 0;
    });
    return static_cast<std::size_t>(found - walk.phases().begin());
}

TEST(StepView, LIsHiddenUntilItsPhaseAlsoWithoutLayers) {
    Random random(2);
    Scene scene = examples::squares_scene(examples::random_image(5, 4, 1, random), "none");
    scene.layers.clear();
    for (const char* kind : {"half_sum_squares", "cross_entropy"}) {
        scene.objective = {.kind = kind};
        const auto results = evaluate(scene, 1);
        const StepWalk walk(*results, kByPatch);
        StepStates states;
        states.set_walk(&walk);
        const StepView& start = states.at(walk.start(), StepGrain::kWindow);
        EXPECT_FALSE(shown_number(*results, start, kLoss)) << kind;
        const StepView& end = states.at(walk.end(), StepGrain::kWindow);
        EXPECT_EQ(shown_number(*results, end, kLoss), results->loss) << kind;
    }
}

TEST(StepView, CrossEntropyShowsLOnceItsPhaseIsOver) {
    Random random(3);
    const auto results = evaluate(
        examples::all_ops_scene(examples::random_image(14, 12, 3, random), "flatten", random), 1);
    const StepWalk walk(*results, kByPatch);
    StepStates states;
    states.set_walk(&walk);
    const auto of_loss = walk.position_of(kLoss, 0);
    ASSERT_TRUE(of_loss);
    const auto shown = [&](const StepPosition& position) {
        return shown_number(*results, states.at(position, StepGrain::kProduct), kLoss);
    };
    EXPECT_FALSE(shown(walk.previous(*of_loss, StepGrain::kProduct)));
    EXPECT_EQ(shown(*of_loss), results->loss);
    EXPECT_EQ(shown(walk.next(*of_loss, StepGrain::kProduct)), results->loss);
    EXPECT_EQ(shown(walk.end()), results->loss);
}

TEST(StepView, ByPatchABiasHidesNeitherTheFilterNorTheMarks) {
    Random random(5);
    const Scene scene = examples::two_conv_scene(examples::random_image(14, 10, 1, random), random);
    ASSERT_FALSE(scene.layers.front().bias.empty());
    const auto results = evaluate(scene, 1);
    const StepWalk walk(*results, kByPatch);
    StepStates states;
    states.set_walk(&walk);
    const std::size_t phase = weights_phase(walk);
    const std::int64_t second_filter = walk.phases()[phase].cells / 2;
    const StepView& view = states.at({phase, second_filter + 1, 0}, StepGrain::kWindow);
    EXPECT_EQ(view.filter, 1);
    EXPECT_EQ(view.marks.size(), 3u);  // The gradient's cell, what its output read, the filter.
}

TEST(StepView, EveryWeightAndBiasHasItsPlace) {
    Random random(5);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(14, 10, 1, random), random), 1);
    for (const StepOrders& orders : {kByPatch, kByWeight}) {
        const StepWalk walk(*results, orders);
        StepStates states;
        states.set_walk(&walk);
        for (int k = 0; k < 2; ++k)
            for (const NumberRef& ref : {NumberRef{Number::kGradWeight, 0, 0, {k, 0, 1, 3}},
                                         NumberRef{Number::kGradBias, 0, 0, {k, 0, 0, 0}}}) {
                const auto found = walk.position_of(ref, 0);
                ASSERT_TRUE(found);
                EXPECT_EQ(found->phase, weights_phase(walk));
                EXPECT_EQ(walk.clamped(*found), *found);
                const StepView& view = states.at(*found, StepGrain::kProduct);
                EXPECT_EQ(shown_number(*results, view, ref), number_at(*results, ref));
                if (orders == kByWeight) {
                    EXPECT_EQ(view.outer, ref);
                    continue;
                }
                EXPECT_EQ(view.outer->cell.c, k);  // The filter's last output.
                const StepPosition further = walk.next(*found, StepGrain::kWindow);
                const StepView& later = states.at(further, StepGrain::kWindow);
                EXPECT_NE(later.outer->cell.c, k);
            }
    }
}

TEST(StepView, InfiniteInputsOfLaterOutputsAreLeftOut) {
    Random random(6);
    Tensor pixels = examples::random_image(8, 7, 1, random).to_tensor();
    pixels.view()(0, 0, 6, 7) = std::numeric_limits<float>::infinity();
    Scene scene =
        examples::squares_scene(TiledImage::from_tensor(pixels.view()), "an infinite pixel");
    scene.layers.resize(1);
    scene.objective = {.kind = "sum"};
    const auto results = evaluate(scene, 1);
    const StepWalk walk(*results, kByPatch);
    StepStates states;
    states.set_walk(&walk);
    for (const std::int64_t outputs : {1, 12, 30}) {
        const StepView& view = states.at({weights_phase(walk), outputs, 0}, StepGrain::kWindow);
        const NumberRef ref{Number::kGradWeight, 0, 0, {0, 0, 0, 1}};
        const float shown = shown_number(*results, view, ref).value_or(0);
        EXPECT_TRUE(std::isfinite(shown));
        EXPECT_EQ(bits_of(shown), bits_of(partial_number(*results, ref, outputs)));
    }
}

}  // namespace
}  // namespace convscope
