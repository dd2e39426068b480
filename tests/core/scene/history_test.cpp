#include "core/scene/history.hpp"

#include <gtest/gtest.h>

#include "core/scene/brush.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::set_param;

class HistoryTest : public testing::Test {
  protected:
    Random random{1};
    History history{examples::two_conv_scene(examples::random_image(200, 130, 3, random), random)};

    float first_weight() { return history.current().layers[0].weights->view()(0, 0, 0, 0); }
    void set_weight(float value, std::uint64_t gesture = 0) {
        ASSERT_TRUE(history.apply(SetWeight{"conv1", {}, value}, gesture));
    }
};

TEST_F(HistoryTest, UndoAndRedoWalkTheSteps) {
    const Scene start = history.current();
    EXPECT_FALSE(history.can_undo());
    EXPECT_EQ(history.undo_label(), "");
    set_weight(5);
    ASSERT_TRUE(history.apply(set_param(start, "conv1", "stride.x", 2)));
    EXPECT_EQ(history.undo_label(), "Change stride x");
    history.undo();
    EXPECT_EQ(history.undo_label(), "Set weight");
    EXPECT_EQ(history.redo_label(), "Change stride x");
    EXPECT_EQ(first_weight(), 5);
    history.undo();
    EXPECT_TRUE(is_same_snapshot(history.current(), start));
    history.undo();
    EXPECT_TRUE(is_same_snapshot(history.current(), start));
    history.redo();
    history.redo();
    history.redo();
    EXPECT_FALSE(history.can_redo());
    EXPECT_EQ(first_weight(), 5);
}

TEST_F(HistoryTest, AnEditAfterUndoDropsTheRedoSide) {
    set_weight(5);
    history.undo();
    set_weight(6);
    EXPECT_FALSE(history.can_redo());
    history.undo();
    history.redo();
    EXPECT_EQ(first_weight(), 6);
}

TEST_F(HistoryTest, OneGestureIsOneStep) {
    const auto first = history.new_gesture(), second = history.new_gesture();
    EXPECT_NE(first, second);
    for (int i = 1; i <= 10; ++i) set_weight(static_cast<float>(i + 100), first);
    for (int i = 1; i <= 10; ++i) set_weight(static_cast<float>(i + 200), second);
    EXPECT_EQ(first_weight(), 210);
    history.undo();
    EXPECT_EQ(first_weight(), 110);
    history.undo();
    EXPECT_FALSE(history.can_undo());
}

TEST_F(HistoryTest, AGestureDoesNotGoOnAfterUndo) {
    const auto gesture = history.new_gesture();
    set_weight(5, gesture);
    set_weight(6);
    history.undo();
    set_weight(7, gesture);
    history.undo();
    EXPECT_EQ(first_weight(), 5);
}

TEST_F(HistoryTest, ASliderDrawnDownAndUpGivesTheWeightsBack) {
    const Scene start = history.current();
    const auto gesture = history.new_gesture();
    for (const int width : {4, 3, 1, 2, 5, 6})
        ASSERT_TRUE(history.apply(set_param(start, "conv1", "kernel.w", width), gesture));
    const ConstTensorView weights = history.current().layers[0].weights->view();
    const ConstTensorView before = start.layers[0].weights->view();
    for (int a = 0; a < 5; ++a) EXPECT_EQ(weights(1, 2, 0, a), before(1, 2, 0, a));
    history.undo();
    EXPECT_TRUE(is_same_snapshot(history.current(), start));
}

TEST_F(HistoryTest, AGestureOverTwoParametersKeepsBoth) {
    const Scene start = history.current();
    const auto gesture = history.new_gesture();
    for (const char* path : {"stride.x", "stride.y", "stride.x"})
        ASSERT_TRUE(history.apply(set_param(start, "conv1", path, 2), gesture));
    const Layer& conv = history.current().layers[0];
    EXPECT_EQ(conv.params[examples::field_of(conv, "stride.x")], 2);
    EXPECT_EQ(conv.params[examples::field_of(conv, "stride.y")], 2);
}

TEST_F(HistoryTest, CancellingAGestureDropsIt) {
    set_weight(5);
    const auto gesture = history.new_gesture();
    set_weight(6, gesture);
    set_weight(7, gesture);
    const auto revision = history.revision();
    history.cancel_gesture(gesture);
    EXPECT_EQ(first_weight(), 5);
    EXPECT_FALSE(history.can_redo());
    EXPECT_EQ(history.revision(), revision + 1);
    history.cancel_gesture(gesture);
    history.cancel_gesture(0);
    EXPECT_EQ(first_weight(), 5);
    EXPECT_EQ(history.revision(), revision + 1);
}

TEST_F(HistoryTest, ARefusedEditChangesNothing) {
    set_weight(5);
    history.undo();
    const auto revision = history.revision();
    EXPECT_FALSE(history.apply(SetWeight{"nonsense", {}, 1}));
    EXPECT_EQ(history.revision(), revision);
    EXPECT_TRUE(history.can_redo());
}

TEST_F(HistoryTest, AnEditThatChangesNothingIsNoStep) {
    const auto revision = history.revision();
    set_weight(first_weight());
    EXPECT_FALSE(history.can_undo());
    EXPECT_EQ(history.revision(), revision);
}

