#include "core/ops/flatten.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace convscope {
namespace {

TEST(Flatten, ListsCellsByChannelRowAndColumn) {
    const Shape shape{2, 3, 2, 4};
    std::vector<float> values(shape.count());
    std::iota(values.begin(), values.end(), 1.0f);
    const Tensor input = from_dense(shape, values);
    const Shape list = find_op("flatten")->output_shape({}, shape).value();
    EXPECT_EQ(list, (Shape{2, 1, 24, 1}));
    Tensor output(list), back(shape);
    OpInputs in;
    in.input = input.view();
    Scratch scratch;
    flatten_kernels().forward(in, output.view(), {}, list.plane(), scratch);
    EXPECT_EQ(to_dense(output.view()), values);
    in.grad_output = output.view();
    flatten_kernels().grad_input(in, back.view(), shape.plane(), scratch);
    EXPECT_EQ(to_dense(back.view()), values);
}

TEST(Flatten, RectanglesAreTight) {
    const OpInfo& op = *find_op("flatten");
    const Shape input{1, 2, 5, 10};
    EXPECT_EQ(op.input_rect({}, {0, 13, 1, 17}, input), (Rect{3, 1, 7, 2}));
    EXPECT_EQ(op.input_rect({}, {0, 63, 1, 64}, input), (Rect{3, 1, 4, 2}));
    EXPECT_EQ(op.input_rect({}, {0, 13, 1, 31}, input), (Rect{0, 1, 10, 4}));
    EXPECT_EQ(op.input_rect({}, {0, 49, 1, 51}, input), input.plane());
    EXPECT_EQ(op.output_rect({}, {3, 1, 7, 2}, {1, 1, 5, 10}), (Rect{0, 13, 1, 17}));
}

TEST(Flatten, TooLongAListIsRefused) {
    const OpInfo& op = *find_op("flatten");
    EXPECT_TRUE(op.output_shape({}, {1, 4, 64, 64}));
    const auto refused = op.output_shape({}, {1, 3, 128, 100});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().text(),
              "the map has 38400 numbers (3 x 128 x 100), but a list may have at most 16384: make "
              "it smaller before, with a pool or a larger stride");
    EXPECT_FALSE(op.output_shape({}, {1, 1024, 16384, 16384}));
}

}  // namespace
}  // namespace convscope
