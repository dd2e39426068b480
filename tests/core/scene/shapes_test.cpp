#include "core/scene/shapes.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/core/scene/paint_pictures.hpp"

namespace convscope {
namespace {

using examples::changed_rows;
using examples::Rows;

const Brush kPen{.diameter_px = 1};

TEST(Shapes, PixelsBetweenIncludeBothEnds) {
    EXPECT_EQ(pixels_between({2.9f, 3.1f}, {5.0f, 4.99f}), (Rect{2, 3, 6, 5}));
    EXPECT_EQ(pixels_between({5.5f, 4.5f}, {2.5f, 3.5f}), (Rect{2, 3, 6, 5}));
    EXPECT_EQ(pixels_between({-0.5f, 0}, {0, 0}), (Rect{-1, 0, 1, 1}));
}

TEST(Shapes, ShiftMakesSquaresAndEightDirections) {
    const auto square = constrained_to_square({2.5f, 2.5f}, {8.5f, 4.5f});
    EXPECT_EQ(pixels_between({2.5f, 2.5f}, square), (Rect{2, 2, 9, 9}));
    const auto left_up = constrained_to_square({5.5f, 5.5f}, {4.5f, 1.5f});
    EXPECT_EQ(pixels_between({5.5f, 5.5f}, left_up), (Rect{1, 1, 6, 6}));
    const auto level = constrained_to_45_degrees({2.5f, 2.5f}, {12.5f, 5.5f});
    EXPECT_EQ(level.y, 2.5f);
    EXPECT_EQ(level.x, 12.5f);
    const auto upright = constrained_to_45_degrees({2.5f, 2.5f}, {3.5f, -9.5f});
    EXPECT_EQ(upright.x, 2.5f);
    const auto aslant = constrained_to_45_degrees({2.5f, 2.5f}, {8.5f, 7.5f});
    EXPECT_EQ(aslant.x - 2.5f, aslant.y - 2.5f);
}

TEST(Shapes, ALineIsTheBrushDrawnStraight) {
    const TiledImage start(9, 5, 1);
    EXPECT_EQ(changed_rows(start, paint_line(start, kPen, {1.5f, 0.5f}, {4.5f, 3.5f})),
              (Rows{".#.......", "..#......", "...#.....", "....#....", "........."}));
    BrushStroke stroke(start, kPen, {1.5f, 0.5f});
    stroke.extend({7.5f, 3.5f});
    EXPECT_TRUE(paint_line(start, kPen, {1.5f, 0.5f}, {7.5f, 3.5f})
                    .changes_since(stroke.image())[0]
                    .empty());
}

TEST(Shapes, RectanglesAreOutlinesOrFilled) {
    const TiledImage start(7, 5, 3);
    EXPECT_EQ(changed_rows(start, paint_rectangle(start, kPen, {1, 1, 6, 4}, false)),
              (Rows{".......", ".#####.", ".#...#.", ".#####.", "......."}));
    EXPECT_EQ(changed_rows(start, paint_rectangle(start, kPen, {1, 1, 6, 4}, true)),
              (Rows{".......", ".#####.", ".#####.", ".#####.", "......."}));
    EXPECT_EQ(
        changed_rows(start, paint_rectangle(start, {.diameter_px = 40}, {-9, 3, 2, 30}, true)),
        (Rows{".......", ".......", ".......", "##.....", "##....."}));
}

TEST(Shapes, EllipsesTouchTheirBox) {
    const TiledImage start(9, 7, 1);
    EXPECT_EQ(changed_rows(start, paint_ellipse(start, kPen, {1, 1, 8, 6}, false)),
              (Rows{".........", "..#####..", ".#.....#.", ".#.....#.", ".#.....#.", "..#####..",
                    "........."}));
    EXPECT_EQ(changed_rows(start, paint_ellipse(start, kPen, {1, 1, 8, 6}, true)),
              (Rows{".........", "..#####..", ".#######.", ".#######.", ".#######.", "..#####..",
                    "........."}));
    EXPECT_EQ(changed_rows(start, paint_ellipse(start, kPen, {2, 3, 7, 4}, false))[3], "..#####..");
    EXPECT_EQ(changed_rows(start, paint_ellipse(start, kPen, {2, 3, 3, 4}, true))[3], "..#......");
}

TEST(Shapes, AnEllipseOfOnePixelHasNoGapsAndIsSymmetric) {
    for (int w = 5; w < 40; w += 3)
        for (int h = 5; h < 40; h += 4) {
            const TiledImage start(w + 2, h + 2, 1);
            const TiledImage drawn = paint_ellipse(start, kPen, {1, 1, w + 1, h + 1}, false);
            const auto rows = changed_rows(start, drawn);
            for (int y = 1; y <= h; ++y) {
                const std::string& row = rows[static_cast<std::size_t>(y)];
                ASSERT_NE(row.find('#'), std::string::npos) << w << " x " << h;
                ASSERT_EQ(row, std::string(row.rbegin(), row.rend())) << w << " x " << h;
                ASSERT_EQ(row, rows[static_cast<std::size_t>(h + 1 - y)]) << w << " x " << h;
            }
            for (int x = 1; x <= w; ++x) {
                bool any = false;
                for (const auto& row : rows) any = any || row[static_cast<std::size_t>(x)] == '#';
                ASSERT_TRUE(any) << w << " x " << h << " column " << x;
            }
            ASSERT_EQ(rows.front().find('#'), std::string::npos);
            ASSERT_EQ(rows.back().find('#'), std::string::npos);
        }
}

TEST(Shapes, AThickEllipseIsARingAboutTheTrueOne) {
    const TiledImage start(100, 100, 1);
    const Brush brush{.diameter_px = 6};
    const TiledImage drawn = paint_ellipse(start, brush, {10, 10, 90, 90}, false);
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) {
            const double distance = std::abs(std::hypot(x + 0.5 - 50, y + 0.5 - 50) - 39.5);
            if (std::abs(distance - 3) < 0.1) continue;
            ASSERT_EQ(drawn.pixel(0, y, x), distance < 3 ? 1.0f : 0.0f) << x << " " << y;
        }
}

TEST(Shapes, AFlatEllipseIsNowhereFarFromTheTrueOne) {
    const TiledImage start(150, 40, 1);
    const TiledImage drawn = paint_ellipse(start, {.diameter_px = 6}, {5, 8, 145, 32}, false);
    constexpr int kPoints = 2000;
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 150; ++x) {
            double nearest = 1000;
            for (int i = 0; i < kPoints; ++i) {
                const double angle = 2 * std::numbers::pi * i / kPoints;
                nearest = std::min(nearest, std::hypot(x + 0.5 - 75 - 69.5 * std::cos(angle),
                                                       y + 0.5 - 20 - 11.5 * std::sin(angle)));
            }
            if (std::abs(nearest - 3) < 0.1) continue;
            ASSERT_EQ(drawn.pixel(0, y, x), nearest < 3 ? 1.0f : 0.0f) << x << " " << y;
        }
}

