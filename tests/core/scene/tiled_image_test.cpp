#include "core/scene/tiled_image.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

TEST(TiledImage, GivesBackTheTensorItWasMadeOf) {
    Random random(1);
    for (const Shape shape : {Shape{1, 3, 1, 1}, Shape{1, 1, 64, 64}, Shape{1, 3, 65, 130}}) {
        Tensor pixels(shape);
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) pixels.view()(0, c, y, x) = random.unit();
        const TiledImage image = TiledImage::from_tensor(pixels.view());
        EXPECT_EQ(image.shape(), shape);
        const Tensor copy = image.to_tensor();
        EXPECT_EQ(to_dense(copy.view()), to_dense(pixels.view()));
        EXPECT_EQ(image.pixel(shape.c - 1, shape.h - 1, shape.w - 1),
                  pixels.view()(0, shape.c - 1, shape.h - 1, shape.w - 1));
    }
}

TEST(TiledImage, TilesCoverThePictureOnceInRowOrder) {
    const TiledImage image(130, 65, 1);
    ASSERT_EQ(image.tile_count(), 6);
    EXPECT_EQ(image.tile_rect(0), (Rect{0, 0, 64, 64}));
    EXPECT_EQ(image.tile_rect(2), (Rect{128, 0, 130, 64}));
    EXPECT_EQ(image.tile_rect(5), (Rect{128, 64, 130, 65}));
    EXPECT_EQ(image.tile(5).shape(), (Shape{1, 1, 1, 2}));
}

TEST(TiledImage, AnEmptyPictureOfTheLargestSizeTakesHardlyAnyMemory) {
    const TiledImage image(8000, 8000, 3);
    std::vector<std::pair<const void*, std::size_t>> tiles;
    image.collect_tiles(tiles);
    std::sort(tiles.begin(), tiles.end());
    tiles.erase(std::unique(tiles.begin(), tiles.end()), tiles.end());
    EXPECT_EQ(tiles.size(), 1u);
    EXPECT_EQ(image.pixel(2, 7999, 7999), 0);
}

TEST(TiledImage, ReplacingATileLeavesCopiesAndOtherTilesAlone) {
    Random random(2);
    const TiledImage before = examples::random_image(100, 70, 3, random);
    TiledImage after = before;
    EXPECT_TRUE(after.shares_all_tiles(before));
    Tensor tile = before.tile(1).clone();
    tile.view()(0, 2, 3, 5) = 9;
    after.set_tile(1, std::move(tile));
    EXPECT_FALSE(after.shares_all_tiles(before));
    for (const int i : {0, 2, 3}) EXPECT_TRUE(after.shares_tile(i, before));
    EXPECT_FALSE(after.shares_tile(1, before));
    EXPECT_EQ(after.pixel(2, 3, 69), 9);
    EXPECT_NE(before.pixel(2, 3, 69), 9);
}

TEST(TiledImage, CopiesARectangleAcrossTiles) {
    Random random(3);
    const TiledImage image = examples::random_image(140, 80, 3, random);
    Tensor target(image.shape());
    const Rect rect{60, 62, 133, 70};
    image.copy_to(target.view(), rect);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 80; ++y)
            for (int x = 0; x < 140; ++x)
                ASSERT_EQ(target.view()(0, c, y, x),
                          rect.contains(x, y) ? image.pixel(c, y, x) : 0.0f);
}

TEST(TiledImage, FindsTheSmallestChangedRectangleOfEachTile) {
    Random random(4);
    const TiledImage before = examples::random_image(130, 70, 3, random);
    Tensor pixels = before.to_tensor();
    pixels.view()(0, 0, 10, 63) = 5;
    pixels.view()(0, 2, 12, 60) = 5;
    pixels.view()(0, 1, 69, 129) = 5;
    const std::vector<Rect> changes = TiledImage::from_tensor(pixels.view()).changes_since(before);
    const std::vector<Rect> expected{{60, 10, 64, 13}, {}, {}, {}, {}, {129, 69, 130, 70}};
    EXPECT_EQ(changes, expected);
}

TEST(TiledImage, ChangesAreOfBits) {
    TiledImage before(2, 1, 1);
    Tensor pixels = before.to_tensor();
    pixels.view()(0, 0, 0, 1) = -0.0f;
    EXPECT_EQ(TiledImage::from_tensor(pixels.view()).changes_since(before)[0], (Rect{1, 0, 2, 1}));
    pixels.view()(0, 0, 0, 0) = std::numeric_limits<float>::quiet_NaN();
    const TiledImage nan = TiledImage::from_tensor(pixels.view());
    EXPECT_TRUE(TiledImage::from_tensor(pixels.view()).changes_since(nan)[0].empty());
}

}  // namespace
}  // namespace convscope