TEST_F(HistoryTest, TheSameNumbersInNewMemoryAreNoStep) {
    const Scene start = history.current();
    const auto revision = history.revision();
    const auto same = std::make_shared<const Tensor>(start.layers[0].weights->clone());
    ASSERT_TRUE(history.apply(SetWeights{"conv1", same, start.layers[0].weights_name}));
    const TiledImage picture = TiledImage::from_tensor(start.image.to_tensor().view());
    ASSERT_TRUE(history.apply(PaintImage{picture}));
    ASSERT_TRUE(history.apply(SetImage{picture, start.image_name}));
    Scene again = start;
    again.image = picture;
    again.layers[0].weights = same;
    ASSERT_TRUE(history.apply(ReplaceScene{again}));
    EXPECT_FALSE(history.can_undo());
    EXPECT_FALSE(history.modified());
    EXPECT_EQ(history.revision(), revision);
}

TEST_F(HistoryTest, PaintingBlackOnBlackIsNoStep) {
    History black(default_scene(TiledImage(100, 80, 3), "black"));
    const auto gesture = black.new_gesture();
    BrushStroke stroke(black.current().image,
                       {.diameter_px = 9, .hardness = 0.5f, .colour = {0, 0, 0}}, {20, 20});
    ASSERT_TRUE(black.apply(PaintImage{stroke.image()}, gesture));
    stroke.extend({70, 70});
    ASSERT_TRUE(black.apply(PaintImage{stroke.image()}, gesture));
    EXPECT_FALSE(black.can_undo());
    EXPECT_FALSE(black.modified());
}

TEST_F(HistoryTest, AGestureThatComesBackIsNoStep) {
    ASSERT_TRUE(history.apply(SetWeights{
        "conv1", std::make_shared<const Tensor>(history.current().layers[0].weights->clone()),
        "mine"}));
    history.mark_saved();
    const Scene start = history.current();
    const auto slider = history.new_gesture(), drag = history.new_gesture();
    for (const int stride : {2, 1})
        ASSERT_TRUE(history.apply(set_param(start, "conv1", "stride.x", stride), slider));
    EXPECT_EQ(history.undo_label(), "Set weights to mine");
    EXPECT_FALSE(history.modified());
    const float weight = first_weight();
    set_weight(9, drag);
    EXPECT_TRUE(history.modified());
    EXPECT_EQ(history.current().layers[0].weights_name, "");
    set_weight(weight, drag);
    EXPECT_FALSE(history.modified());
    EXPECT_EQ(history.current().layers[0].weights_name, "mine");
    EXPECT_TRUE(is_same_snapshot(history.current(), start));
    set_weight(8, drag);
    EXPECT_TRUE(history.modified());
    history.undo();
    EXPECT_TRUE(is_same_snapshot(history.current(), start));
}

TEST_F(HistoryTest, RevisionGrowsWithEveryChange) {
    auto last = history.revision();
    const auto grown = [&] {
        const bool by_one = history.revision() == last + 1;
        last = history.revision();
        return by_one;
    };
    set_weight(5);
    EXPECT_TRUE(grown());
    history.undo();
    EXPECT_TRUE(grown());
    history.redo();
    EXPECT_TRUE(grown());
    history.redo();
    EXPECT_EQ(history.revision(), last);
}

TEST_F(HistoryTest, ModifiedMeansOtherThanSaved) {
    EXPECT_FALSE(history.modified());
    set_weight(5);
    EXPECT_TRUE(history.modified());
    history.mark_saved();
    EXPECT_FALSE(history.modified());
    history.undo();
    EXPECT_TRUE(history.modified());
    history.redo();
    EXPECT_FALSE(history.modified());
    const auto gesture = history.new_gesture();
    set_weight(6, gesture);
    history.mark_saved();
    set_weight(7, gesture);
    EXPECT_TRUE(history.modified());
}

TEST_F(HistoryTest, AStrokeCostsOnlyTheTilesItTouched) {
    const std::size_t before = history.memory_bytes();
    BrushStroke stroke(history.current().image, {.diameter_px = 5}, {20, 20});
    const auto gesture = history.new_gesture();
    for (float x = 20; x < 40; x += 1) {
        stroke.extend({x, 21});
        ASSERT_TRUE(history.apply(PaintImage{stroke.image()}, gesture));
    }
    const std::size_t tile = history.current().image.tile(0).memory_bytes();
    const std::size_t grown = history.memory_bytes() - before;
    EXPECT_GE(grown, tile);
    EXPECT_LT(grown, tile + 4096);
    history.undo();
    set_weight(8);
    EXPECT_LT(history.memory_bytes(), before + 4096);
}

TEST_F(HistoryTest, OldStepsGoWhenMemoryRunsOutButNeverTheCurrentScene) {
    History small(history.current(), history.memory_bytes() + 100'000);
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(small.apply(PaintImage{examples::random_image(200, 130, 3, random)}));
    EXPECT_LE(small.memory_bytes(), history.memory_bytes() + 100'000);
    History tiny(history.current(), 0);
    ASSERT_TRUE(tiny.apply(SetWeight{"conv1", {}, 5}));
    EXPECT_FALSE(tiny.can_undo());
    EXPECT_EQ(tiny.current().layers[0].weights->view()(0, 0, 0, 0), 5);
}

}  // namespace
}  // namespace convscope
