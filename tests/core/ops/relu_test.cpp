#include "core/ops/relu.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace convscope {
namespace {

TEST(Relu, OddValues) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> values = {-2, -1e-30f,    -0.0f,     0,   1e-30f,
                                       3,  -kInfinity, kInfinity, kNan};
    const Shape shape{1, 1, 1, static_cast<int>(values.size())};
    const Tensor input = from_dense(shape, values);
    const Tensor grad_output = from_dense(shape, std::vector<float>(values.size(), 5));
    Tensor output(shape), grad_input(shape);
    OpInputs in;
    in.input = input.view();
    in.grad_output = grad_output.view();
    Scratch scratch;
    relu_fast().forward(in, output.view(), {}, shape.plane(), scratch);
    relu_fast().grad_input(in, grad_input.view(), shape.plane(), scratch);

    std::vector<float> got = to_dense(output.view());
    EXPECT_TRUE(std::isnan(got.back()));
    got.back() = 0;
    EXPECT_EQ(got, (std::vector<float>{0, 0, 0, 0, 1e-30f, 3, 0, kInfinity, 0}));
    EXPECT_FALSE(std::signbit(got[2]));
    // At exactly 0 the gradient stops; through NaN it passes.
    EXPECT_EQ(to_dense(grad_input.view()), (std::vector<float>{0, 0, 0, 0, 5, 5, 0, 5, 5}));
}

TEST(Relu, ABlockedInfiniteGradientIsZero) {
    const Tensor input = from_dense<float>({1, 1, 1, 1}, {-1});
    const Tensor grad_output =
        from_dense<float>({1, 1, 1, 1}, {std::numeric_limits<float>::infinity()});
    OpInputs in;
    in.input = input.view();
    in.grad_output = grad_output.view();
    const Explanation explanation = find_op("relu")->explain(in, Quantity::kGradInput, {}, 0, 9);
    ASSERT_EQ(explanation.terms.size(), 1u);
    EXPECT_FALSE(explanation.terms[0].chosen);
    EXPECT_EQ(replay(explanation), 0.0f);
}

}  // namespace
}  // namespace convscope
