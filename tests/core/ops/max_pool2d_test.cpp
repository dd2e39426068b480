#include "core/ops/max_pool2d.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace convscope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct Pooled {
    std::vector<float> output, grad_input;
    std::vector<std::uint16_t> winners;
    Explanation first;  ///< Of output 0, 0.
};

Pooled pool(const ParamSet& params, Shape shape, const std::vector<float>& values) {
    const Tensor input = from_dense(shape, values);
    const Shape output_shape = find_op("max_pool2d")->output_shape(params, shape).value();
    Tensor output(output_shape), grad_input(shape);
    Pooled result;
    result.winners.resize(output_shape.count());
    std::vector<float> grads(output_shape.count());
    for (std::size_t i = 0; i < grads.size(); ++i) grads[i] = std::ldexp(1.0f, static_cast<int>(i));
    const Tensor grad_output = from_dense(output_shape, grads);
    OpInputs in;
    in.params = params;
    in.input = input.view();
    in.grad_output = grad_output.view();
    in.winners = result.winners;
    Scratch scratch;
    const OpKernels kernels = max_pool2d_fast();
    kernels.forward(in, output.view(), result.winners, output_shape.plane(), scratch);
    kernels.grad_input(in, grad_input.view(), shape.plane(), scratch);
    result.output = to_dense(output.view());
    result.grad_input = to_dense(grad_input.view());
    result.first = max_pool2d_explain(in, Quantity::kOutput, {}, 0, 100);
    return result;
}

ParamSet params(std::initializer_list<std::pair<std::string_view, int>> changes) {
    const OpInfo& op = *find_op("max_pool2d");
    ParamSet all = default_params(op);
    for (const auto& [path, value] : changes) all[field_index(op, path)] = value;
    return all;
}

using Numbers = std::vector<float>;
using Indices = std::vector<std::uint16_t>;

TEST(MaxPool2d, GradientGoesToTheWinnerAlone) {
    const Pooled result = pool(params({}), {1, 1, 2, 4}, {1, 2, 9, 3, 4, 3, 5, 6});
    EXPECT_EQ(result.output, (Numbers{4, 9}));
    EXPECT_EQ(result.winners, (Indices{2, 0}));
    EXPECT_EQ(result.grad_input, (Numbers{0, 0, 2, 0, 1, 0, 0, 0}));
}

TEST(MaxPool2d, TiesGoToTheFirstInRowOrderAndAreShown) {
    const Pooled result = pool(params({}), {1, 1, 2, 2}, {1, 7, 7, 7});
    EXPECT_EQ(result.winners, (Indices{1}));
    std::vector<bool> tied;
    for (const Term& term : result.first.terms) tied.push_back(term.tied);
    EXPECT_EQ(tied, (std::vector<bool>{false, false, true, true}));
}

TEST(MaxPool2d, TheFirstNanWins) {
    const Pooled result = pool(params({}), {1, 1, 2, 2}, {kInfinity, kNan, 7, kNan});
    EXPECT_TRUE(std::isnan(result.output[0]));
    EXPECT_EQ(result.winners, (Indices{1}));
}

TEST(MaxPool2d, PaddingNeverWins) {
    const ParamSet padded = params({{"window.w", 3}, {"pad.x", 1}, {"window.h", 1}});
    const Pooled result = pool(padded, {1, 1, 2, 4}, Numbers(8, -kInfinity));
    EXPECT_EQ(result.output, (Numbers{-kInfinity, -kInfinity}));
    EXPECT_EQ(result.winners, (Indices{1, 0}));
    EXPECT_TRUE(result.first.terms[0].in_padding);
    EXPECT_FALSE(result.first.terms[0].tied);
    EXPECT_EQ(result.grad_input[0], 1.0f);
}

TEST(MaxPool2d, WindowsThatOverlapAdd) {
    const ParamSet overlapping = params({{"window.w", 2}, {"window.h", 1}, {"stride.x", 1}});
    const Pooled result = pool(overlapping, {1, 1, 1, 4}, {1, 9, 2, 3});
    EXPECT_EQ(result.winners, (Indices{1, 0, 1}));
    EXPECT_EQ(result.grad_input, (Numbers{0, 1 + 2, 0, 4}));
}

TEST(MaxPool2d, CellsThatNoWindowReadsGetZero) {
    const Pooled result = pool(params({}), {1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
    EXPECT_EQ(result.output, (Numbers{5}));
    EXPECT_EQ(result.grad_input, (Numbers{0, 0, 0, 0, 1, 0, 0, 0, 0}));
}

TEST(MaxPool2d, PaddingIsAtMostHalfTheWindow) {
    const auto shape =
        find_op("max_pool2d")->output_shape(params({{"window.w", 3}, {"pad.x", 2}}), {1, 1, 9, 9});
    ASSERT_FALSE(shape);
    EXPECT_EQ(shape.error().text(),
              "pad.x: pad x is 2, more than half of the window (3 wide), so that windows of "
              "nothing but padding arise: make pad x at most 1");
}

}  // namespace
}  // namespace convscope
