#include "core/io/image_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/io/npy.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

/// The small pictures of tests/core/io/data show r = 40x, g = 60y, b = 10x + 20y.
float expected_color(int c, int y, int x) {
    const int samples[] = {40 * x, 60 * y, 10 * x + 20 * y};
    return static_cast<float>(samples[c]) / 255.0f;
}

class ColorPicture : public ::testing::TestWithParam<const char*> {};

TEST_P(ColorPicture, HasThePixelsThatWereWritten) {
    const auto image = read_image_file(test_data(GetParam()));
    ASSERT_TRUE(image) << image.error().text();
    ASSERT_EQ(image->shape(), (Shape{1, 3, 3, 5}));
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 5; ++x)
                EXPECT_EQ(image->pixel(c, y, x), expected_color(c, y, x)) << c << y << x;
}

INSTANTIATE_TEST_SUITE_P(Formats, ColorPicture,
                         ::testing::Values("rgb.png", "rgb_interlaced.png", "palette.png",
                                           "rgba.png", "rgb.bmp", "palette.bmp", "rgb.gif",
                                           "animated.gif"));

TEST(ReadImage, GreyBecomesThreeEqualChannels) {
    const auto image = read_image_file(test_data("grey.png"));
    ASSERT_TRUE(image);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 5; ++x)
                EXPECT_EQ(image->pixel(c, y, x), static_cast<float>(40 * x + 30 * y) / 255.0f);
}

TEST(ReadImage, SixteenBitsKeepTheirPrecision) {
    const auto image = read_image_file(test_data("grey16.png"), 1);
    ASSERT_TRUE(image);
    for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 5; ++x)
            EXPECT_EQ(image->pixel(0, y, x), static_cast<float>(10000 * x + 7000 * y) / 65535.0f);
}

TEST(ReadImage, ColorBecomesGreyByTheMean) {
    const auto image = read_image_file(test_data("rgb.png"), 1);
    ASSERT_TRUE(image);
    ASSERT_EQ(image->shape(), (Shape{1, 1, 3, 5}));
    const float mean =
        (expected_color(0, 2, 3) + expected_color(1, 2, 3) + expected_color(2, 2, 3)) / 3.0f;
    EXPECT_EQ(image->pixel(0, 2, 3), mean);
}

TEST(ReadImage, JpegBaselineAndProgressive) {
    for (const char* name : {"gradient.jpg", "progressive.jpg"}) {
        const auto image = read_image_file(test_data(name));
        ASSERT_TRUE(image) << image.error().text();
        ASSERT_EQ(image->shape(), (Shape{1, 3, 16, 16}));
        // Red at the top, blue at the bottom, as closely as JPEG keeps it.
        EXPECT_NEAR(image->pixel(0, 0, 8), 1, 0.06);
        EXPECT_NEAR(image->pixel(2, 0, 8), 0, 0.06);
        EXPECT_NEAR(image->pixel(0, 15, 8), 0, 0.06);
        EXPECT_NEAR(image->pixel(2, 15, 8), 1, 0.06);
    }
    EXPECT_TRUE(read_image_file(test_data("grey.jpg")));
}

TEST(ReadImage, EveryTileOfALargePicture) {
    const TempFolder folder;
    Tensor pixels(Shape{1, 1, 130, 200});
    for (int y = 0; y < 130; ++y)
        for (int x = 0; x < 200; ++x)
            pixels.view()(0, 0, y, x) = static_cast<float>((7 * x + 3 * y) % 256) / 255.0f;
    ASSERT_TRUE(write_png(folder / "large.png", pixels.view()));
    const auto image = read_image_file(folder / "large.png", 1);
    ASSERT_TRUE(image) << image.error().text();
    EXPECT_EQ(to_dense(image->to_tensor().view()), to_dense(pixels.view()));
}

TEST(ReadImage, NpyLayouts) {
    const TempFolder folder;
    const auto write = [&](std::vector<int> shape, std::vector<float> values) {
        EXPECT_TRUE(write_npy(folder / "p.npy", shape, values));
        return read_image_file(folder / "p.npy", 3);
    };
    const std::vector<float> twelve = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    const auto planar = write({3, 2, 2}, twelve);
    ASSERT_TRUE(planar);
    EXPECT_EQ(planar->pixel(1, 0, 1), 5.0f);
    const auto with_n = write({1, 3, 2, 2}, twelve);
    ASSERT_TRUE(with_n);
    EXPECT_EQ(with_n->pixel(2, 1, 1), 11.0f);
    const auto interleaved = write({2, 2, 3}, twelve);
    ASSERT_TRUE(interleaved);
    EXPECT_EQ(interleaved->pixel(1, 1, 0), 7.0f);
    const auto grey = write({3, 4}, twelve);
    ASSERT_TRUE(grey);
    EXPECT_EQ(grey->shape(), (Shape{1, 3, 3, 4}));
    EXPECT_EQ(grey->pixel(2, 2, 0), 8.0f);
    EXPECT_FALSE(write({12}, twelve));
    EXPECT_FALSE(write({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_FALSE(write({2, 1, 2, 3}, twelve));
    EXPECT_FALSE(write({0, 4}, {}));
}

TEST(ReadImage, NpyBytesAreScaledAndFloatsAreNot) {
    const std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2), }\n";
    std::string file = std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size()) + '\0' +
                       header + "\x33\xff";
    const auto image = read_image(as_bytes(file), "bytes.npy", 1);
    ASSERT_TRUE(image) << image.error().text();
    EXPECT_EQ(image->pixel(0, 0, 0), 0.2f);
    EXPECT_EQ(image->pixel(0, 0, 1), 1.0f);
}

TEST(WritePng, RoundsAndClamps) {
    const TempFolder folder;
    Tensor pixels(Shape{1, 1, 1, 4});
    const float values[] = {-3, 0.5f, 7, std::numeric_limits<float>::quiet_NaN()};
    std::copy_n(values, 4, pixels.view().row(0, 0, 0));
    ASSERT_TRUE(write_png(folder / "p.png", pixels.view()));
    const auto image = read_image_file(folder / "p.png", 1);
    ASSERT_TRUE(image);
    EXPECT_EQ(to_dense(image->to_tensor().view()), (std::vector<float>{0, 128.0f / 255.0f, 1, 0}));
}

TEST(WritePng, RefusesWhatIsNoPicture) {
    const TempFolder folder;
    EXPECT_FALSE(write_png(folder / "p.png", Tensor(Shape{1, 2, 2, 2}).view()));
    EXPECT_FALSE(write_png(folder / "p.png", Tensor(Shape{2, 3, 2, 2}).view()));
    EXPECT_FALSE(write_png(folder / "missing/p.png", Tensor(Shape{1, 3, 2, 2}).view()));
}

}  // namespace
}  // namespace convscope
