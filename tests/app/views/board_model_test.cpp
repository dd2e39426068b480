#include "app/views/board_model.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "app/gpu/colour_maps.hpp"
#include "app/views/colour_scales.hpp"
#include "core/eval/evaluate.hpp"
#include "core/scene/edit.hpp"

namespace convscope::app {
namespace {

/// A step from 0 to 1 in the middle.
TiledImage step_picture(int width, int height) {
    Tensor pixels(Shape{1, 3, height, width});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = width / 2; x < width; ++x) pixels.view()(0, c, y, x) = 1;
    return TiledImage::from_tensor(pixels.view());
}

Scene exercise() {
    return default_scene(step_picture(8, 8), "step");
}

/// The exercise's layers twice.
Scene two_blocks() {
    Scene scene = default_scene(step_picture(16, 16), "step");
    const auto block = scene.layers;
    for (Layer layer : block) {
        layer.id = fresh_layer_id(scene, layer.op);
        if (layer.weights != nullptr) {
            Tensor weights(Shape{1, 1, 1, 2});
            weights.view()(0, 0, 0, 1) = 1;
            layer.weights = std::make_shared<const Tensor>(std::move(weights));
        }
        scene.layers.push_back(std::move(layer));
    }
    return scene;
}

TEST(BoardModel, TheExercisesWords) {
    const auto results = evaluate(exercise(), 1);
    const BoardModel model = make_board_model(*results, {});
    ASSERT_EQ(model.maps.size(), 4u);
    EXPECT_EQ(model.maps[0].formula, "I picture");
    EXPECT_EQ(model.maps[1].formula, "R = I ∗ G");
    EXPECT_EQ(model.maps[2].formula, "A = max(0, R)");
    EXPECT_EQ(model.maps[3].name, "P");
    EXPECT_EQ(model.loss_formula, "P[1, 2]");
    EXPECT_EQ(model.layers[0].weights_symbol, "G");
    EXPECT_EQ(format_size(model.maps[0].shape()), "8 × 8 × 3");
}

TEST(BoardModel, StackedLayersAreNumbered) {
    Scene scene = two_blocks();
    scene.objective = {};
    const auto results = evaluate(scene, 1);
    const BoardModel model = make_board_model(*results, {});
    ASSERT_EQ(model.maps.size(), 7u);
    EXPECT_EQ(model.maps[1].name, "R1");
    EXPECT_EQ(model.maps[4].formula, "R₂ = P₁ ∗ G₂");
    EXPECT_EQ(model.maps[5].formula, "A₂ = max(0, R₂)");
    EXPECT_EQ(model.loss_formula, "½ Σ P₂²");
}

TEST(BoardModel, ALayerThatIsOffHasACardAndNoMap) {
    const auto scene = apply_edit(exercise(), SetEnabled{"relu1", false});
    ASSERT_TRUE(scene);
    const auto results = evaluate(*scene, 1);
    const BoardModel model = make_board_model(*results, {});
    EXPECT_EQ(model.maps.size(), 3u);
    ASSERT_EQ(model.layers.size(), 3u);
    EXPECT_EQ(model.layers[1].stage, -1);
    EXPECT_EQ(model.layers[2].input_map, 1u);
    EXPECT_EQ(model.layers[2].output_map(), 2u);
    EXPECT_EQ(model.maps[2].formula.find('A'), std::string::npos);
    EXPECT_EQ(model.form().layers[1].kind, LayerForm::Kind::kOff);
}

TEST(BoardModel, TheChosenFilterIsShownInAllMapsThatFollow) {
    const Scene before = exercise();
    const auto scene =
        apply_edit(before, SetParam{"conv1", field_index(*find_op("conv2d"), "filters"), 4});
    ASSERT_TRUE(scene);
    const auto results = evaluate(*scene, 1);
    UiState ui;
    ui.shown_filter["conv1"] = 2;
    const BoardModel model = make_board_model(*results, ui);
    EXPECT_EQ(model.layers[0].shown_filter, 2);
    for (std::size_t i = 1; i < model.maps.size(); ++i) EXPECT_EQ(model.maps[i].value_channel, 2);
    ui.shown_filter["conv1"] = 9;
    EXPECT_EQ(make_board_model(*results, ui).layers[0].shown_filter, 3);
}

TEST(BoardModel, TheLossNamesItsCell) {
    Scene scene = exercise();
    scene.objective = {"cell", 0, 2, 1};
    const auto results = evaluate(scene, 1);
    EXPECT_EQ(make_board_model(*results, {}).loss_formula, "P[1, 2]");
}

TEST(BoardModel, ABiasIsPartOfTheFormula) {
    const auto scene = apply_edit(exercise(), SetBias{"conv1", {0.5f}});
    ASSERT_TRUE(scene);
    EXPECT_EQ(make_board_model(*evaluate(*scene, 1), {}).maps[1].formula, "R = I ∗ G + b");
}

TEST(WindowsWon, TheWinnerKnowsItsWindowAndOthersHaveNone) {
    const auto results = evaluate(exercise(), 1);
    const BoardModel model = make_board_model(*results, {});
    EXPECT_EQ(windows_won(*results, model, 2, {0, 0, 4, 3}), std::vector<std::string>{"P[1, 2]"});
    EXPECT_TRUE(windows_won(*results, model, 2, {0, 0, 5, 3}).empty());
    EXPECT_TRUE(windows_won(*results, model, 0, {0, 0, 4, 3}).empty());
}

TEST(TraceCell, AnOutputCellLeadsToItsWindowAndOn) {
    const auto results = evaluate(exercise(), 1);
    // P[1, 2] pools A[2..3, 4..5], which is R there, made of I[2..4, 4..5].
    const auto rects = trace_cell(*results, 3, {0, 0, 2, 1});
    EXPECT_EQ(rects[3], (Rect{1, 2, 2, 3}));
    EXPECT_EQ(rects[2], (Rect{2, 4, 4, 6}));
    EXPECT_EQ(rects[1], (Rect{2, 4, 4, 6}));
    EXPECT_EQ(rects[0], (Rect{2, 4, 5, 6}));
    const auto forward = trace_cell(*results, 0, {0, 0, 0, 3});
    EXPECT_EQ(forward[1], (Rect{2, 0, 4, 1}));
    EXPECT_EQ(forward[3], (Rect{1, 0, 2, 1}));
}

TEST(TraceCell, ACellThatNothingReadsReachesNothing) {
    const auto results = evaluate(exercise(), 1);
    // R has 7 columns; pooling by 2 leaves out the last.
    EXPECT_TRUE(trace_cell(*results, 1, {0, 0, 0, 6})[3].empty());
}

TEST(ColourScales, OneScaleForARowEndsAtItsLargestMagnitude) {
    const auto results = evaluate(exercise(), 1);
    ColourScales::Percentiles percentiles;
    const ColourScales scales(*results, ScaleMode::kRow, dark_theme(), percentiles);
    EXPECT_EQ(scales.value(1).high, 3);
    EXPECT_EQ(scales.value(3).high, 3);
    EXPECT_EQ(scales.value(1).low, -3);
    EXPECT_EQ(scales.gradient(0).high, scales.gradient(3).high);
    EXPECT_EQ(scales.brightness().low, 0);
}

TEST(ColourScales, NeverEndBelowTheRoundingErrorOrAtZero) {
    auto results = evaluate(exercise(), 1);
    for (Map& map : results->values) {
        map.range = {-1e-9f, 1e-9f, true};
        map.error_bound = 0.5;
    }
    for (Map& map : results->gradients) {
        map.range = {0, 0, true};
        map.error_bound = 0;
    }
    ColourScales::Percentiles percentiles;
    for (const ScaleMode mode : {ScaleMode::kRow, ScaleMode::kMap}) {
        const ColourScales scales(*results, mode, dark_theme(), percentiles);
        EXPECT_EQ(scales.value(1).high, 0.5f);
        EXPECT_EQ(scales.gradient(1).high, 1.0f);
    }
}

TEST(ColourScales, EndAtOneWhereTheEndIsOnlyTheRoundingErrorOfZeros) {
    auto results = evaluate(exercise(), 1);
    for (auto* row : {&results->values, &results->gradients})
        for (Map& map : *row) {
            map.range = {0, 0, true};
            map.error_bound = 4 * std::numeric_limits<float>::min();
        }
    ColourScales::Percentiles percentiles;
    for (const ScaleMode mode : {ScaleMode::kRow, ScaleMode::kMap}) {
        const ColourScales scales(*results, mode, dark_theme(), percentiles);
        EXPECT_EQ(scales.value(1).high, 1.0f);
        EXPECT_EQ(scales.gradient(1).high, 1.0f);
    }
}

TEST(Percentile99, LeavesOutOneInAHundredAndWhatIsNotFinite) {
    Tensor values(Shape{1, 1, 10, 20});
    for (int i = 0; i < 200; ++i) values.view()(0, 0, i / 20, i % 20) = static_cast<float>(-i);
    EXPECT_NEAR(percentile_99(values.view()), 197, 1);
    values.view()(0, 0, 9, 19) = std::numeric_limits<float>::infinity();
    values.view()(0, 0, 9, 18) = std::numeric_limits<float>::quiet_NaN();
    EXPECT_NEAR(percentile_99(values.view()), 196, 1);
}

}  // namespace
}  // namespace convscope::app
