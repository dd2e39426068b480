#include "core/scene/filter_ops.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

using Dense = std::vector<float>;

Result<Tensor> result_of(std::string_view id, Shape shape, const Dense& weights) {
    const FilterOp* op = find_filter_op(id);
    if (op == nullptr) return Error{"no op", std::string(id)};
    const Tensor before = from_dense(shape, weights);
    return op->apply(before.view());
}

Dense apply(std::string_view id, Shape shape, const Dense& weights) {
    const Result<Tensor> after = result_of(id, shape, weights);
    if (!after) {
        ADD_FAILURE() << after.error().text();
        return {};
    }
    const Shape turned{shape.n, shape.c, shape.w, shape.h};
    EXPECT_EQ(after->shape(), id == "transpose" ? turned : shape);
    return to_dense(after->view());
}

Dense zero_sum(const Dense& channel) {
    return apply("zero_sum", {1, 1, 1, static_cast<int>(channel.size())}, channel);
}

TEST(FilterOps, DoWhatTheySay) {
    const Shape shape{1, 2, 2, 3};
    const Dense weights{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    EXPECT_EQ(apply("clear", shape, weights), Dense(12, 0));
    EXPECT_EQ(apply("flip_x", shape, weights), (Dense{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
    EXPECT_EQ(apply("flip_y", shape, weights), (Dense{4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9}));
    EXPECT_EQ(apply("rotate_180", shape, weights), (Dense{6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7}));
    EXPECT_EQ(apply("transpose", shape, weights), (Dense{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12}));
    EXPECT_EQ(apply("negate", shape, weights),
              (Dense{-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12}));
    EXPECT_EQ(apply("zero_sum", {1, 2, 1, 3}, {1, 2, 3, 10, 10, 40}),
              (Dense{-1, 0, 1, -10, -10, 20}));
    EXPECT_EQ(apply("unit_sum", {2, 1, 1, 2}, {1, 3, -1, -1}), (Dense{.25f, .75f, .5f, .5f}));
    EXPECT_EQ(apply("unit_sum", {1, 2, 1, 1}, {3, 1}), (Dense{.75f, .25f})) << "over all channels";
}

TEST(FilterOps, NegatingZeroGivesNoNegativeZero) {
    EXPECT_FALSE(std::signbit(apply("negate", {1, 1, 1, 2}, {0, 1})[0]));
}

TEST(FilterOps, MirroringAndTurningUndoThemselves) {
    const Shape shape{2, 1, 3, 2}, turned{2, 1, 2, 3};
    const Dense weights{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    for (const char* id : {"flip_x", "flip_y", "rotate_180", "transpose", "negate"}) {
        const Dense once = apply(id, shape, weights);
        EXPECT_NE(once, weights) << id;
        EXPECT_EQ(apply(id, std::string_view(id) == "transpose" ? turned : shape, once), weights)
            << id;
    }
}

TEST(FilterOps, AreFoundByTheirIds) {
    for (const FilterOp& op : filter_ops()) {
        EXPECT_EQ(find_filter_op(op.id), &op);
        EXPECT_TRUE(op.tooltip.ends_with('.')) << op.id;
        EXPECT_FALSE(op.sign.empty()) << op.id;
    }
    EXPECT_EQ(find_filter_op("nonsense"), nullptr);
}

TEST(ZeroSum, IsExactForWhateverNumbers) {
    Random random(3);
    for (int round = 0; round < 300; ++round) {
        Dense channel(static_cast<std::size_t>(1 + random.below(961)));
        const int range = 1 + random.below(40);
        for (float& value : channel)
            value = std::ldexp(random.unit() - 0.25f, random.below(range) - 20);
        const Dense centred = zero_sum(channel);
        ASSERT_EQ(exact_sum(centred), 0) << round;
        EXPECT_EQ(zero_sum(centred), centred) << "what sums to 0 stays";
        const double mean = exact_sum(channel) / static_cast<double>(channel.size());
        float largest = 0;
        for (const float value : centred) largest = std::max(largest, std::abs(value));
        for (std::size_t i = 0; i < channel.size(); ++i)
            EXPECT_NEAR(centred[i], channel[i] - mean, largest * 0x1p-22f) << round;
    }
}

TEST(ZeroSum, IsExactWhereTheLargestRoundsUpToAPowerOfTwo) {
    // The largest is 2^24 steps, and rounding leaves a step over.
    EXPECT_EQ(exact_sum(zero_sum({-0x1.35b39p-26f, -1, -0x1p-25f, -1})), 0);
    Random random(1);
    for (int round = 0; round < 20'000; ++round) {
        Dense channel(static_cast<std::size_t>(2 + random.below(8)));
        for (float& value : channel)
            value = random.below(2) == 0 ? -1 : std::ldexp(-random.unit(), -20 - random.below(8));
        ASSERT_EQ(exact_sum(zero_sum(channel)), 0) << round;
    }
}

TEST(ZeroSum, EqualWeightsAllBecomeZero) {
    EXPECT_EQ(zero_sum(Dense(9, .1f)), Dense(9, 0));
    EXPECT_EQ(zero_sum({5}), Dense{0});
}

TEST(ZeroSum, WorksAtTheEndsOfTheRange) {
    const float smallest = std::numeric_limits<float>::denorm_min();
    EXPECT_EQ(exact_sum(zero_sum({smallest, 0, 0})), 0);
    const float largest = std::numeric_limits<float>::max();
    EXPECT_EQ(exact_sum(zero_sum({largest, 0})), 0);
    EXPECT_FALSE(result_of("zero_sum", {1, 1, 1, 3}, {largest, largest, -largest}));
}

TEST(UnitSum, SaysWhyATotalOfZeroCannotBeScaled) {
    const Result<Tensor> refused = result_of("unit_sum", {1, 3, 1, 1}, {1, -.5f, -.5f});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("sum to 0"), std::string::npos);
    EXPECT_FALSE(result_of("unit_sum", {1, 1, 1, 3}, {1e30f, -1e30f, 1e-30f}));
}

TEST(ApplyToFilter, ChangesOneOfSeveral) {
    const Tensor weights = from_dense<float>({2, 1, 1, 2}, {1, 2, 3, 4});
    const auto after = apply_to_filter(*find_filter_op("flip_x"), weights.view(), 1);
    ASSERT_TRUE(after);
    EXPECT_EQ(to_dense(after->view()), (Dense{1, 2, 4, 3}));
    EXPECT_FALSE(apply_to_filter(*find_filter_op("unit_sum"),
                                 from_dense<float>({1, 1, 1, 2}, {1, -1}).view(), 0));
}

TEST(ApplyToFilter, TransposesAllOfThemWhenTheSizeChanges) {
    const Tensor wide = from_dense<float>({2, 1, 1, 2}, {1, 2, 3, 4});
    const auto after = apply_to_filter(*find_filter_op("transpose"), wide.view(), 0);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->shape(), (Shape{2, 1, 2, 1}));
    EXPECT_EQ(to_dense(after->view()), (Dense{1, 2, 3, 4}));
    const Tensor square = from_dense<float>({2, 1, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
    const auto turned = apply_to_filter(*find_filter_op("transpose"), square.view(), 0);
    ASSERT_TRUE(turned);
    EXPECT_EQ(to_dense(turned->view()), (Dense{1, 3, 2, 4, 5, 6, 7, 8}));
}

}  // namespace
}  // namespace convscope
