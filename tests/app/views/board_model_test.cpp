#include "app/views/board_model.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "app/gpu/colour_maps.hpp"
#include "app/views/board_part.hpp"
#include "app/views/colour_scales.hpp"
#include "core/eval/evaluate.hpp"
#include "core/scene/edit.hpp"

namespace convscope::app {
namespace {

const MapColours kDark = chosen_colours({}, dark_theme());

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
    EXPECT_EQ(make_board_model(*evaluate(*scene, 1), {}).maps[1].formula, "R = I ∗ G + bias");
}

TEST(WindowsWon, TheWinnerKnowsItsWindowAndOthersHaveNone) {
    const auto results = evaluate(exercise(), 1);
    const BoardModel model = make_board_model(*results, {});
    EXPECT_EQ(windows_won(*results, model, 2, {0, 0, 4, 3}), std::vector<std::string>{"P[1, 2]"});
    EXPECT_TRUE(windows_won(*results, model, 2, {0, 0, 5, 3}).empty());
    EXPECT_TRUE(windows_won(*results, model, 0, {0, 0, 4, 3}).empty());
}

/// The exercise's picture and one convolution with `filters` that takes all of it.
Scene one_number_each(int filters) {
    Scene scene = exercise();
    scene.layers.resize(1);
    scene.objective = {};
    Tensor weights(Shape{filters, 3, 8, 8});
    for (int k = 0; k < filters; ++k) weights.view()(k, 0, 0, 4) = static_cast<float>(k);
    scene.layers[0].weights = std::make_shared<const Tensor>(std::move(weights));
    const OpInfo& op = *find_op("conv2d");
    scene.layers[0].params[field_index(op, "kernel.w")] = 8;
    scene.layers[0].params[field_index(op, "kernel.h")] = 8;
    scene.layers[0].params[field_index(op, "filters")] = filters;
    return scene;
}

TEST(BoardModel, ChannelsOfOneCellAreOneColumn) {
    const auto results = evaluate(one_number_each(100), 1);
    const BoardModel model = make_board_model(*results, {});
    const MapModel& list = model.maps[1];
    ASSERT_TRUE(list.vector);
    EXPECT_FALSE(model.maps[0].vector);
    EXPECT_EQ(list.shape(), (Shape{1, 100, 1, 1}));
    EXPECT_EQ(list.drawn_shape(), (Shape{1, 1, 100, 1}));
    EXPECT_EQ(list.drawn(false).values.view()(0, 0, 99, 0), 99);
    EXPECT_EQ(list.drawn(true).values.view()(0, 0, 42, 0), 42) << "of half the sum of squares";
    EXPECT_EQ(list.drawn(false).tile_versions.size(), 2u);
    EXPECT_EQ(list.cell_of_drawn({0, 0, 7, 0}), (Cell{0, 7, 0, 0}));
    EXPECT_EQ(list.drawn_of_rect({0, 0, 1, 1}, 7), (Rect{0, 7, 1, 8}));
    EXPECT_EQ(list.drawn_of_rect({0, 0, 1, 1}, std::nullopt), (Rect{0, 0, 1, 100}));
    EXPECT_TRUE(model.form().maps[1].vector);
    EXPECT_EQ(model.form().maps[1].thumbnails_forward, 0);
}

TEST(BoardModel, PaddingIsDrawnUpToHalfTheMap) {
    const OpInfo& op = *find_op("conv2d");
    for (const auto& [pad, drawn] : {std::pair{1, 1}, {3, 3}, {64, 4}}) {
        const auto scene = apply_edit(exercise(), SetParam{"conv1", field_index(op, "pad.x"), pad});
        ASSERT_TRUE(scene);
        const auto results = evaluate(*scene, 1);
        const BoardModel model = make_board_model(*results, {});
        EXPECT_EQ(model.maps[0].padding().x, pad);
        EXPECT_EQ(model.maps[0].drawn_padding().x, drawn);
        EXPECT_EQ(model.maps[0].drawn_padding().y, 0);
        EXPECT_EQ(model.form().maps[0].pad_x, drawn);
    }
}

TEST(Focus, GoesThroughTheLayersThatAreOnAndEndsAtTheLoss) {
    const auto scene = apply_edit(exercise(), SetEnabled{"relu1", false});
    ASSERT_TRUE(scene);
    const auto results = evaluate(*scene, 1);
    const BoardModel model = make_board_model(*results, {});
    EXPECT_EQ(focus_step(model, "conv1", 1), "pool1");
    EXPECT_EQ(focus_step(model, "pool1", 1), kFocusOnLoss);
    EXPECT_EQ(focus_step(model, std::string(kFocusOnLoss), 1), "conv1");
    EXPECT_EQ(focus_step(model, "conv1", -1), kFocusOnLoss);
    EXPECT_EQ(focus_step(model, "gone", 1), "conv1");
}

TEST(Focus, ShowsOneLayerWithItsMapsAlone) {
    const auto results = evaluate(exercise(), 1);
    UiState ui;
    ui.focus_layer = "relu1";
    const BoardModel model = make_board_model(*results, ui);
    const BoardPart part = shown_part(model, ui);
    const BoardLayout layout = layout_part(model, part, ui, {0, 30, 1554, 940}, 1, 14);
    ASSERT_EQ(layout.maps.size(), 4u);
    ASSERT_EQ(layout.cards.size(), 3u);
    EXPECT_TRUE(layout.maps[0].forward.map.empty());
    EXPECT_FALSE(layout.maps[1].forward.map.empty());
    EXPECT_FALSE(layout.maps[2].backward.map.empty());
    EXPECT_TRUE(layout.maps[3].forward.map.empty());
    EXPECT_TRUE(layout.cards[0].forward.empty());
    EXPECT_FALSE(layout.cards[1].forward.empty());
    EXPECT_EQ(layout.cards[1].map_before, 1);
    EXPECT_TRUE(layout.loss.forward.empty());
    EXPECT_GE(layout.maps[1].forward.title.y0, 30);
    ui.focus_layer = kFocusOnLoss;
    const BoardLayout loss =
        layout_part(model, shown_part(model, ui), ui, {0, 30, 1554, 940}, 1, 14);
    EXPECT_FALSE(loss.loss.forward.empty());
    EXPECT_FALSE(loss.maps[3].forward.map.empty());
    ui.focus_layer = "gone";
    EXPECT_FALSE(shown_part(model, ui).focus);
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
    ColourScales::Found found;
    const ColourScales scales(*results, ScaleMode::kRow, kDark, found);
    EXPECT_EQ(scales.value(1).high, 3);
    EXPECT_EQ(scales.value(3).high, 3);
    EXPECT_EQ(scales.value(1).low, -3);
    EXPECT_EQ(scales.gradient(0).high, scales.gradient(3).high);
    EXPECT_EQ(scales.brightness().low, 0);
}

TEST(ColourScales, ColoursAreThoseChosenOrElseTheThemes) {
    UiState ui;
    EXPECT_EQ(chosen_colours(ui, light_theme()).signed_values.id, "diverging_light");
    EXPECT_EQ(chosen_colours(ui, light_theme()).pictures.id, "grey");
    ui.signed_colours = "diverging_contrast";
    ui.picture_colours = "viridis";
    EXPECT_EQ(chosen_colours(ui, light_theme()).signed_values.id, "diverging_contrast");
    EXPECT_EQ(chosen_colours(ui, light_theme()).pictures.id, "viridis");
    ui.signed_colours = "unknown";
    EXPECT_EQ(chosen_colours(ui, dark_theme()).signed_values.id, "diverging_dark");
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
    ColourScales::Found found;
    for (const ScaleMode mode : {ScaleMode::kRow, ScaleMode::kMap}) {
        const ColourScales scales(*results, mode, kDark, found);
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
    ColourScales::Found found;
    for (const ScaleMode mode : {ScaleMode::kRow, ScaleMode::kMap}) {
        const ColourScales scales(*results, mode, kDark, found);
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
