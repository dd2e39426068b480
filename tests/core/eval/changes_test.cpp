#include "core/eval/changes.hpp"

#include <gtest/gtest.h>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;

std::int64_t changed_cells(const DirtyTiles& dirty) {
    std::int64_t cells = 0;
    for (const int tile : dirty.changed_tiles())
        cells += std::int64_t{dirty.changed(tile).width()} * dirty.changed(tile).height();
    return cells;
}

TEST(DirtyTiles, SplitRectanglesAtTiles) {
    DirtyTiles dirty({0, 0, 150, 70});
    EXPECT_FALSE(dirty.any());
    dirty.mark({60, 5, 130, 6});
    dirty.mark({140, 60, 999, 999});
    dirty.mark({-5, -5, 0, 0});
    EXPECT_EQ(dirty.changed_tiles(), (std::vector<int>{0, 1, 2, 5}));
    EXPECT_EQ(dirty.changed(0), (Rect{60, 5, 64, 6}));
    EXPECT_EQ(dirty.changed(1), (Rect{64, 5, 128, 6}));
    EXPECT_EQ(dirty.changed(2), (Rect{128, 5, 150, 64}));
    EXPECT_EQ(dirty.changed(5), (Rect{140, 64, 150, 70}));
    DirtyTiles other({0, 0, 150, 70});
    other.mark({0, 0, 1, 1});
    dirty.mark(other);
    EXPECT_EQ(dirty.changed(0), (Rect{0, 0, 64, 6}));
    dirty.mark_all();
    EXPECT_EQ(changed_cells(dirty), 150 * 70);
}

class ChangesTest : public testing::Test {
  protected:
    Random random{1};
    Scene scene = examples::two_conv_scene(examples::random_image(200, 150, 3, random), random);

    Changes after(const Edit& edit) {
        const Scene next = edited(scene, edit);
        return find_changes(scene, *plan_shapes(scene), next, *plan_shapes(next));
    }
    static bool any(const std::vector<DirtyTiles>& maps, std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            if (maps[i].any()) return true;
        return false;
    }
};

TEST_F(ChangesTest, TheSameSceneHasNone) {
    Scene same = scene;
    same.layers[0].weights = std::make_shared<const Tensor>(scene.layers[0].weights->clone());
    same.image = TiledImage::from_tensor(scene.image.to_tensor().view());
    const Changes changes = find_changes(scene, *plan_shapes(scene), same, *plan_shapes(same));
    EXPECT_FALSE(any(changes.values, 0, 6));
    EXPECT_FALSE(any(changes.gradients, 0, 6));
    EXPECT_FALSE(any(changes.weight_parts, 0, 5));
    EXPECT_FALSE(changes.loss_blocks.any());
}

TEST_F(ChangesTest, OnePixelReachesItsWindowsOnly) {
    TiledImage image = scene.image;
    Tensor tile = image.tile(0).clone();
    tile.view()(0, 1, 40, 50) += 1;
    image.set_tile(0, std::move(tile));
    const Changes changes = after(PaintImage{image});
    EXPECT_EQ(changed_cells(changes.values[0]), 1);
    EXPECT_EQ(changes.values[1].changed(0), (Rect{46, 38, 51, 41}));
    EXPECT_EQ(changes.values[2].changed(0), (Rect{46, 38, 51, 41}));
    EXPECT_EQ(changes.values[3].changed(0), (Rect{23, 19, 26, 21}));
    EXPECT_EQ(changes.values[4].changed(0), (Rect{21, 17, 26, 21}));
    EXPECT_EQ(changes.weight_parts[0].changed_tiles(), (std::vector<int>{0}));
    EXPECT_LT(changed_cells(changes.gradients[0]), 800);
}

TEST_F(ChangesTest, AWeightOfALaterLayerLeavesEarlierValuesAlone) {
    const Changes changes = after(SetWeight{"conv2", {}, 9});
    EXPECT_FALSE(any(changes.values, 0, 4));
    EXPECT_TRUE(any(changes.values, 4, 5));
    EXPECT_EQ(changed_cells(changes.gradients[0]), 200 * 150);
}

