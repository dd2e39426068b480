#include <limits>
#include <set>

#include "tests/app/gpu/gpu_fixture.hpp"

namespace convscope::app {
namespace {

using PictureTest = GpuTest;

TEST_F(PictureTest, ShowsThreeChannelsAsColourClamped) {
    const Map map = make_map(from_dense<float>({1, 3, 1, 2}, {1, 0.2f,   //
                                                              0.5f, -3,  //
                                                              0, 7}));
    frame([&](ImDrawList* list) {
        gpu->draw_picture(list, "picture", map, {0, 0, 20, 10, 0, 0, 2, 1});
    });
    EXPECT_TRUE(near(pixel(5, 5), {255, 128, 0}));
    EXPECT_TRUE(near(pixel(15, 5), {51, 0, 255}));
}

TEST_F(PictureTest, ShowsOneChannelAsGrey) {
    const Map map = make_map(from_dense<float>({1, 1, 1, 1}, {0.6f}));
    frame([&](ImDrawList* list) {
        gpu->draw_picture(list, "picture", map, {0, 0, 10, 10, 0, 0, 1, 1});
    });
    EXPECT_TRUE(near(pixel(5, 5), {153, 153, 153}));
}

TEST_F(PictureTest, MarksAPixelOfWhichOneChannelIsNoNumber) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    constexpr int kCell = 16;
    for (const float odd : {kNan, kInfinity}) {
        for (int channel = 0; channel < 3; ++channel) {
            Tensor values({1, 3, 1, 2});
            values.view()(0, channel, 0, 1) = odd;
            const Map map = make_map(std::move(values));
            frame([&](ImDrawList* list) {
                gpu->draw_picture(list, std::to_string(odd) + std::to_string(channel), map,
                                  {0, 0, 2 * kCell, kCell, 0, 0, 2, 1});
            });
            std::set<std::uint32_t> number, mark;
            for (int y = 0; y < kCell; ++y)
                for (int x = 0; x < kCell; ++x) {
                    number.insert(pixel(x, y).packed());
                    mark.insert(pixel(kCell + x, y).packed());
                }
            EXPECT_EQ(number.size(), 1u) << odd << ' ' << channel;
            EXPECT_EQ(mark.size(), 2u) << odd << ' ' << channel;
        }
    }
}

TEST_F(PictureTest, LargeNumbersAreNotMarked) {
    const Map map = make_map(from_dense<float>({1, 3, 1, 1}, {2e38f, 2e38f, 2e38f}));
    frame([&](ImDrawList* list) {
        gpu->draw_picture(list, "picture", map, {0, 0, 16, 16, 0, 0, 1, 1});
    });
    EXPECT_EQ(pixel(3, 3), (Colour{255, 255, 255}));
    EXPECT_EQ(pixel(8, 8), (Colour{255, 255, 255}));
}

// A fine checkerboard, drawn smaller by any factor of cells, is the grey that the eye would see.
TEST_F(PictureTest, ShrinksToTheMean) {
    Tensor values({1, 1, 192, 192});
    for (int y = 0; y < 192; ++y)
        for (int x = 0; x < 192; ++x) values.view()(0, 0, y, x) = static_cast<float>((x + y) % 2);
    const Map map = make_map(std::move(values));
    for (const float width : {96.f, 48.f, 64.f, 24.f}) {
        frame([&](ImDrawList* list) {
            gpu->draw_picture(list, "picture", map, {0, 0, width, width, 0, 0, 192, 192});
        });
        const int tolerance = width == 64.f ? 15 : 1;  // 3 x 3 cells have one white more or less
        for (int x = 0; x < static_cast<int>(width); ++x)
            ASSERT_TRUE(near(pixel(x, 7), {128, 128, 128}, tolerance)) << width << ' ' << x;
    }
}

// What the mean hides, single pixels show: only black and white.
TEST_F(PictureTest, SharpOnesAreMadeOfPixelsOfThePicture) {
    Tensor values({1, 1, 192, 192});
    for (int y = 0; y < 192; ++y)
        for (int x = 0; x < 192; ++x) values.view()(0, 0, y, x) = static_cast<float>((x + y) % 2);
    const Map map = make_map(std::move(values));
    frame([&](ImDrawList* list) {
        gpu->draw_picture(list, "picture", map, {0, 0, 75, 75, 0, 0, 192, 192}, {.sharp = true});
    });
    std::set<std::uint32_t> colours;
    for (int x = 0; x < 75; ++x) colours.insert(pixel(x, 7).packed());
    EXPECT_EQ(colours, (std::set{Colour{0, 0, 0}.packed(), Colour{255, 255, 255}.packed()}));
}

TEST_F(PictureTest, GradientsAreColoursAroundGrey) {
    const Map map = make_map(from_dense<float>({1, 3, 1, 2}, {2, 0,   //
                                                              -2, 0,  //
                                                              1, 0}));
    frame([&](ImDrawList* list) {
        gpu->draw_picture(list, "picture", map, {0, 0, 20, 10, 0, 0, 2, 1},
                          {.factor = 0.25f, .offset = 0.5f});
    });
    EXPECT_TRUE(near(pixel(5, 5), {255, 0, 191}));
    EXPECT_TRUE(near(pixel(15, 5), {128, 128, 128}));
}

}  // namespace
}  // namespace convscope::app
