#include "core/scene/gradient.hpp"

#include <gtest/gtest.h>

#include "tests/core/scene/paint_pictures.hpp"

namespace convscope {
namespace {

const Brush kWhite{.colour = {1, 1, 1}};

TEST(Gradient, GoesStraightFromColourToBackgroundAndStopsAtTheEnds) {
    const TiledImage after =
        paint_gradient(TiledImage(8, 3, 3), kWhite, {0, 0, 0}, {2.1f, 0.5f}, {6.9f, 0.2f});
    const float expected[] = {1, 1, 1, 0.75f, 0.5f, 0.25f, 0, 0};
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 8; ++x) EXPECT_EQ(after.pixel(c, y, x), expected[x]) << x;
}

TEST(Gradient, ADiagonalOneIsConstantAcross) {
    const TiledImage after =
        paint_gradient(TiledImage(5, 5, 1), kWhite, {0, 0, 0}, {0.5f, 0.5f}, {4.5f, 4.5f});
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 5; ++x)
            EXPECT_EQ(after.pixel(0, y, x), 1 - static_cast<float>(x + y) / 8) << x << " " << y;
}

TEST(Gradient, KeepsToTheChannelsThatAreOn) {
    Brush red{.colour = {1, 0.5f, 0.5f}, .channels = {true, false, false}};
    const TiledImage after =
        paint_gradient(TiledImage(3, 1, 3), red, {0, 1, 1}, {0.5f, 0.5f}, {2.5f, 0.5f});
    EXPECT_EQ(after.pixel(0, 0, 0), 1);
    EXPECT_EQ(after.pixel(0, 0, 1), 0.5f);
    EXPECT_EQ(after.pixel(1, 0, 1), 0);
}

TEST(Gradient, WithBothEndsInOnePixelPaintsNothing) {
    const TiledImage start(70, 70, 3);
    EXPECT_TRUE(paint_gradient(start, kWhite, {0, 0, 0}, {3.2f, 3.2f}, {3.8f, 3.1f})
                    .shares_all_tiles(start));
}

}  // namespace
}  // namespace convscope