TEST_F(ChangesTest, WithAConstantUpstreamGradientItsOwnWeightsDoNotChangeTheirGradient) {
    scene.layers.resize(4);
    scene = edited(scene, SetObjective{{.kind = "sum"}});
    const Changes changes = after(SetWeight{"conv2", {}, 9});
    EXPECT_FALSE(changes.weight_parts[3].any());
    EXPECT_FALSE(changes.gradients[4].any());
    EXPECT_TRUE(changes.gradients[3].any());
    EXPECT_TRUE(changes.weight_parts[0].any());
}

TEST_F(ChangesTest, ALossThatCannotBeCutIntoBlocksChangesAsAWhole) {
    scene.layers.resize(3);
    const auto shapes = plan_shapes(scene)->shapes;
    ASSERT_GT(block_grid(shapes.back().plane()).count(), 1);
    scene = edited(scene, SetObjective{{.kind = "cross_entropy", .label = 3}});
    TiledImage image = scene.image;
    Tensor tile = image.tile(0).clone();
    tile.view()(0, 0, 0, 0) += 1;
    image.set_tile(0, std::move(tile));
    const Changes changes = after(PaintImage{image});
    EXPECT_LT(changed_cells(changes.values.back()), 20);
    const auto whole = std::int64_t{shapes.back().w} * shapes.back().h;
    EXPECT_EQ(changed_cells(changes.gradients.back()), whole);
    EXPECT_EQ(changed_cells(changes.loss_blocks), whole);
    const Changes none = after(SetObjective{scene.objective});
    EXPECT_FALSE(none.loss_blocks.any());
    EXPECT_FALSE(none.gradients.back().any());
}

TEST_F(ChangesTest, AnotherObjectiveLeavesValuesAlone) {
    const Changes changes = after(SetObjective{{.kind = "cell", .y = 1, .x = 1}});
    EXPECT_FALSE(any(changes.values, 0, 6));
    EXPECT_TRUE(changes.loss_blocks.any());
    EXPECT_TRUE(changes.gradients[0].any());
}

TEST_F(ChangesTest, APaintedTargetOrGradientChangesWhatItReachesOnly) {
    const auto shapes = plan_shapes(scene)->shapes;
    for (const auto& [kind, layer, map] :
         {std::tuple{"half_squared_distance", "", shapes.size() - 1}, {"upstream", "relu1", 2u}}) {
        SCOPED_TRACE(kind);
        Objective objective{.kind = kind, .layer = layer};
        objective.tensor = std::make_shared<const Tensor>(shapes[map]);
        scene = edited(scene, SetObjective{objective});
        Tensor painted = objective.tensor->clone();
        painted.view()(0, 0, 5, 7) = 1;
        objective.tensor = std::make_shared<const Tensor>(std::move(painted));
        const Changes changes = after(SetObjective{objective});
        EXPECT_FALSE(any(changes.values, 0, shapes.size()));
        EXPECT_EQ(changed_cells(changes.gradients[map]), 1);
        EXPECT_EQ(changes.loss_blocks.changed_tiles(), (std::vector<int>{0}));
        EXPECT_LT(changed_cells(changes.gradients[0]), 800);
        EXPECT_EQ(changes.weight_parts[0].changed_tiles(), (std::vector<int>{0}));
    }
}

TEST_F(ChangesTest, AnotherShapeChangesEverything) {
    const Changes changes = after(SetEnabled{"pool1", false});
    EXPECT_EQ(changed_cells(changes.values[0]), 200 * 150);
}

TEST_F(ChangesTest, AnotherOpOfTheSameShapeChangesWhatComesAfter) {
    Scene next = scene;
    const Shape shape = plan_shapes(scene)->shapes[4];
    next.layers[4] = examples::layer_with_defaults("pool2", "max_pool2d", shape);
    for (const char* path : {"window.w", "window.h", "stride.x", "stride.y"})
        next.layers[4].params[examples::field_of(next.layers[4], path)] = 1;
    const Changes changes = find_changes(scene, *plan_shapes(scene), next, *plan_shapes(next));
    EXPECT_FALSE(any(changes.values, 0, 5));
    EXPECT_EQ(changed_cells(changes.values[5]), std::int64_t{shape.w} * shape.h);
    EXPECT_EQ(changed_cells(changes.gradients[4]), std::int64_t{shape.w} * shape.h);
}

}  // namespace
}  // namespace convscope
