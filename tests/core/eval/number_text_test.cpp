#include "core/eval/number_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"

namespace convscope {
namespace {

using Kind = NumberRef::Kind;
using examples::edited;
using examples::set_param;
using testing::HasSubstr;

std::string printed(const char* format, float value) {
    char text[32];
    std::snprintf(text, sizeof text, format, static_cast<double>(value));
    return text;
}

NumberText text_of(const Results& results, const NumberRef& ref) {
    return text_of(results, letters_of(results.scene, results.plan), ref,
                   {[](float value) { return printed("%.4g", value); },
                    [](float value) { return printed("%+.4f", value); }});
}

/// The picture of the first start: 8 x 8, its right half white.
TiledImage step_picture() {
    Tensor pixels(Shape{1, 3, 8, 8});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 8; ++y)
            for (int x = 4; x < 8; ++x) pixels.view()(0, c, y, x) = 1;
    return TiledImage::from_tensor(pixels.view());
}

/// The exercise's case: conv [-1 1], ReLU, max pool 2x2 stride 2, L = P[1, 2].
Scene exercise() {
    return default_scene(step_picture(), "step");
}

TEST(NumberText, WritesTheExercisesConvolution) {
    const auto results = evaluate(exercise(), 1);
    const NumberText text = text_of(*results, {Kind::kValue, 1, 0, {0, 0, 4, 3}});
    EXPECT_EQ(text.name, "R[3, 4]");
    EXPECT_EQ(text.formula, "R[x,y] = Σ_{c,b,a} I_c[x+a, y+b] · G_c[a,b]");
    EXPECT_EQ(text.with_indices, "R[3,4] = Σ_{c,b,a} I_c[3+a, 4+b] · G_c[a,b]");
    EXPECT_EQ(text.with_numbers,
              "= 0 · (-1) + 1 · 1 + 0 · (-1) + 1 · 1 + 0 · (-1) + 1 · 1 = +3.0000");
    ASSERT_EQ(text.channel_totals.size(), 3u);
    EXPECT_EQ(text.channel_totals[0].channel, "r");
    EXPECT_EQ(text.channel_totals[0].total, 1);
    EXPECT_EQ(text.channel_totals[1].total, 2);
    EXPECT_EQ(text.channel_totals[2].channel, "b");
    EXPECT_EQ(text.channel_totals[2].total, 3);
}

TEST(NumberText, WritesItsGradients) {
    const auto results = evaluate(exercise(), 1);
    const NumberText pixel = text_of(*results, {Kind::kGradient, 0, 0, {0, 0, 4, 3}});
    EXPECT_EQ(pixel.name, "∂L/∂I_r[3, 4]");
    EXPECT_EQ(pixel.with_numbers, "= 0 · 1 + 1 · (-1) = -1.0000");
    const NumberText weight = text_of(*results, {Kind::kGradWeight, 0, 0, {0, 1, 0, 1}});
    EXPECT_EQ(weight.name, "∂L/∂G_g[1, 0]");
    EXPECT_EQ(weight.with_numbers, "= 0 · 0 + 0 · 0 + … 53 more … + 1 · 0 = +1.0000");
    const NumberText pooled = text_of(*results, {Kind::kGradient, 2, 0, {0, 0, 4, 3}});
    EXPECT_EQ(pooled.with_numbers, "= 1");
}

TEST(NumberText, WritesAMaximumWithItsTies) {
    const auto results = evaluate(exercise(), 1);
    const NumberText text = text_of(*results, {Kind::kValue, 3, 0, {0, 0, 2, 1}});
    EXPECT_EQ(text.name, "P[1, 2]");
    EXPECT_EQ(text.with_numbers, "= max(0, 3, 0, 3) = +3.0000");
    ASSERT_FALSE(text.notes.empty());
    EXPECT_EQ(text.notes[0], "Tied: 1 other cell has the same value.");
    EXPECT_EQ(text_of(*results, {Kind::kValue, 2, 0, {0, 0, 2, 3}}).with_numbers,
              "= max(0, 3) = +3.0000");
}

TEST(NumberText, AlwaysWritesTheWinner) {
    Scene scene = edited(exercise(), set_param(exercise(), "pool1", "window.w", 4));
    const auto results = evaluate(scene, 1);
    EXPECT_EQ(text_of(*results, {Kind::kValue, 3, 0, {0, 0, 2, 0}}).with_numbers,
              "= max(0, 0, … 5 more …, 3) = +3.0000");
}

TEST(NumberText, TellsOfTiesWhereTheyShare) {
    for (const int rule : {1, 2}) {
        const Scene scene = edited(exercise(), set_param(exercise(), "pool1", "ties", rule));
        const auto results = evaluate(scene, 1);
        const NumberText pooled = text_of(*results, {Kind::kValue, 3, 0, {0, 0, 2, 1}});
        ASSERT_EQ(pooled.notes.size(), 2u);
        EXPECT_EQ(pooled.notes[0], "Tied: 1 other cell has the same value.");
        const NumberText shared = text_of(*results, {Kind::kGradient, 2, 0, {0, 0, 5, 3}});
        ASSERT_EQ(shared.notes.size(), 2u);
        EXPECT_EQ(shared.notes[0], "In 1 window it ties with other cells.");
        EXPECT_EQ(shared.notes[1], pooled.notes[1]);
    }
}

/// One pool of 70 x 70 cells, whose windows overlap, straight on a picture.
Scene pooled_widely(const TiledImage& image) {
    Scene scene = examples::squares_scene(image, "wide");
    scene.layers = {examples::layer_with_defaults("pool", "max_pool2d", image.shape())};
    scene.objective.kind = "sum";
    for (const auto& [path, value] :
         {std::pair{"window.w", 70}, {"window.h", 70}, {"stride.x", 1}, {"stride.y", 1}})
        scene = edited(scene, set_param(scene, "pool", path, value));
    return scene;
}

TEST(NumberText, AddsOnlyWhatIsPassedOnInSumsTooLongToLookAt) {
    Tensor pixels(Shape{1, 1, 141, 141});
    pixels.view()(0, 0, 70, 70) = 0.5f;
    pixels.view()(0, 0, 75, 75) = 1;
    const auto results = evaluate(pooled_widely(TiledImage::from_tensor(pixels.view())), 1);
    // Of 70 x 70 windows, 65 x 65 hold the larger number too.
    const NumberText text = text_of(*results, {Kind::kGradient, 0, 0, {0, 0, 70, 70}});
    EXPECT_EQ(text.with_numbers, "= 1 + 1 + … + 1 = +675.0000");
    ASSERT_FALSE(text.notes.empty());
    EXPECT_THAT(text.notes[0], testing::StartsWith("At least 3,476 of 4,900 windows pass "));
    EXPECT_EQ(text_of(*results, {Kind::kValue, 1, 0, {0, 0, 6, 6}}).with_numbers,
              "= max(0, 0, … 4,897 more …, 1) = +1.0000");
}

TEST(NumberText, SaysWhichWindowsPassNothingOn) {
    Scene scene = exercise();
    scene = edited(scene, SetObjective{{.kind = "sum"}});
    scene = edited(scene, set_param(scene, "pool1", "stride.x", 1));
    const auto results = evaluate(scene, 1);
    // Two windows have this column: the edge won in both; beside it another cell won one of them.
    const NumberText edge = text_of(*results, {Kind::kGradient, 2, 0, {0, 0, 4, 3}});
    EXPECT_EQ(edge.with_numbers, "= 1 + 1 = +2.0000");
    const NumberText beside = text_of(*results, {Kind::kGradient, 2, 0, {0, 0, 4, 4}});
    EXPECT_EQ(beside.with_numbers, "= 1");
    ASSERT_FALSE(beside.notes.empty());
    EXPECT_THAT(beside.notes[0], testing::StartsWith("1 of 2 windows pass nothing on: "));
    EXPECT_THAT(text_of(*results, {Kind::kGradient, 1, 0, {0, 0, 0, 0}}).notes, testing::IsEmpty());
}

TEST(NumberText, ShowsStrideAndBiasAndPadding) {
    Scene scene = exercise();
    scene = edited(scene, set_param(scene, "conv1", "stride.x", 2));
    scene = edited(scene, set_param(scene, "conv1", "pad.x", 1));
    scene = edited(scene, SetBias{"conv1", {0.5f}});
    const auto results = evaluate(scene, 1);
    const NumberText text = text_of(*results, {Kind::kValue, 1, 0, {0, 0, 2, 0}});
    EXPECT_THAT(text.formula, HasSubstr("2x+a-1"));
    EXPECT_THAT(text.formula, HasSubstr("bias + "));
    EXPECT_THAT(text.with_numbers, HasSubstr("= 0.5 + 0 · (-1) + 0 · 1 + "));
    ASSERT_FALSE(text.notes.empty());
    EXPECT_EQ(text.notes[0], "1 cell of the window lies in the padding and counts as 0.");
    const NumberText weight = text_of(*results, {Kind::kGradWeight, 0, 0, {0, 0, 0, 1}});
    ASSERT_FALSE(weight.notes.empty());
    EXPECT_EQ(weight.notes[0], "8 samples lie in the padding and count as 0.");
}

TEST(NumberText, WritesAveragesAndLosses) {
    Scene scene = exercise();
    scene.layers.pop_back();
    scene.layers.push_back(examples::layer_with_defaults("avg1", "avg_pool2d", {1, 1, 8, 7}));
    scene = edited(scene, SetObjective{{.kind = "half_sum_squares"}});
    const auto results = evaluate(scene, 1);
    const NumberText mean = text_of(*results, {Kind::kValue, 3, 0, {0, 0, 2, 1}});
    EXPECT_EQ(mean.with_numbers, "= (0 + 3 + 0 + 3) / 4 = +1.5000");
    EXPECT_EQ(text_of(*results, {Kind::kGradient, 2, 0, {0, 0, 4, 3}}).with_numbers,
              "= 1.5 / 4 = +0.3750");
    scene = edited(scene, set_param(scene, "avg1", "pad.x", 1));
    const NumberText edge = text_of(*evaluate(scene, 1), {Kind::kValue, 3, 0, {0, 0, 2, 0}});
    EXPECT_EQ(edge.notes,
              std::vector<std::string>{"2 cells of the window lie in the padding and count as 0."});
    scene = edited(scene, set_param(scene, "avg1", "count_include_pad", 0));
    const NumberText inside = text_of(*evaluate(scene, 1), {Kind::kValue, 3, 0, {0, 0, 2, 0}});
    EXPECT_THAT(inside.with_indices, testing::EndsWith(" / 2"));
    EXPECT_EQ(inside.notes, std::vector<std::string>{
                                "2 cells of the window lie in the padding and are left out."});
    EXPECT_EQ(inside.with_numbers, "= (0 + 0) / 2 = +0.0000");
    // One cell of a corner's window is inside.
    scene = edited(scene, set_param(scene, "avg1", "pad.y", 1));
    const NumberText corner = text_of(*evaluate(scene, 1), {Kind::kValue, 3, 0, {0, 0, 0, 0}});
    EXPECT_EQ(corner.notes, std::vector<std::string>{
                                "3 cells of the window lie in the padding and are left out."});
    const NumberText loss = text_of(*results, {Kind::kLoss, 0, 0, {}});
    EXPECT_EQ(loss.name, "L");
    EXPECT_EQ(loss.with_numbers, "= 0.5 · (0 · 0 + 1.5 · 1.5 + … 9 more … + 0 · 0) = +4.5000");
    EXPECT_EQ(text_of(*results, {Kind::kGradient, 3, 0, {0, 0, 2, 1}}).with_numbers, "= 1.5");
}

TEST(NumberText, GivenNumbersAreNoSums) {
    const auto slope = evaluate(edited(exercise(), SetObjective{{.kind = "sum"}}), 1);
    EXPECT_EQ(text_of(*slope, {Kind::kGradient, 3, 0, {0, 0, 2, 1}}).with_numbers, "= +1.0000");
    Random random(2);
    const auto classes = evaluate(
        examples::all_ops_scene(examples::random_image(40, 34, 3, random), "flatten", random), 1);
    EXPECT_EQ(text_of(*classes, {Kind::kLoss, 0, 0, {}}).with_numbers,
              "= " + printed("%+.4f", classes->loss));
}

TEST(NumberText, SaysHowChannelsAreAdded) {
    Random random(2);
    const auto results =
        evaluate(examples::two_conv_scene(examples::random_image(20, 16, 3, random), random), 1);
    const NumberText loss = text_of(*results, {Kind::kLoss, 0, 0, {}});
    ASSERT_FALSE(loss.notes.empty());
    EXPECT_EQ(loss.notes[0],
              "Each channel is summed by itself; the sums of the channels are added in order.");
}

TEST(NumberText, GradientsBehindTheLossComeFromNothing) {
    Random random(2);
    Scene scene = examples::two_conv_scene(examples::random_image(20, 16, 3, random), random);
    const Shape painted = evaluate(scene, 1)->plan.shapes[2];
    scene = edited(scene, SetObjective{{.kind = "upstream",
                                        .tensor = std::make_shared<const Tensor>(painted),
                                        .layer = "relu1"}});
    const auto results = evaluate(scene, 1);
    for (const NumberRef& ref : {NumberRef{Kind::kGradWeight, 0, 3, {2, 1, 0, 2}},
                                 NumberRef{Kind::kGradient, 4, 0, {0, 1, 1, 1}}}) {
        EXPECT_EQ(explain_number(*results, ref, 0, 100).term_count, 0);
        const NumberText text = text_of(*results, ref);
        EXPECT_EQ(text.formula + text.with_numbers, "");
        ASSERT_EQ(text.notes.size(), 1u);
        EXPECT_THAT(text.notes[0], testing::StartsWith("L does not read "));
    }
    EXPECT_GT(explain_number(*results, {Kind::kGradWeight, 0, 0, {}}, 0, 1).term_count, 0);
}

TEST(NumberText, NamesChannelsFiltersAndLists) {
    Random random(2);
    const auto results = evaluate(
        examples::all_ops_scene(examples::random_image(40, 34, 3, random), "flatten", random), 1);
    const BoardLetters letters = letters_of(results->scene, results->plan);
    const auto name = [&](NumberRef ref) { return name_of(*results, letters, ref); };
    EXPECT_EQ(name({Kind::kValue, 0, 0, {0, 2, 3, 4}}), "I_b[4, 3]");
    EXPECT_EQ(name({Kind::kGradient, 1, 0, {0, 1, 3, 4}}), "∂L/∂R₁_2[4, 3]");
    EXPECT_EQ(name({Kind::kWeight, 0, 0, {1, 2, 0, 4}}), "G₁_{2b}[4, 0]");
    EXPECT_EQ(name({Kind::kGradWeight, 0, 3, {2, 1, 0, 2}}), "∂L/∂G₂_{3,2}[2, 0]");
    EXPECT_EQ(name({Kind::kBias, 0, 0, {1, 0, 0, 0}}), "bias_2");
    EXPECT_EQ(name({Kind::kValue, 7, 0, {0, 0, 5, 0}}), "F[5]");
    EXPECT_EQ(name({Kind::kWeight, 0, 7, {2, 0, 3, 0}}), "G₃_2[3]");
}

TEST(NumberText, NamesChannelsOfOneCellAsFormulasDo) {
    Random random(2);
    const auto results = evaluate(examples::all_ops_scene(examples::random_image(40, 34, 3, random),
                                                          "global_avg_pool", random),
                                  1);
    const NumberText text = text_of(*results, {Kind::kValue, 7, 0, {0, 1, 0, 0}});
    EXPECT_THAT(text.with_indices, testing::StartsWith("P₃_2[0,0] = "));
    EXPECT_EQ(text.name, "P₃_2[0, 0]");
}

TEST(NumberText, ADenseLayersFiltersAreCountedAsItsOutputs) {
    Random random(1);
    Scene scene = exercise();
    scene.layers.clear();
    scene.objective = {.kind = "cross_entropy"};
    scene = examples::with_layer(scene, "dense1", "dense", random);
    const auto results = evaluate(scene, 1);
    const NumberText output = text_of(*results, {Kind::kValue, 1, 0, {0, 0, 3, 0}});
    EXPECT_EQ(output.name, "Z[3]");
    EXPECT_THAT(output.with_indices, HasSubstr("Z[3] = bias_3 + "));
    EXPECT_THAT(output.with_indices, HasSubstr("G_{3c}"));
    EXPECT_EQ(text_of(*results, {Kind::kWeight, 0, 0, {3, 1, 4, 5}}).name, "G_{3g}[5, 4]");
    EXPECT_EQ(text_of(*results, {Kind::kGradBias, 0, 0, {3, 0, 0, 0}}).name, "∂L/∂bias_3");
}

}  // namespace
}  // namespace convscope
