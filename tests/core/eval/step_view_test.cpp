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
    const auto of_loss = walk.position_of(kLoss);
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
                const auto found = walk.position_of(ref);
                ASSERT_TRUE(found);
                EXPECT_EQ(found->phase, weights_phase(walk));
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

/// Scattered, a cell of the input is complete with the last output that adds to it.
TEST(StepView, ByOutputACellOfTheInputHasItsPlace) {
    Random random(11);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(14, 10, 1, random), random), 1);
    const StepWalk walk(*results, kByPatch);
    StepStates states;
    states.set_walk(&walk);
    int completed = 0;
    for (const std::size_t map : {0, 2, 3})
        for (const Cell cell : {Cell{0, 0, 3, 2}, Cell{0, 0, 0, 0}, Cell{0, 0, 2, 4}}) {
            const NumberRef ref{Number::kGradient, map, 0, cell};
            const auto found = walk.position_of(ref);
            ASSERT_TRUE(found);
            const StepPhase& phase = walk.phase(*found);
            EXPECT_EQ(phase.kind, Kind::kGradInput);
            EXPECT_EQ(phase.map, map);
            const StepView& view = states.at(*found, StepGrain::kWindow);
            EXPECT_EQ(shown_number(*results, view, ref), number_at(*results, ref));
            const Cell last = view.outer->cell;
            const auto terms = explain_number(*results, ref, 0, 99).terms;
            if (std::ranges::none_of(terms, [&](const Term& term) {
                    return term.cell_a == last && term.chosen && term.a * term.b != 0;
                }))
                continue;
            ++completed;
            const StepView& before =
                states.at(walk.previous(*found, StepGrain::kWindow), StepGrain::kWindow);
            EXPECT_NE(bits_of(shown_number(*results, before, ref).value_or(0)),
                      bits_of(number_at(*results, ref)));
        }
    EXPECT_GT(completed, 0);
}

/// Averages and dense layers read whole maps: what their sums make on the way is computed without
/// going through the terms before.
TEST(StepView, NumbersThatReadWholeMapsAreMadeOfTheirFirstTerms) {
    Random random(9);
    Scene scene = default_scene(examples::random_image(70, 66, 3, random), "picture");
    scene.layers.clear();
    for (const char* op : {"global_avg_pool", "dense"}) {
        SCOPED_TRACE(op);
        scene.layers.clear();
        scene = examples::with_layer(scene, "whole1", op, random);
        const auto results = evaluate(scene, 1);
        const Shape shape = results->plan.shapes[1];
        const NumberRef ref{Number::kValue, 1, 0, {0, shape.c - 1, shape.h - 1, 0}};
        const std::int64_t count = explain_number(*results, ref, 0, 0).term_count;
        ASSERT_GT(count, kTermsAtOnce);
        for (const std::int64_t terms : {std::int64_t{1}, std::int64_t{69}, count / 2, count})
            EXPECT_EQ(bits_of(partial_number(*results, ref, terms)),
                      bits_of(replay(explain_number(*results, ref, 0, terms))))
                << terms;
    }
}

/// A window with as much padding above the map as the map is high begins in the padding.
TEST(StepView, NumbersThatReadPaddingAreMadeOfTheirFirstTerms) {
    Random random(9);
    Scene scene = default_scene(examples::random_image(255, 5, 1, random), "picture");
    scene.layers.clear();
    scene = examples::with_layer(scene, "avg1", "avg_pool2d", random);
    const std::pair<const char*, int> params[] = {
        {"window.w", 255}, {"window.h", 5}, {"pad.y", 2},     {"window.h", 9},
        {"pad.y", 4},      {"stride.y", 5}, {"window.h", 10}, {"pad.y", 5}};
    for (const auto& [path, value] : params)
        scene = examples::edited(scene, examples::set_param(scene, "avg1", path, value));
    const auto results = evaluate(scene, 1);
    const Shape shape = results->plan.shapes[1];
    ASSERT_EQ(shape.h, 2);
    for (int y = 0; y < shape.h; ++y) {
        const NumberRef ref{Number::kValue, 1, 0, {0, 0, y, 0}};
        const std::int64_t count = explain_number(*results, ref, 0, 0).term_count;
        ASSERT_GT(count, kTermsAtOnce);
        for (const std::int64_t terms : {std::int64_t{1}, count / 2, count - 1, count})
            EXPECT_EQ(bits_of(partial_number(*results, ref, terms)),
                      bits_of(replay(explain_number(*results, ref, 0, terms))))
                << y << " " << terms;
    }
}

