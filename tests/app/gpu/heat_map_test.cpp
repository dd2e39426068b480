#include <cmath>
#include <limits>
#include <set>

#include "tests/app/gpu/gpu_fixture.hpp"

namespace convscope::app {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

class HeatMapTest : public GpuTest {
  protected:
    static constexpr int kCell = 16;  // pixels

    /// Every cell of channel 0 as kCell x kCell pixels, from the corner of the picture.
    void draw(const Map& map, const ColourScale& scale, float opacity = 1) {
        const Shape s = map.values.shape();
        const auto w = static_cast<float>(s.w), h = static_cast<float>(s.h);
        const MapPlacement place{0, 0, w * kCell, h * kCell, 0, 0, w, h};
        frame([&](ImDrawList* list) {
            gpu->draw_heat_map(list, "map", map, 0, place, scale, {.opacity = opacity});
        });
    }
    Colour cell(int x, int y) const { return pixel(x * kCell + kCell / 2, y * kCell + kCell / 2); }
    int colours_in_cell(int x, int y) const {
        std::set<std::uint32_t> colours;
        for (int j = 0; j < kCell; ++j)
            for (int i = 0; i < kCell; ++i)
                colours.insert(pixel(x * kCell + i, y * kCell + j).packed());
        return static_cast<int>(colours.size());
    }
};

TEST_F(HeatMapTest, ShaderAndProcessorAgreeOnEveryMap) {
    Tensor values({1, 1, 12, 20});
    for (int i = 0; i < 240; ++i)
        values.view()(0, 0, i / 20, i % 20) = 1.3f * (static_cast<float>(i) / 239 * 2 - 1);
    const Map map = make_map(std::move(values));
    for (const ColourMap& colours : colour_maps()) {
        const ColourScale scale{&colours, -1.3f, 1.3f};
        draw(map, scale);
        for (int i = 0; i < 240; ++i)
            ASSERT_TRUE(
                near(cell(i % 20, i / 20), scale.colour(map.values.view()(0, 0, i / 20, i % 20))))
                << colours.id << ", cell " << i;
    }
}

TEST_F(HeatMapTest, CellsHaveSharpBorders) {
    const Map map = make_map(from_dense<float>({1, 1, 1, 3}, {1, -1, 0}));
    const ColourScale scale{&colour_map("diverging_light"), -1, 1};
    draw(map, scale);
    for (int y = 0; y < kCell; ++y)
        for (int x = 0; x < 3 * kCell; ++x)
            ASSERT_TRUE(near(pixel(x, y), scale.colour(map.values.view()(0, 0, 0, x / kCell))))
                << x << ' ' << y;
    EXPECT_EQ(pixel(3 * kCell, 0), kGround);
    EXPECT_EQ(pixel(0, kCell), kGround);
}

TEST_F(HeatMapTest, ShowsTheChannelAndThePartAskedFor) {
    Tensor values({1, 2, 4, 6});
    values.view()(0, 1, 2, 3) = 1;
    const Map map = make_map(std::move(values));
    const ColourScale scale{&colour_map("grey"), 0, 1};
    frame([&](ImDrawList* list) {
        gpu->draw_heat_map(list, "map", map, 1, {100, 50, 140, 90, 2, 1, 4, 3}, scale);
    });
    EXPECT_EQ(pixel(110, 60), (Colour{0, 0, 0}));        // cell 2, 1
    EXPECT_EQ(pixel(130, 80), (Colour{255, 255, 255}));  // cell 3, 2
    EXPECT_EQ(pixel(99, 60), kGround);
}

TEST_F(HeatMapTest, ClippedAndOddCellsAreHatchedAndOthersAreNot) {
    const Map map = make_map(
        from_dense<float>({1, 1, 1, 8}, {1, -1, 1.001f, -1.001f, kNan, kInfinity, -kInfinity, 0}));
    draw(map, {&colour_map("diverging_dark"), -1, 1});
    for (const int x : {0, 1, 7}) EXPECT_EQ(colours_in_cell(x, 0), 1) << x;
    for (const int x : {2, 3, 4, 5, 6}) EXPECT_EQ(colours_in_cell(x, 0), 2) << x;
}

TEST_F(HeatMapTest, EverythingZeroIsNeutral) {
    const Map map = make_map(Tensor({1, 1, 2, 2}));
    draw(map, {&colour_map("diverging_dark"), 0, 0});
    EXPECT_TRUE(near(cell(1, 1), sample(colour_map("diverging_dark"), 0.5f)));
}

// The ends are so close that the factor to the stops is beyond any float: infinity times zero must
// not become a colour.
TEST_F(HeatMapTest, AScaleTooNarrowForFloatsIsNeutral) {
    const ColourMap& colours = colour_map("diverging_dark");
    const Map map = make_map(from_dense<float>({1, 1, 1, 2}, {0, 1e-40f}));
    const ColourScale scale{&colours, -1e-40f, 1e-40f};
    draw(map, scale);
    for (const int x : {0, 1}) {
        EXPECT_TRUE(near(cell(x, 0), sample(colours, 0.5f))) << x;
        EXPECT_EQ(scale.colour(map.values.view()(0, 0, 0, x)), sample(colours, 0.5f)) << x;
    }
}

TEST_F(HeatMapTest, AScaleWiderThanAnyFloatHasItsZeroInTheMiddle) {
    const ColourMap& colours = colour_map("diverging_light");
    const Map map = make_map(from_dense<float>({1, 1, 1, 1}, {0}));
    const ColourScale scale{&colours, -2e38f, 2e38f};
    draw(map, scale);
    EXPECT_TRUE(near(cell(0, 0), sample(colours, 0.5f)));
    EXPECT_EQ(scale.colour(0), sample(colours, 0.5f));
}

TEST_F(HeatMapTest, ASingleNanIsMarkedWhereManyCellsShareAPixel) {
    Tensor values({1, 1, 90, 90});
    for (int y = 40; y < 50; ++y)
        for (int x = 40; x < 50; x += 3) values.view()(0, 0, y, x) = kNan;
    const Map map = make_map(std::move(values));
    frame([&](ImDrawList* list) {
        gpu->draw_heat_map(list, "map", map, 0, {0, 0, 30, 30, 0, 0, 90, 90},
                           {&colour_map("diverging_dark"), -1, 1});
    });
    EXPECT_EQ(pixel(2, 2), pixel(27, 27));
    EXPECT_NE(pixel(15, 15), pixel(2, 2));
}

TEST_F(HeatMapTest, AMapLargerThanTheDriversTexturesIsDrawnCoarser) {
    gpu.emplace(64);
    Tensor values({1, 1, 100, 200});
    values.view()(0, 0, 50, 130) = 1;
    const Map map = make_map(std::move(values));
    const ColourScale scale{&colour_map("diverging_light"), -1, 1};
    frame([&](ImDrawList* list) {
        gpu->draw_heat_map(list, "map", map, 0, {0, 0, 200, 100, 0, 0, 200, 100}, scale);
    });
    EXPECT_EQ(gpu->uploaded_bytes(), 50 * 25 * 4);
    EXPECT_TRUE(near(pixel(130, 50), scale.colour(1)));
    EXPECT_TRUE(near(pixel(124, 50), scale.colour(0)));
    EXPECT_TRUE(near(pixel(199, 99), scale.colour(0)));
}

TEST_F(HeatMapTest, OpacityMixesWithTheGround) {
    const Map map = make_map(from_dense<float>({1, 1, 1, 1}, {1}));
    draw(map, {&colour_map("grey"), 0, 1}, 0.4f);
    EXPECT_TRUE(near(cell(0, 0), {108, 114, 120}, 2));
}

// 300 columns on 20 to 250 pixels: whatever the factor, a line one cell wide is seen, and in its
// own colour.
TEST_F(HeatMapTest, AnEdgeOneCellWideNeverDisappears) {
    const ColourScale scale{&colour_map("diverging_light"), -1, 1};
    for (const int line : {0, 1, 77, 150, 298, 299}) {
        Tensor values({1, 1, 9, 300});
        for (int y = 0; y < 9; ++y) values.view()(0, 0, y, line) = -1;
        const Map map = make_map(std::move(values));
        for (const float width : {20.f, 63.f, 101.f, 199.f, 250.f}) {
            frame([&](ImDrawList* list) {
                gpu->draw_heat_map(list, "line " + std::to_string(line), map, 0,
                                   {10, 0, 10 + width, 9, 0, 0, 300, 9}, scale);
            });
            int seen = 0;
            for (int x = 10; x < 10 + static_cast<int>(width); ++x)
                seen += near(pixel(x, 4), scale.colour(-1)) ? 1 : 0;
            EXPECT_GE(seen, 1) << "line at " << line << ", drawn " << width << " wide";
            EXPECT_LE(seen, 2) << "line at " << line << ", drawn " << width << " wide";
        }
    }
}

}  // namespace
}  // namespace convscope::app
