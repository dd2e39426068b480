#include "core/ops/avg_pool2d.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace convscope {
namespace {

using Numbers = std::vector<float>;

struct Pooled {
    Shape shape;
    Numbers output, grad_input;  ///< With a gradient of 1, 2, 3, ... by output.
    Explanation first, last;     ///< Of the first and of the last output.
};

Pooled pool(std::initializer_list<std::pair<std::string_view, int>> changes, Shape shape,
            const Numbers& values) {
    const OpInfo& op = *find_op("avg_pool2d");
    OpInputs in;
    in.params = default_params(op);
    for (const auto& [path, value] : changes) in.params[field_index(op, path)] = value;
    const Tensor input = from_dense(shape, values);
    Pooled result;
    result.shape = op.output_shape(in.params, shape).value();
    Numbers grads(result.shape.count());
    for (std::size_t i = 0; i < grads.size(); ++i) grads[i] = static_cast<float>(i + 1);
    const Tensor grad_output = from_dense(result.shape, grads);
    in.input = input.view();
    in.grad_output = grad_output.view();
    Tensor output(result.shape), grad_input(shape);
    Scratch scratch;
    op.fast.forward(in, output.view(), {}, result.shape.plane(), scratch);
    op.fast.grad_input(in, grad_input.view(), shape.plane(), scratch);
    result.output = to_dense(output.view());
    result.grad_input = to_dense(grad_input.view());
    result.first = op.explain(in, Quantity::kOutput, {}, 0, 100);
    result.last =
        op.explain(in, Quantity::kOutput, {0, 0, result.shape.h - 1, result.shape.w - 1}, 0, 100);
    return result;
}

TEST(AvgPool2d, IsTheMeanAndSharesEqually) {
    const Pooled result = pool({}, {1, 1, 2, 4}, {1, 2, 9, 3, 4, 3, 5, 7});
    EXPECT_EQ(result.output, (Numbers{2.5f, 6}));
    EXPECT_EQ(result.grad_input, (Numbers{.25f, .25f, .5f, .5f, .25f, .25f, .5f, .5f}));
}

TEST(AvgPool2d, TheSumIsDividedOnce) {
    // 3 * (1/3) would come out of three shares of 1/9 with another last bit.
    const Pooled result =
        pool({{"window.w", 3}, {"window.h", 3}}, {1, 1, 3, 3}, {1, 1, 1, 0, 0, 0, 0, 0, 0});
    EXPECT_EQ(result.output, (Numbers{3.0f / 9.0f}));
    EXPECT_EQ(result.first.divisor, 9.0f);
    EXPECT_EQ(result.first.term_count, 9);
}

TEST(AvgPool2d, WindowsThatOverlapAdd) {
    const Pooled result = pool({{"window.h", 1}, {"stride.x", 1}}, {1, 1, 1, 4}, {4, 8, 2, 6});
    EXPECT_EQ(result.output, (Numbers{6, 5, 4}));
    EXPECT_EQ(result.grad_input, (Numbers{.5f, 1.5f, 2.5f, 1.5f}));
}

TEST(AvgPool2d, PaddingCountsOrNot) {
    const std::initializer_list<std::pair<std::string_view, int>> counted = {{"pad.x", 1},
                                                                             {"pad.y", 1}};
    const std::initializer_list<std::pair<std::string_view, int>> not_counted = {
        {"pad.x", 1}, {"pad.y", 1}, {"count_include_pad", 0}};
    const Numbers values = {4, 8, 12, 16};
    const Pooled with = pool(counted, {1, 1, 2, 2}, values);
    EXPECT_EQ(with.shape, (Shape{1, 1, 2, 2}));
    EXPECT_EQ(with.output, (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(with.grad_input, (Numbers{.25f, .5f, .75f, 1}));
    EXPECT_EQ(with.last.divisor, 4.0f);
    EXPECT_TRUE(with.first.terms.front().in_padding);

    const Pooled without = pool(not_counted, {1, 1, 2, 2}, values);
    EXPECT_EQ(without.output, values);
    EXPECT_EQ(without.grad_input, (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(without.last.divisor, 1.0f);
}

TEST(AvgPool2d, CellsThatNoWindowReadsHaveNoGradient) {
    const Pooled result =
        pool({{"window.w", 1}, {"window.h", 1}, {"stride.x", 3}}, {1, 1, 1, 5}, {1, 2, 3, 4, 5});
    EXPECT_EQ(result.output, (Numbers{1, 4}));
    EXPECT_EQ(result.grad_input, (Numbers{1, 0, 0, 2, 0}));
}

TEST(AvgPool2d, OddValuesAreSeenInTheirWindowsOnly) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const Pooled result = pool({{"window.h", 1}}, {1, 1, 1, 6},
                               {std::nanf(""), 1, kInfinity, 2, kInfinity, -kInfinity});
    EXPECT_TRUE(std::isnan(result.output[0]));
    EXPECT_EQ(result.output[1], kInfinity);
    EXPECT_TRUE(std::isnan(result.output[2]));
}

TEST(AvgPool2d, ErrorsSayWhatWorks) {
    const OpInfo& op = *find_op("avg_pool2d");
    ParamSet params = default_params(op);
    params[field_index(op, "pad.y")] = 2;
    const auto padded = op.output_shape(params, {1, 1, 9, 9});
    ASSERT_FALSE(padded);
    EXPECT_EQ(padded.error().text(),
              "pad.y: pad y is 2, more than half of the window (2 high), so that windows of "
              "nothing but padding arise: make pad y at most 1");
    params = default_params(op);
    params[field_index(op, "window.w")] = 5;
    const auto wide = op.output_shape(params, {1, 1, 9, 3});
    ASSERT_FALSE(wide);
    EXPECT_EQ(wide.error().text(),
              "window.w: the window is 5 wide, but the input is only 3 wide: make w at most 3");
}

}  // namespace
}  // namespace convscope
