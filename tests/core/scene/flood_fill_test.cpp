#include "core/scene/flood_fill.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>

#include "core/base/random.hpp"
#include "tests/core/scene/paint_pictures.hpp"

namespace convscope {
namespace {

using examples::changed_rows;
using examples::from_rows;
using examples::Rows;

const Brush kRed{.colour = {0.9f, 0, 0}};

TEST(FloodFill, StopsAtOtherNumbersAndAtCorners) {
    const TiledImage start = from_rows({"00100", "01100", "10000", "10011"});
    EXPECT_EQ(changed_rows(start, flood_fill(start, kRed, 0, 0, 0)),
              (Rows{"##...", "#....", ".....", "....."}));
    EXPECT_EQ(changed_rows(start, flood_fill(start, kRed, 4, 0, 0)),
              (Rows{"...##", "...##", ".####", ".##.."}));
}

TEST(FloodFill, TakesWhatIsWithinTheToleranceOfTheFirstPixel) {
    const TiledImage start = from_rows({"01234567"});
    EXPECT_EQ(changed_rows(start, flood_fill(start, kRed, 3, 0, 0.1001f)), (Rows{"..###..."}));
    EXPECT_EQ(changed_rows(start, flood_fill(start, kRed, 0, 0, 1)), (Rows{"########"}));
}

TEST(FloodFill, ComparesAndPaintsTheChannelsThatAreOn) {
    Tensor pixels(Shape{1, 3, 1, 4});
    for (int x = 0; x < 4; ++x) {
        pixels.view()(0, 0, 0, x) = x < 2 ? 0.25f : 0.75f;
        pixels.view()(0, 1, 0, x) = 0.5f;
    }
    const TiledImage start = TiledImage::from_tensor(pixels.view());
    Brush green{.colour = {1, 1, 1}, .channels = {false, true, false}};
    const TiledImage after = flood_fill(start, green, 0, 0, 0);
    EXPECT_EQ(changed_rows(start, after, 1), (Rows{"####"}));
    EXPECT_EQ(changed_rows(start, after, 0), (Rows{"...."}));
    green.channels = {true, true, true};
    EXPECT_EQ(changed_rows(start, flood_fill(start, green, 0, 0, 0), 1), (Rows{"##.."}));
}

TEST(FloodFill, StartsFromTheMirrorImagesToo) {
    const TiledImage start = from_rows({"01110", "01110"});
    Brush brush = kRed;
    brush.mirrors.left_right = true;
    EXPECT_EQ(changed_rows(start, flood_fill(start, brush, 0, 0, 0)), (Rows{"#...#", "#...#"}));
}

TEST(FloodFill, NanHangsTogetherWithNan) {
    Tensor pixels(Shape{1, 1, 1, 3});
    pixels.view()(0, 0, 0, 0) = pixels.view()(0, 0, 0, 1) = std::nanf("");
    const TiledImage after =
        flood_fill(TiledImage::from_tensor(pixels.view()), {.colour = {1, 1, 1}}, 0, 0, 0.5f);
    EXPECT_EQ(after.pixel(0, 0, 1), 1);
    EXPECT_EQ(after.pixel(0, 0, 2), 0);
}

TEST(FloodFill, OutsideThePictureFillsNothing) {
    const TiledImage start(8, 8, 3);
    for (const auto& [x, y] : {std::pair{-1, 0}, {0, -1}, {8, 0}, {0, 8}})
        EXPECT_TRUE(flood_fill(start, kRed, x, y, 1).shares_all_tiles(start));
}

/// One pixel after the other.
TiledImage plain_fill(const TiledImage& start, int x, int y, float tolerance) {
    TiledImage filled(start.shape().w, start.shape().h, 1);
    Tensor mask(Shape{1, 1, start.shape().h, start.shape().w});
    std::deque<std::pair<int, int>> queue{{x, y}};
    while (!queue.empty()) {
        const auto [px, py] = queue.front();
        queue.pop_front();
        if (!start.shape().plane().contains(px, py) || mask.view()(0, 0, py, px) == 1) continue;
        if (std::abs(start.pixel(0, py, px) - start.pixel(0, y, x)) > tolerance) continue;
        mask.view()(0, 0, py, px) = 1;
        for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}})
            queue.emplace_back(px + dx, py + dy);
    }
    return TiledImage::from_tensor(mask.view());
}

TEST(FloodFill, AgreesWithThePlainOneAcrossTiles) {
    Random random(5);
    for (int round = 0; round < 12; ++round) {
        const int w = 1 + random.below(200), h = 1 + random.below(200);
        const int levels = 2 + random.below(3);
        Tensor pixels(Shape{1, 1, h, w});
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x)
                pixels.view()(0, 0, y, x) = random.below(levels) == 0 ? 0.0f : 0.5f;
        const TiledImage start = TiledImage::from_tensor(pixels.view());
        const int x = random.below(w), y = random.below(h);
        const TiledImage mask = plain_fill(start, x, y, 0);
        const TiledImage after = flood_fill(start, {.colour = {0.9f, 0.9f, 0.9f}}, x, y, 0);
        for (int row = 0; row < h; ++row)
            for (int column = 0; column < w; ++column)
                ASSERT_EQ(after.pixel(0, row, column) != start.pixel(0, row, column),
                          mask.pixel(0, row, column) == 1)
                    << round << ": " << column << " " << row;
    }
}

TEST(FloodFill, FindsItsWayThroughALongMaze) {
    // Corridors to and fro, open at alternate ends.
    constexpr int kSide = 321;
    Tensor pixels(Shape{1, 1, kSide, kSide});
    for (int y = 1; y < kSide; y += 2)
        for (int x = 0; x < kSide; ++x)
            pixels.view()(0, 0, y, x) = x == (y % 4 == 1 ? kSide - 1 : 0) ? 0.0f : 1.0f;
    const TiledImage start = TiledImage::from_tensor(pixels.view());
    const TiledImage after = flood_fill(start, {.colour = {0.5f, 0.5f, 0.5f}}, 0, 0, 0);
    EXPECT_EQ(after.pixel(0, kSide - 1, 5), 0.5f);
    EXPECT_EQ(after.pixel(0, 1, 0), 1);
}

TEST(FloodFill, AnEmptyPictureOfAnySizeTakesOneTileOfMemory) {
    const TiledImage start(8000, 8000, 3);
    const TiledImage after = flood_fill(start, kRed, 4000, 4000, 0);
    EXPECT_EQ(after.pixel(0, 7999, 0), 0.9f);
    EXPECT_EQ(&after.tile(0), &after.tile(7000));
}

}  // namespace
}  // namespace convscope
