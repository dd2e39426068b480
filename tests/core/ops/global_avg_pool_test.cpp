#include "core/ops/global_avg_pool.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace convscope {
namespace {

Tensor mean_of(const Tensor& input, const OpKernels& kernels) {
    const Shape shape = input.shape();
    Tensor output(Shape{shape.n, shape.c, 1, 1});
    OpInputs in;
    in.input = input.view();
    Scratch scratch;
    kernels.forward(in, output.view(), {}, {0, 0, 1, 1}, scratch);
    return output;
}

TEST(GlobalAvgPool, IsTheMeanOfEachChannelAndSample) {
    const Tensor input = from_dense(
        {2, 2, 1, 4}, std::vector<float>{1, 2, 3, 6, 0, 0, 0, 1, 4, 4, 4, 4, -1, 1, -3, 3});
    const Tensor output = mean_of(input, global_avg_pool_fast());
    EXPECT_EQ(to_dense(output.view()), (std::vector<float>{3, .25f, 4, 0}));
}

TEST(GlobalAvgPool, EveryCellHasTheSameShareOfTheGradient) {
    const Tensor input(Shape{1, 2, 2, 4});
    const Tensor grad_output = from_dense({1, 2, 1, 1}, std::vector<float>{8, -2});
    Tensor grad_input(input.shape());
    OpInputs in;
    in.input = input.view();
    in.grad_output = grad_output.view();
    Scratch scratch;
    global_avg_pool_fast().grad_input(in, grad_input.view(), input.shape().plane(), scratch);
    std::vector<float> expected(8, 1.0f);
    expected.resize(16, -.25f);
    EXPECT_EQ(to_dense(grad_input.view()), expected);
}

TEST(GlobalAvgPool, StaysAccurateOnLargeMaps) {
    // One after the other, a million floats lose digits; the blocks do not.
    const Shape shape{1, 1, 1000, 1000};
    Tensor input(shape);
    for (int y = 0; y < shape.h; ++y)
        for (int x = 0; x < shape.w; ++x) input.view()(0, 0, y, x) = 0.1f;
    const Tensor output = mean_of(input, global_avg_pool_fast());
    EXPECT_NEAR(output.view()(0, 0, 0, 0), 0.1f, 5e-7f);
    EXPECT_TRUE(same_bits(output.view(), mean_of(input, global_avg_pool_twin()).view()));
}

TEST(GlobalAvgPool, AChangeAnywhereReachesItsOnlyCell) {
    const OpInfo& op = *find_op("global_avg_pool");
    const Shape input{1, 3, 500, 700};
    EXPECT_EQ(op.output_rect({}, {699, 499, 700, 500}, input), (Rect{0, 0, 1, 1}));
    EXPECT_EQ(op.input_rect({}, {0, 0, 1, 1}, input), input.plane());
}

}  // namespace
}  // namespace convscope
