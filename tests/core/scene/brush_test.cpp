#include "core/scene/brush.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

TiledImage grey(int width = 40, int height = 30, int channels = 3) {
    Tensor pixels(Shape{1, channels, height, width});
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y) std::fill_n(pixels.view().row(0, c, y), width, 0.5f);
    return TiledImage::from_tensor(pixels.view());
}

/// Pixels of channel `c` that differ from `before`.
std::vector<std::pair<int, int>> changed_pixels(const TiledImage& before, const TiledImage& after,
                                                int c = 0) {
    std::vector<std::pair<int, int>> changed;
    for (int y = 0; y < before.shape().h; ++y)
        for (int x = 0; x < before.shape().w; ++x)
            if (before.pixel(c, y, x) != after.pixel(c, y, x)) changed.emplace_back(x, y);
    return changed;
}

TiledImage stroke(const TiledImage& start, const Brush& brush,
                  const std::vector<BrushPoint>& path) {
    BrushStroke drawn(start, brush, path.front());
    for (std::size_t i = 1; i < path.size(); ++i) drawn.extend(path[i]);
    return drawn.image();
}

using Pixels = std::vector<std::pair<int, int>>;

TEST(Brush, AOnePixelDotIsOnePixelWhereverInIt) {
    for (const float hardness : {0.0f, 0.5f, 1.0f}) {
        for (const BrushPoint at : {BrushPoint{7.5f, 4.5f}, BrushPoint{7.01f, 4.99f},
                                    BrushPoint{7.97f, 4.0f}, BrushPoint{7, 4}}) {
            const TiledImage after = stroke(grey(), {.diameter_px = 1, .hardness = hardness}, {at});
            EXPECT_EQ(changed_pixels(grey(), after), (Pixels{{7, 4}}));
            EXPECT_EQ(after.pixel(0, 4, 7), 1);
        }
    }
}

TEST(Brush, AOnePixelLineHasNoGapsAndNoWidth) {
    const TiledImage row = stroke(grey(), {.diameter_px = 1}, {{3.2f, 4.1f}, {8.9f, 4.8f}});
    EXPECT_EQ(changed_pixels(grey(), row),
              (Pixels{{3, 4}, {4, 4}, {5, 4}, {6, 4}, {7, 4}, {8, 4}}));
    const TiledImage diagonal = stroke(grey(), {.diameter_px = 1}, {{2.5f, 2.5f}, {5.5f, 5.5f}});
    EXPECT_EQ(changed_pixels(grey(), diagonal), (Pixels{{2, 2}, {3, 3}, {4, 4}, {5, 5}}));
    const TiledImage slope = stroke(grey(), {.diameter_px = 1}, {{1.5f, 1.5f}, {30.5f, 12.5f}});
    std::vector<int> columns(40);
    for (const auto& [x, y] : changed_pixels(grey(), slope))
        ++columns.at(static_cast<std::size_t>(x));
    for (int x = 1; x <= 30; ++x) EXPECT_GE(columns[static_cast<std::size_t>(x)], 1) << x;
}

TEST(Brush, AHardDotIsTheDiscOfPixelCentres) {
    const TiledImage after = stroke(grey(), {.diameter_px = 7}, {{15.5f, 12.5f}});
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 40; ++x) {
            const bool inside = (x - 15) * (x - 15) + (y - 12) * (y - 12) <= 3.5 * 3.5;
            ASSERT_EQ(after.pixel(0, y, x), inside ? 1.0f : 0.5f) << x << " " << y;
        }
}

TEST(Brush, CoverageFallsFromTheHardCoreToTheEdge) {
    const Brush soft{.diameter_px = 10, .hardness = 0.4f};
    EXPECT_EQ(brush_coverage(soft, 0), 1);
    EXPECT_EQ(brush_coverage(soft, 2), 1);
    EXPECT_NEAR(brush_coverage(soft, 3.5f), 0.5, 1e-6);
    EXPECT_EQ(brush_coverage(soft, 5), 0);
    EXPECT_EQ(brush_coverage(soft, 50), 0);
    float last = 1;
    for (float d = 2; d < 5.5f; d += 0.1f) {
        EXPECT_LE(brush_coverage(soft, d), last);
        last = brush_coverage(soft, d);
    }
    EXPECT_EQ(brush_coverage({.diameter_px = 10, .hardness = 1}, 5), 1);
    EXPECT_EQ(brush_coverage({.diameter_px = 10, .hardness = 1}, 5.001f), 0);
}

