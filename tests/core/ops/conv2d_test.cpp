#include "core/ops/conv2d.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace convscope {
namespace {

/// A convolution with its numbers, and what the SIMD kernels make of it.
struct Conv {
    ParamSet params = default_params(*find_op("conv2d"));
    Tensor input, weights, grad_output;
    std::vector<float> bias;

    void set(std::string_view path, int value) {
        params[field_index(*find_op("conv2d"), path)] = value;
    }
    OpInputs inputs() const {
        OpInputs in;
        in.params = params;
        in.input = input.view();
        in.weights = weights.view();
        in.bias = bias;
        in.grad_output = grad_output.view();
        return in;
    }
    Shape output_shape() const {
        return find_op("conv2d")->output_shape(params, input.shape()).value();
    }
    std::vector<float> output(const OpKernels& kernels = conv2d_fast()) const {
        Tensor result(output_shape());
        Scratch scratch;
        kernels.forward(inputs(), result.view(), {}, result.shape().plane(), scratch);
        return to_dense(result.view());
    }
    std::vector<float> grad_input(const OpKernels& kernels = conv2d_fast()) const {
        Tensor result(input.shape());
        Scratch scratch;
        kernels.grad_input(inputs(), result.view(), result.shape().plane(), scratch);
        return to_dense(result.view());
    }
    std::vector<float> grad_weights_part() const {
        std::vector<float> partial(weights.shape().count() +
                                   static_cast<std::size_t>(weights.shape().n));
        Scratch scratch;
        conv2d_fast().grad_weights_part(inputs(), 0, partial, scratch);
        return partial;
    }
};

Conv row_example() {
    Conv conv;
    conv.set("kernel.w", 2);
    conv.set("kernel.h", 1);
    conv.input = from_dense<float>({1, 1, 1, 4}, {1, 2, 4, 8});
    conv.weights = from_dense<float>({1, 1, 1, 2}, {-1, 1});
    conv.grad_output = from_dense<float>({1, 1, 1, 3}, {1, 10, 100});
    return conv;
}

using Numbers = std::vector<float>;

TEST(Conv2d, DoesNotFlipTheFilter) {
    EXPECT_EQ(row_example().output(), (Numbers{1, 2, 4}));
}

TEST(Conv2d, GradientsByHand) {
    const Conv conv = row_example();
    EXPECT_EQ(conv.grad_input(), (Numbers{-1, 1 - 10, 10 - 100, 100}));
    // dL/dG[0], dL/dG[1], dL/dbias.
    EXPECT_EQ(conv.grad_weights_part(), (Numbers{1 + 20 + 400, 2 + 40 + 800, 111}));
}

TEST(Conv2d, BiasIsAddedToEveryOutput) {
    Conv conv = row_example();
    conv.bias = {0.5f};
    EXPECT_EQ(conv.output(), (Numbers{1.5f, 2.5f, 4.5f}));
}

TEST(Conv2d, StrideSkipsAndLeavesUnreadCellsWithoutGradient) {
    Conv conv = row_example();
    conv.set("stride.x", 3);
    conv.input = from_dense<float>({1, 1, 1, 6}, {1, 2, 4, 8, 16, 32});
    conv.grad_output = from_dense<float>({1, 1, 1, 2}, {1, 10});
    EXPECT_EQ(conv.output(), (Numbers{1, 8}));
    EXPECT_EQ(conv.grad_input(), (Numbers{-1, 1, 0, -10, 10, 0}));
}

TEST(Conv2d, PaddingIsZeros) {
    Conv conv = row_example();
    conv.set("pad.x", 1);
    conv.grad_output = from_dense<float>({1, 1, 1, 5}, {1, 1, 1, 1, 1});
    EXPECT_EQ(conv.output(), (Numbers{1, 1, 2, 4, -8}));
    EXPECT_EQ(conv.grad_weights_part(), (Numbers{15, 15, 5}));
}

TEST(Conv2d, DilationSpreadsTheFilter) {
    Conv conv = row_example();
    conv.set("dilation.x", 3);
    EXPECT_EQ(conv.output(), (Numbers{7}));
}

TEST(Conv2d, SumsOverChannelsAndKeepsFiltersApart) {
    Conv conv;
    conv.set("kernel.w", 1);
    conv.set("kernel.h", 1);
    conv.set("filters", 2);
    conv.input = from_dense<float>({1, 2, 1, 2}, {1, 2, 10, 20});
    conv.weights = from_dense<float>({2, 2, 1, 1}, {1, 1, 3, -1});
    conv.grad_output = from_dense<float>({1, 2, 1, 2}, {1, 0, 0, 1});
    EXPECT_EQ(conv.output(), (Numbers{11, 22, -7, -14}));
    EXPECT_EQ(conv.grad_input(), (Numbers{1, 3, 1, -1}));
    EXPECT_EQ(conv.grad_weights_part(), (Numbers{1, 10, 2, 20, 1, 1}));
}

TEST(Conv2d, ZerosAreNeverNegative) {
    Conv conv = row_example();
    conv.input = from_dense<float>({1, 1, 1, 4}, {-0.0f, -0.0f, -1e-30f, 1e-30f});
    conv.weights = from_dense<float>({1, 1, 1, 2}, {0, 1e-30f});
    conv.grad_output = from_dense<float>({1, 1, 1, 3}, {-1e-30f, -1e-30f, -1e-30f});
    conv.bias = {-0.0f};
    for (const OpKernels& kernels : {conv2d_fast(), conv2d_twin()}) {
        for (const float value : conv.output(kernels)) EXPECT_FALSE(std::signbit(value));
        for (const float value : conv.grad_input(kernels)) EXPECT_FALSE(std::signbit(value));
    }
}

TEST(Conv2d, ErrorBoundOfASparseGradientIsSmall) {
    // One cell carries the loss: the bound follows that cell, not the size of the map.
    Conv conv;
    conv.input = Tensor({1, 1, 300, 300});
    conv.weights = Tensor({1, 1, 3, 3});
    conv.grad_output = Tensor({1, 1, 298, 298});
    conv.grad_output.view()(0, 0, 5, 5) = 1;
    const ErrorBounds errors{0, 1, 1e-7, 1};
    const double bound = conv2d_error_bound(conv.inputs(), Quantity::kGradWeights, errors);
    EXPECT_GT(bound, 0);
    EXPECT_LT(bound, 1e-4);
    ErrorBounds with_sums = errors;
    const AbsoluteSum known{.sum = 1, .nonzero = 1};
    with_sums.grad_sums = {&known, 1};
    conv.grad_output.view()(0, 0, 200, 200) = 1e6f;  // Not looked at when the sums are known.
    EXPECT_NEAR(conv2d_error_bound(conv.inputs(), Quantity::kGradWeights, with_sums), bound,
                0.01 * bound);
}

}  // namespace
}  // namespace convscope
