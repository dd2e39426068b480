#include "core/ops/dense.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "core/base/random.hpp"
#include "core/ops/conv2d.hpp"

namespace convscope {
namespace {

Tensor random_tensor(Shape shape, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> values(shape.count());
    for (float& value : values) value = random.unit() - 0.5f;
    return from_dense(shape, values);
}

/// What a layer with weights computes, as lists of numbers.
struct Outcome {
    std::vector<float> output, grad_input, grad_weights;
};

/// `grads`: of the outputs, sample by sample.
Outcome run(const OpInfo& op, const ParamSet& params, const Tensor& input, const Tensor& weights,
            std::span<const float> bias, const std::vector<float>& grads) {
    const Shape shape = op.output_shape(params, input.shape()).value();
    const Tensor grad_output = from_dense(shape, grads);
    Tensor output(shape), grad_input(input.shape());
    const OpInputs in{params, input.view(), weights.view(), bias, grad_output.view(), {}};
    Scratch scratch;
    op.fast.forward(in, output.view(), {}, shape.plane(), scratch);
    op.fast.grad_input(in, grad_input.view(), input.shape().plane(), scratch);
    const std::size_t size = weights.shape().count() + static_cast<std::size_t>(weights.shape().n);
    const WeightParts parts = op.weight_parts(input.shape(), shape);
    std::vector<float> partials(size * static_cast<std::size_t>(parts.partials()));
    for (int part = 0; part < parts.count; ++part) {
        const auto start = size * static_cast<std::size_t>(parts.partial_of(part));
        op.fast.grad_weights_part(in, part, std::span(partials).subspan(start, size), scratch);
    }
    Outcome result{to_dense(output.view()), to_dense(grad_input.view()), {}};
    result.grad_weights.resize(size);
    combine_grad_weights(shape, partials, size, result.grad_weights);
    return result;
}

ParamSet dense_params(int units) {
    const OpInfo& op = *find_op("dense");
    ParamSet params;
    params[field_index(op, "units")] = units;
    return params;
}

TEST(Dense, WeighsEveryCell) {
    const Tensor input = from_dense({1, 2, 1, 2}, std::vector<float>{1, 2, 3, 4});
    const Tensor weights = from_dense({2, 2, 1, 2}, std::vector<float>{1, 0, -1, 2, .5f, 1, 0, 0});
    const Outcome result =
        run(*find_op("dense"), dense_params(2), input, weights, std::vector<float>{10, -1}, {1, 4});
    EXPECT_EQ(result.output, (std::vector<float>{16, 1.5f}));
    EXPECT_EQ(result.grad_input, (std::vector<float>{3, 4, -1, 2}));
    EXPECT_EQ(result.grad_weights, (std::vector<float>{1, 2, 3, 4, 4, 8, 12, 16, 1, 4}));
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/// A dense layer is a convolution whose filters are as large as the map.
void expect_equals_convolution(Shape shape, int units) {
    const OpInfo& conv = *find_op("conv2d");
    ParamSet params = default_params(conv);
    params[field_index(conv, "kernel.w")] = shape.w;
    params[field_index(conv, "kernel.h")] = shape.h;
    params[field_index(conv, "filters")] = units;
    const Tensor input = random_tensor(shape, 1);
    const Tensor weights = random_tensor({units, shape.c, shape.h, shape.w}, 2);
    const auto bias = to_dense(random_tensor({1, 1, 1, units}, 3).view());
    const auto grads = to_dense(random_tensor({shape.n, 1, units, 1}, 4).view());
    const Outcome dense = run(*find_op("dense"), dense_params(units), input, weights, bias, grads);
    const Outcome convolution = run(conv, params, input, weights, bias, grads);
    EXPECT_TRUE(same_bits(dense.output, convolution.output));
    EXPECT_TRUE(same_bits(dense.grad_input, convolution.grad_input));
    EXPECT_TRUE(same_bits(dense.grad_weights, convolution.grad_weights));
}

TEST(Dense, EqualsAConvolutionWithFiltersAsLargeAsTheMap) {
    expect_equals_convolution({1, 1, 1, 1}, 1);
    expect_equals_convolution({1, 3, 7, 9}, 10);
    expect_equals_convolution({1, 2, 20, 30}, 70);
    expect_equals_convolution({1, 1, 300, 1}, 3);
    expect_equals_convolution({1, 1, 2, 512}, 2);
}

TEST(Dense, EqualsAConvolutionInABatch) {
    expect_equals_convolution({2, 3, 4, 5}, 10);
    expect_equals_convolution({35, 2, 5, 6}, 70);
}

TEST(Dense, AWeightTooManyIsRefused) {
    const OpInfo& op = *find_op("dense");
    EXPECT_EQ(op.output_shape(dense_params(10), {3, 2, 4, 5}).value(), (Shape{3, 1, 10, 1}));
    EXPECT_TRUE(op.output_shape(dense_params(64), {1, 1, 1000, 1000}));
    const auto many = op.output_shape(dense_params(65), {1, 1, 1000, 1000});
    ASSERT_FALSE(many);
    EXPECT_EQ(many.error().text(),
              "units: outputs is 65, each with a weight for all 1000000 numbers of the input, but "
              "a layer may have at most 64 million weights: make outputs at most 64");
    const auto large = op.output_shape(dense_params(1), {1, 1024, 8000, 8000});
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().text(),
              "units: outputs is 1, each with a weight for all 65536000000 numbers of the input, "
              "but a layer may have at most 64 million weights: make the map smaller before, with "
              "a pool or a larger stride");
}

TEST(Dense, ThreadsShareTheWorkOfAFewOutputs) {
    const OpInfo& op = *find_op("dense");
    EXPECT_LE(op.rows_per_task * 4, kBlockSize);
    const WeightParts parts = op.weight_parts({1, 4, 64, 64}, {1, 1, 10, 1});
    EXPECT_EQ(parts.count, 16);
    EXPECT_EQ(parts.partials(), 1) << "no weight is in two parts";
    EXPECT_EQ(op.weight_parts({1, 1, 5, 5}, {1, 1, 1024, 1}).count, 1);
    EXPECT_EQ(op.weight_parts({33, 1, 5, 5}, {33, 1, 10, 1}).partials(), 3);
}

TEST(Dense, BiasIsWhatAnExplanationStartsAt) {
    const Tensor input(Shape{1, 1, 2, 3});
    const Tensor weights(Shape{4, 1, 2, 3});
    const std::vector<float> bias = {1, 2, 3, 4};
    OpInputs in;
    in.params = dense_params(4);
    in.input = input.view();
    in.weights = weights.view();
    in.bias = bias;
    const Explanation third = find_op("dense")->explain(in, Quantity::kOutput, {0, 0, 2, 0}, 0, 99);
    EXPECT_EQ(third.start, 3.0f);
    EXPECT_EQ(third.term_count, 6);
    EXPECT_EQ(third.terms.back().cell_b, (Cell{2, 0, 1, 2}));
}

}  // namespace
}  // namespace convscope