/// The last phase of a walk over pools of large maps, or over filters: dL/dpicture by scattering.
TEST(StepView, ALargeScatteredMapComesInSlices) {
    Random random(10);
    Scene scene = default_scene(examples::random_image(200, 140, 3, random), "picture");
    scene.objective = {.kind = "sum"};
    for (const char* op : {"global_avg_pool", "max_pool2d", "conv2d"}) {
        SCOPED_TRACE(op);
        scene.layers.clear();
        scene = examples::with_layer(scene, "one1", op, random);
        const auto results = evaluate(scene, 1);
        const StepWalk walk(*results, kByPatch);
        StepStates at_once, sliced{std::chrono::nanoseconds(0)};
        at_once.set_walk(&walk);
        sliced.set_walk(&walk);
        const std::size_t phase = walk.phases().size() - 1;
        for (const double share : {0.5, 0.9, 0.2}) {
            const auto position = walk.position_at(phase, share, StepGrain::kProduct);
            const Map& whole = *at_once.at(position, StepGrain::kProduct).gradients[0].map;
            int calls = 1;
            const StepView* view = &sliced.at(position, StepGrain::kProduct);
            for (; view->pending && calls < 100; ++calls) {
                EXPECT_EQ(view->gradients[0].kind, Shown::Kind::kNone);
                view = &sliced.at(position, StepGrain::kProduct);
            }
            ASSERT_FALSE(view->pending);
            EXPECT_EQ(examples::first_difference(view->gradients[0].map->values.view(),
                                                 whole.values.view()),
                      "");
        }
    }
}

TEST(StepView, TilesGetVersionsWhereTheMapChanged) {
    Random random(4);
    const Scene scene = examples::squares_scene(examples::random_image(150, 90, 1, random), "big");
    const auto results = evaluate(scene, 1);
    const StepWalk walk(*results, {});
    const StepPhase& phase = walk.phases().back();
    ScatteredGradient scattered(*results, phase, 40);
    const auto versions = scattered.at(10, 0)->tile_versions;
    EXPECT_GT(versions.front(), 40u);
    const auto later = scattered.at(11, 0)->tile_versions;
    EXPECT_GT(later.front(), versions.front());
    EXPECT_EQ(later.back(), versions.back());
    EXPECT_EQ(scattered.version(), later.front());
}

TEST(StepView, LinesHaveTheIndicesOfTheStep) {
    Random random(5);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(14, 10, 3, random), random), 1);
    const StepWalk walk(*results, {});
    StepStates states;
    states.set_walk(&walk);
    // The second product of the third output: column 1 of the window.
    const StepView& view = states.at({0, 2, 2}, StepGrain::kProduct);
    const auto code = step_code(*results, view.phase);
    const auto value = [&](const std::string& variable) {
        const auto line = std::ranges::find(code, variable, &CodeLine::variable);
        return line == code.end() ? -1 : step_index(*results, view, *line).value_or(-1);
    };
    EXPECT_EQ(value("k"), 0);
    EXPECT_EQ(value("y"), 0);
    EXPECT_EQ(value("x"), 2);
    EXPECT_EQ(value("c"), 0);
    EXPECT_EQ(view.moment, CodeMoment::kTerm);
    EXPECT_TRUE(view.total.has_value());
    for (const StepPhase& phase : walk.phases())
        EXPECT_FALSE(step_code(*results, phase).empty()) << static_cast<int>(phase.kind);
}

}  // namespace
}  // namespace convscope