TEST(Brush, GoingOverAPlaceAgainDoesNotPaintMore) {
    const Brush soft{.diameter_px = 9, .hardness = 0};
    const TiledImage once = stroke(grey(), soft, {{10, 10}, {20, 14}});
    const TiledImage often =
        stroke(grey(), soft, {{10, 10}, {20, 14}, {10, 10}, {20, 14}, {15, 12}});
    EXPECT_TRUE(once.changes_since(often)[0].empty());
}

TEST(Brush, CuttingAStraightPathChangesNoBit) {
    Random random(9);
    for (int round = 0; round < 60; ++round) {
        const Brush brush{.diameter_px = 1.0f + 12 * random.unit(),
                          .hardness = random.unit(),
                          .colour = {random.unit(), random.unit(), random.unit()}};
        const int step_x = random.below(41) - 20, step_y = random.below(41) - 20;
        const int pieces = 2 + random.below(12);
        const auto first_x = static_cast<float>(random.below(2000)) / 16,
                   first_y = static_cast<float>(random.below(1500)) / 16;
        const auto at = [&](int i) {
            return BrushPoint{first_x + static_cast<float>(i * step_x) / 16,
                              first_y + static_cast<float>(i * step_y) / 16};
        };
        std::vector<BrushPoint> cut{at(0)};
        for (int i = 1; i < pieces; ++i)
            if (random.below(2) == 0) cut.push_back(at(i));
        cut.push_back(at(pieces));
        Random pixels(static_cast<std::uint64_t>(round));
        const TiledImage start = examples::random_image(130, 100, 3, pixels);
        const Tensor whole = stroke(start, brush, {at(0), at(pieces)}).to_tensor();
        const Tensor in_pieces = stroke(start, brush, cut).to_tensor();
        if (brush.diameter_px >= 2) {
            ASSERT_EQ(to_dense(whole.view()), to_dense(in_pieces.view())) << "round " << round;
        }
    }
}

TEST(Brush, ImageAtAnyMomentIsTheStrokeSoFar) {
    Random random(10);
    const TiledImage start = examples::random_image(130, 100, 3, random);
    const Brush brush{.diameter_px = 11, .hardness = 0.3f};
    std::vector<BrushPoint> path{{60, 60}};
    BrushStroke live(start, brush, path[0]);
    for (int i = 0; i < 20; ++i) {
        path.push_back({random.unit() * 130, random.unit() * 100});
        live.extend(path.back());
        const Tensor so_far = live.image().to_tensor(),
                     again = stroke(start, brush, path).to_tensor();
        ASSERT_EQ(to_dense(so_far.view()), to_dense(again.view()));
    }
}

TEST(Brush, ManyPointsAtOnceAreTheSameStroke) {
    Random random(12);
    const TiledImage start = examples::random_image(130, 100, 3, random);
    for (const float hardness : {0.3f, 1.0f}) {
        const Brush brush{.diameter_px = 11, .hardness = hardness, .mirrors = {true, true}};
        std::vector<BrushPoint> path;
        for (int i = 0; i < 20; ++i) path.push_back({random.unit() * 130, random.unit() * 100});
        BrushStroke at_once(start, brush, path.front());
        at_once.extend(path);
        EXPECT_TRUE(at_once.image().same_pixels(stroke(start, brush, path)));
    }
}

TEST(Brush, PaintsOnlyTheChosenChannels) {
    const Brush brush{
        .diameter_px = 3, .colour = {0.1f, 0.2f, 0.9f}, .channels = {false, true, false}};
    const TiledImage after = stroke(grey(), brush, {{9.5f, 9.5f}});
    EXPECT_TRUE(changed_pixels(grey(), after, 0).empty());
    EXPECT_FALSE(changed_pixels(grey(), after, 1).empty());
    EXPECT_TRUE(changed_pixels(grey(), after, 2).empty());
    EXPECT_EQ(after.pixel(1, 9, 9), 0.2f);
}

TEST(Brush, AGreyPictureTakesTheMeanOfTheColour) {
    const TiledImage after =
        stroke(grey(20, 20, 1), {.diameter_px = 3, .colour = {0, 0.25f, 0.5f}}, {{9.5f, 9.5f}});
    EXPECT_EQ(after.pixel(0, 9, 9), 0.25f);
}

