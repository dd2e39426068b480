#include "tests/app/gpu/gpu_fixture.hpp"

namespace convscope::app {
namespace {

class UploadTest : public GpuTest {
  protected:
    /// Draws the whole map and returns how many bytes that uploaded.
    std::int64_t draw(const Map& map, float width = 320, float height = 240) {
        const Shape s = map.values.shape();
        const std::int64_t before = gpu->uploaded_bytes();
        frame([&](ImDrawList* list) {
            gpu->draw_heat_map(
                list, "map", map, 0,
                {0, 0, width, height, 0, 0, static_cast<float>(s.w), static_cast<float>(s.h)},
                {&colour_map("grey"), 0, 1});
        });
        return gpu->uploaded_bytes() - before;
    }
};

TEST_F(UploadTest, SendsOnlyTilesWhoseVersionChanged) {
    Map map = make_map(Tensor({1, 1, 150, 200}));  // 4 x 3 tiles
    EXPECT_EQ(draw(map), 200 * 150 * 4);
    EXPECT_EQ(draw(map), 0);

    map.values.view()(0, 0, 70, 130) = 1;  // tile 2, 1
    map.values.view()(0, 0, 10, 10) = 1;   // its tile's version stays: not to be sent
    map.tile_versions[4 + 2] = 2;
    EXPECT_EQ(draw(map), 64 * 64 * 4);
    EXPECT_EQ(pixel(static_cast<int>(130.5 * 1.6), static_cast<int>(70.5 * 1.6)),
              (Colour{255, 255, 255}));
    EXPECT_EQ(pixel(static_cast<int>(10.5 * 1.6), static_cast<int>(10.5 * 1.6)), (Colour{0, 0, 0}));

    map.tile_versions[11] = 3;  // the corner tile: 8 x 22
    EXPECT_EQ(draw(map), 8 * 22 * 4);
}

TEST_F(UploadTest, AnotherShapeIsSentWhole) {
    EXPECT_EQ(draw(make_map(Tensor({1, 1, 10, 20}))), 10 * 20 * 4);
    EXPECT_EQ(draw(make_map(Tensor({1, 1, 20, 10}))), 10 * 20 * 4);
}

TEST_F(UploadTest, AShrunkMapSendsOnlyWhatIsSeen) {
    const Map map = make_map(Tensor({1, 1, 480, 640}));
    EXPECT_EQ(draw(map, 160, 120), 160 * 120 * 4);
    EXPECT_EQ(draw(map, 160, 120), 0);
}

TEST_F(UploadTest, ATextureNotDrawnForLongIsForgotten) {
    const Map map = make_map(Tensor({1, 1, 10, 20}));
    draw(map);
    for (int i = 0; i < 400; ++i) gpu->begin_frame(1);
    EXPECT_EQ(draw(map), 10 * 20 * 4);
}

}  // namespace
}  // namespace convscope::app
