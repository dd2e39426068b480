#include "app/views/matrix_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace convscope::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<float> numbers(const Result<Tensor>& matrix) {
    return to_dense(matrix.value().view());
}

TEST(ParseMatrix, ReadsWhatNumPyPrintsAndWhatOneWrites) {
    for (const char* text : {"[[-1.  0.5  1. ]\n [ 2.  0.   3. ]]", "[[-1, 0.5, 1], [2, 0, 3]]",
                             "array([[-1. ,  0.5,  1. ],\n       [ 2. ,  0. ,  3. ]])",
                             "array([[-1, 1/2, 1], [2, 0, 3]], dtype=float32)", "-1 0.5 1\n2 0 3\n",
                             "-1,0.5,1\r\n2,0,3", "-1\t0.5\t1\n2\t0\t3", "-1 0.5 1; 2 0 3"}) {
        const auto matrix = parse_matrix(text);
        ASSERT_TRUE(matrix) << text << ": " << matrix.error().text();
        EXPECT_EQ(matrix->view().shape(), (Shape{1, 1, 2, 3})) << text;
        EXPECT_THAT(numbers(matrix), ElementsAre(-1, 0.5f, 1, 2, 0, 3)) << text;
    }
}

TEST(ParseMatrix, ReadsSeveralChannels) {
    for (const char* text : {"[[[1, 2]], [[3, 4]]]", "[[[1 2]]\n\n [[3 4]]]", "1 2\n\n3 4\n",
                             "[[[[1, 2]], [[3, 4]]]]"}) {
        const auto matrix = parse_matrix(text);
        ASSERT_TRUE(matrix) << text << ": " << matrix.error().text();
        EXPECT_EQ(matrix->view().shape(), (Shape{1, 2, 1, 2})) << text;
        EXPECT_THAT(numbers(matrix), ElementsAre(1, 2, 3, 4)) << text;
    }
}

TEST(ParseMatrix, ReadsOneRow) {
    EXPECT_EQ(parse_matrix("[1, 2, 3]")->view().shape(), (Shape{1, 1, 1, 3}));
    EXPECT_EQ(parse_matrix("7")->view().shape(), (Shape{1, 1, 1, 1}));
}

TEST(ParseMatrix, SaysWhichRowIsWrong) {
    EXPECT_THAT(parse_matrix("[[1, 2, 3], [4, 5]]").error().text(), HasSubstr("row 2"));
    EXPECT_THAT(parse_matrix("1 2\n3 x\n").error().text(), HasSubstr("'x'"));
    EXPECT_THAT(parse_matrix("1 2\n3 x\n").error().text(), HasSubstr("row 2"));
    EXPECT_THAT(parse_matrix("[[1, nan]]").error().text(), HasSubstr("'nan'"));
    EXPECT_THAT(parse_matrix("[[[1], [2]], [[3]]]").error().text(), HasSubstr("channel 2"));
    EXPECT_THAT(parse_matrix(" \n").error().text(), HasSubstr("no number"));
    EXPECT_THAT(parse_matrix("[]").error().text(), HasSubstr("no number"));
    EXPECT_THAT(parse_matrix("[[1, 2]").error().text(), HasSubstr("bracket"));
    EXPECT_FALSE(parse_matrix(std::string(2 << 20, '1')));
    EXPECT_LT(parse_matrix(std::string(5000, 'x')).error().text().size(), 200u);
}

TEST(MatrixText, ReadsBackToTheSameBits) {
    const std::vector<float> values{-0.25f, 1e-30f, 3, 0.1f, 1.0f / 3, -7, 0, 2.5f};
    const Tensor weights = from_dense(Shape{1, 2, 2, 2}, values);
    const auto again = parse_matrix(matrix_text(weights.view(), 0));
    ASSERT_TRUE(again);
    EXPECT_TRUE(same_bits(weights.view(), again->view()));
}

TEST(MatrixText, WritesOneChannelAsAMatrix) {
    const Tensor weights =
        from_dense(Shape{2, 1, 2, 2}, std::vector<float>{9, 9, 9, 9, 1, 2, 3, 4});
    EXPECT_EQ(matrix_text(weights.view(), 1), "[[1, 2],\n [3, 4]]");
}

}  // namespace
}  // namespace convscope::app