TEST(Brush, UntouchedTilesStayShared) {
    const TiledImage start(640, 640, 3);
    const TiledImage after = stroke(start, {.diameter_px = 9}, {{30, 30}, {600, 600}});
    int touched = 0;
    for (int i = 0; i < start.tile_count(); ++i) touched += !after.shares_tile(i, start);
    EXPECT_GE(touched, 10);
    EXPECT_LE(touched, 28);
    EXPECT_TRUE(after.shares_tile(9, start));
}

TEST(Brush, PixelsThatItDoesNotCoverKeepTheirBits) {
    const float infinity = std::numeric_limits<float>::infinity();
    Tensor pixels(Shape{1, 1, 20, 20});
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 20; ++x)
            pixels.view()(0, 0, y, x) = (x + y) % 2 == 0 ? infinity : -0.0f;
    const TiledImage start = TiledImage::from_tensor(pixels.view());
    const Brush soft{.diameter_px = 7, .hardness = 0};
    const TiledImage after = stroke(start, soft, {{9.5f, 9.5f}});
    int kept = 0;
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 20; ++x) {
            const float distance = std::hypot(static_cast<float>(x - 9), static_cast<float>(y - 9));
            if (brush_coverage(soft, distance) > 0) continue;
            ++kept;
            EXPECT_EQ(std::bit_cast<std::uint32_t>(after.pixel(0, y, x)),
                      std::bit_cast<std::uint32_t>(start.pixel(0, y, x)))
                << x << " " << y;
        }
    EXPECT_GT(kept, 300);
    EXPECT_EQ(after.pixel(0, 9, 9), 1);
}

TEST(Brush, TilesInWhichNothingChangesStayShared) {
    const Brush brush{.diameter_px = 9, .hardness = 0.3f, .colour = {0.5f, 0.5f, 0.5f}};
    const TiledImage start = grey();
    const TiledImage after = stroke(start, brush, {{10, 10}, {20, 14}});
    EXPECT_TRUE(after.shares_all_tiles(start));
}

TEST(Brush, MirrorImagesAreExactAndPaintNothingTwice) {
    Brush brush{.diameter_px = 7, .hardness = 0.2f};
    for (const Mirrors mirrors : {Mirrors{true, false}, {false, true}, {true, true}}) {
        brush.mirrors = mirrors;
        const TiledImage after = stroke(grey(41, 30), brush, {{5.3f, 4.1f}, {24.7f, 13.2f}});
        ASSERT_FALSE(changed_pixels(grey(41, 30), after).empty());
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 41; ++x) {
                if (mirrors.left_right) {
                    ASSERT_EQ(after.pixel(0, y, x), after.pixel(0, y, 40 - x)) << x << " " << y;
                }
                if (mirrors.up_down) {
                    ASSERT_EQ(after.pixel(0, y, x), after.pixel(0, 29 - y, x)) << x << " " << y;
                }
            }
    }
    brush = {.diameter_px = 1, .mirrors = {true, true}};
    EXPECT_EQ(changed_pixels(grey(), stroke(grey(), brush, {{7.2f, 4.9f}})),
              (Pixels{{7, 4}, {32, 4}, {7, 25}, {32, 25}}));
}

TEST(Brush, PathsOutsideThePictureAndStrangeNumbersDoNoHarm) {
    const float huge = std::numeric_limits<float>::max(), nan = std::nanf("");
    const TiledImage after =
        stroke(grey(), {.diameter_px = 3},
               {{-50, -50}, {-huge, huge}, {huge, 15.5f}, {nan, nan}, {500, 7}});
    EXPECT_EQ(after.shape(), grey().shape());
    const TiledImage everything = stroke(grey(), {.diameter_px = huge}, {{-5, 70}});
    EXPECT_EQ(changed_pixels(grey(), everything).size(), 1200u);
    const TiledImage outside = stroke(grey(), {.diameter_px = 5}, {{-9, 5}, {-9, 20}});
    EXPECT_TRUE(outside.shares_all_tiles(outside));
    EXPECT_TRUE(changed_pixels(grey(), outside).empty());
}

}  // namespace
}  // namespace convscope
