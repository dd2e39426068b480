#include "core/io/pnm.hpp"

#include <gtest/gtest.h>

#include "core/io/image_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

using Floats = std::vector<float>;

Floats read(std::string_view file, Shape shape) {
    const auto pixels = read_pnm(as_bytes(file));
    EXPECT_TRUE(pixels) << pixels.error().text();
    if (!pixels) return {};
    EXPECT_EQ(pixels->shape(), shape);
    return to_dense(pixels->view());
}

TEST(Pnm, TextFormats) {
    EXPECT_EQ(read("P1\n# a comment\n3 2\n1 0 1\n010", {1, 1, 2, 3}), (Floats{0, 1, 0, 1, 0, 1}));
    EXPECT_EQ(read("P2 2 1 4\n1 # half\n 4", {1, 1, 1, 2}), (Floats{0.25f, 1}));
    EXPECT_EQ(read("P3\n1 2\n2\n0 1 2\n2 1 0", {1, 3, 2, 1}), (Floats{0, 1, 0.5f, 0.5f, 1, 0}));
}

TEST(Pnm, BinaryFormats) {
    // Ten columns: the second byte of a row is padded.
    EXPECT_EQ(read(std::string_view("P4\n10 1\n\x80\x40", 10), {1, 1, 1, 10}),
              (Floats{0, 1, 1, 1, 1, 1, 1, 1, 1, 0}));
    EXPECT_EQ(read(std::string_view("P5 2 1 255\n\x00\xff", 13), {1, 1, 1, 2}), (Floats{0, 1}));
    EXPECT_EQ(read(std::string_view("P5 1 1 1023\n\x03\xff", 14), {1, 1, 1, 1}), (Floats{1}));
    EXPECT_EQ(read(std::string_view("P6 1 1 2\n\x00\x01\x02", 12), {1, 3, 1, 1}),
              (Floats{0, 0.5f, 1}));
}

TEST(Pnm, ThroughThePictureReader) {
    const auto image = read_image(as_bytes("P2 2 1 4\n1 4"), "grey.pgm", 3);
    ASSERT_TRUE(image);
    EXPECT_EQ(image->shape(), (Shape{1, 3, 1, 2}));
    for (int c = 0; c < 3; ++c) EXPECT_EQ(image->pixel(c, 0, 0), 0.25f);
}

TEST(Pnm, RefusesDamagedFiles) {
    const std::string_view files[] = {"P2",
                                      "P2 ",
                                      "P2 2",
                                      "P2 2 2 1",
                                      "P2 0 2 1\n",
                                      "P2 2 2 0\n",
                                      "P2 2 2 70000\n",
                                      "P2 1 1 4\n5",
                                      "P2 1 1 4\nx",
                                      "P1 2 1\n2 0",
                                      "P5 2 2 255\nabc",
                                      "P6 99999 99999 255\n",
                                      "P6 16384 16384 255\n",
                                      "P3 16000 4000 255\n1 2 3",
                                      "P2 -1 1 1\n0",
                                      "P2 999999999 1 1\n0",
                                      "P4 9 1\n\x01"};
    for (const std::string_view file : files) EXPECT_FALSE(read_pnm(as_bytes(file))) << file;
}

}  // namespace
}  // namespace convscope
