#include "app/widgets/number_face.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

const std::vector<NumberFace> kFaces{{nullptr, 7, 15}, {nullptr, 9, 19}, {nullptr, 14, 29}};

TEST(NumberFace, GrowsWithTheCell) {
    EXPECT_EQ(largest_face(kFaces, {1, 1, 22, 22}), 0u);
    EXPECT_EQ(largest_face(kFaces, {1, 1, 40, 40}), 1u);
    EXPECT_EQ(largest_face(kFaces, {1, 1, 60, 60}), 2u);
    EXPECT_EQ(largest_face(kFaces, {1, 1, 500, 500}), 2u);
}

TEST(NumberFace, TheLongestNumberFitsWithAMargin) {
    EXPECT_EQ(largest_face(kFaces, {5, 1, 60, 60}), 1u);
    EXPECT_EQ(largest_face(kFaces, {5, 1, 45, 60}), 0u) << "it would touch both sides";
    EXPECT_EQ(largest_face(kFaces, {5, 1, 90, 60}), 2u);
}

TEST(NumberFace, ThreeColoursAreLinesBelowEachOther) {
    EXPECT_EQ(largest_face(kFaces, {3, 3, 60, 58}), 0u);
    EXPECT_EQ(largest_face(kFaces, {3, 3, 60, 64}), 1u);
    EXPECT_EQ(largest_face(kFaces, {3, 3, 100, 100}), 2u);
}

TEST(NumberFace, SignsAreCountedNotBytes) {
    EXPECT_EQ(count_characters("-0.25"), 5);
    EXPECT_EQ(count_characters("≈0"), 2);
    EXPECT_EQ(count_characters("−∞"), 2);
}

}  // namespace
}  // namespace convscope::app