/// It took nine seconds when every piece of the path painted its tiles.
TEST(Shapes, ALongEllipseWithALargeBrushDoesNotFreeze) {
    const TiledImage start(8000, 64, 3);
    const auto before = std::chrono::steady_clock::now();
    const TiledImage drawn =
        paint_ellipse(start, {.diameter_px = 200, .hardness = 0.5f}, {0, 0, 8000, 2}, false);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(3));
    EXPECT_EQ(drawn.pixel(1, 1, 4000), 1);
}

TEST(Shapes, AreMirroredAndKeepToTheChannels) {
    Brush brush{.diameter_px = 1, .channels = {false, true, false}};
    brush.mirrors = {true, true};
    const TiledImage start(6, 4, 3);
    const TiledImage filled = paint_rectangle(start, brush, {0, 0, 2, 1}, true);
    EXPECT_EQ(changed_rows(start, filled, 1), (Rows{"##..##", "......", "......", "##..##"}));
    EXPECT_EQ(changed_rows(start, filled, 0), (Rows{"......", "......", "......", "......"}));
    EXPECT_EQ(changed_rows(start, paint_line(start, brush, {0.5f, 0.5f}, {1.5f, 1.5f}), 1),
              (Rows{"#....#", ".#..#.", ".#..#.", "#....#"}));
    EXPECT_EQ(changed_rows(start, paint_ellipse(start, brush, {0, 0, 1, 2}, true), 1),
              (Rows{"#....#", "#....#", "#....#", "#....#"}));
}

TEST(Shapes, WholeTilesOfAFilledShapeShareTheirMemory) {
    const TiledImage start(640, 640, 3);
    const TiledImage after = paint_rectangle(start, kPen, {0, 0, 640, 640}, true);
    EXPECT_EQ(&after.tile(0), &after.tile(55));
    const TiledImage again = paint_rectangle(after, kPen, {0, 0, 640, 640}, true);
    EXPECT_TRUE(again.shares_all_tiles(after));
}

TEST(Shapes, PlacesFarOutsideAndStrangeNumbersDoNoHarm) {
    const float huge = std::numeric_limits<float>::max(), nan = std::nanf("");
    const TiledImage start(30, 20, 3);
    for (const bool filled : {false, true}) {
        const Rect box = pixels_between({-huge, -huge}, {huge, nan});
        EXPECT_EQ(paint_rectangle(start, kPen, box, filled).shape(), start.shape());
        EXPECT_EQ(paint_ellipse(start, kPen, pixels_between({-huge, -huge}, {huge, huge}), filled)
                      .shape(),
                  start.shape());
    }
    const TiledImage all =
        paint_ellipse(start, kPen, pixels_between({-huge, -huge}, {huge, huge}), true);
    EXPECT_EQ(all.pixel(2, 19, 29), 1);
}

}  // namespace
}  // namespace convscope
