#include "core/ops/objectives.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>

#include "core/ops/simd.hpp"

namespace convscope {
namespace {

/// Of the cell in channel 1, row 3, column 68.
constexpr int kLabel = (70 + 3) * 117 + 68;

constexpr Shape kShape{1, 2, 70, 117};  // Nearly as many cells as a loss of classes can take.

Tensor rough_map(unsigned state = 1) {
    Tensor map(kShape);
    for (int c = 0; c < kShape.c; ++c)
        for (int y = 0; y < kShape.h; ++y)
            for (int x = 0; x < kShape.w; ++x) {
                state = state * 1664525u + 1013904223u;
                map.view()(0, c, y, x) = std::ldexp(static_cast<float>(state >> 8), -24) - 0.5f;
            }
    return map;
}

class Objectives : public testing::TestWithParam<std::string> {
  protected:
    const ObjectiveInfo& info() const { return *find_objective(GetParam()); }
    Objective objective() const {
        return {GetParam(), 1, 3, 68, kLabel, target(), "", info().takes_target, "conv1"};
    }
    std::shared_ptr<const Tensor> target() const {
        if (!info().takes_target && !info().takes_gradient) return nullptr;
        return std::make_shared<const Tensor>(rough_map(7));
    }
    void TearDown() override { ASSERT_TRUE(use_simd_target(simd_targets().front())); }
};

DoubleTensor to_double(const Tensor& tensor) {
    const std::vector<float> dense = to_dense(tensor.view());
    return from_dense(tensor.shape(), std::vector<double>(dense.begin(), dense.end()));
}

TEST_P(Objectives, ValueIsCloseToTheOracle) {
    const Tensor map = rough_map();
    const double oracle = info().oracle_value(objective(), to_double(map).view());
    for (const std::string& target : simd_targets()) {
        ASSERT_TRUE(use_simd_target(target));
        EXPECT_NEAR(objective_value(info(), objective(), map.view()).loss, oracle, 1e-3) << target;
    }
}

TEST_P(Objectives, GradientIsTheSlopeOfTheOracle) {
    const Tensor map = rough_map();
    DoubleTensor values = to_double(map), gradient(kShape);
    info().oracle_gradient(objective(), values.view(), gradient.view());
    for (const Cell cell : {Cell{0, 1, 3, 68}, Cell{0, 0, 3, 68}, Cell{0, 1, 69, 116}}) {
        constexpr double kStep = 1e-5;
        double& value = values.view()(cell);
        const double before = value;
        value = before + kStep;
        const double above = info().oracle_value(objective(), values.view());
        value = before - kStep;
        const double below = info().oracle_value(objective(), values.view());
        value = before;
        EXPECT_NEAR(gradient.view()(cell), (above - below) / (2 * kStep), 1e-6);
    }
}

TEST_P(Objectives, GradientOfARectangleWritesItAlone) {
    const Tensor map = rough_map();
    DoubleTensor oracle(kShape);
    info().oracle_gradient(objective(), to_double(map).view(), oracle.view());
    Tensor grad(kShape);
    for (int c = 0; c < kShape.c; ++c)
        for (int y = 0; y < kShape.h; ++y) std::fill_n(grad.view().row(0, c, y), kShape.w, -9.0f);
    const Rect rect{60, 2, 100, 5};
    const auto probabilities = objective_value(info(), objective(), map.view()).probabilities;
    info().gradient(objective(), map.view(), probabilities, grad.view(), rect);
    const double allowed = info().gradient_error_bound(objective(), {kShape, probabilities, 0, 2});
    for (int c = 0; c < kShape.c; ++c)
        for (int y = 0; y < kShape.h; ++y)
            for (int x = 0; x < kShape.w; ++x)
                EXPECT_NEAR(double{grad.view()(0, c, y, x)},
                            rect.contains(x, y) ? oracle.view()(0, c, y, x) : -9.0, allowed);
}

TEST_P(Objectives, OneRowFindsItself) {
    EXPECT_EQ(info().id, GetParam());
    EXPECT_TRUE(check_objective(objective(), kShape));
    EXPECT_FALSE(info().label.empty());
    EXPECT_FALSE(info().formula.empty());
}

std::vector<std::string> objective_ids() {
    std::vector<std::string> ids;
    for (const ObjectiveInfo& info : objective_table()) ids.emplace_back(info.id);
    return ids;
}

INSTANTIATE_TEST_SUITE_P(All, Objectives, testing::ValuesIn(objective_ids()),
                         [](const auto& row) { return row.param; });

/// The contract's lane sum of the values of a block, by plain loops.
template <class Add>
float lane_sum(const Tensor& map, Rect block, const Add& add) {
    std::array<float, kLanes> lanes{};
    for (int y = block.y0; y < block.y1; ++y)
        for (int x = block.x0; x < block.x1; ++x) {
            float& lane = lanes[static_cast<std::size_t>(x % kLanes)];
            lane = add(map.view()(0, 1, y, x), lane);
        }
    return fold_lanes(lanes);
}

TEST(ObjectiveBits, AreThoseOfTheLaneSumOnEveryFusedTarget) {
    const Tensor map = rough_map();
    for (const std::string& target : simd_targets()) {
        ASSERT_TRUE(use_simd_target(target));
        if (!simd_target_is_fused()) continue;
        for (const Rect block : {Rect{0, 0, 64, 64}, Rect{64, 0, 117, 64}, Rect{64, 64, 117, 70}}) {
            EXPECT_EQ(find_objective("sum")->value_block({"sum"}, map.view(), 1, block),
                      lane_sum(map, block, [](float v, float total) { return total + v; }));
            EXPECT_EQ(find_objective("half_sum_squares")
                          ->value_block({"half_sum_squares"}, map.view(), 1, block),
                      0.5f * lane_sum(map, block,
                                      [](float v, float total) { return std::fma(v, v, total); }));
        }
    }
    ASSERT_TRUE(use_simd_target(simd_targets().front()));
}

TEST(CombineLoss, AddsTheBlocksOfAChannelInATreeAndThenTheChannelsInOrder) {
    const float tiny = 0x1p-24f;  // Lost beside 1, but two of them together are not.
    EXPECT_EQ(combine_loss(std::array{1.0f, 0.0f, tiny, tiny}, 1, 4), 1 + 0x1p-23f);
    EXPECT_EQ(combine_loss(std::array{1.0f, 0.0f, tiny, tiny}, 2, 2), 1 + 0x1p-23f);
    EXPECT_EQ(combine_loss(std::array{1.0f, tiny, tiny, 0.0f}, 2, 2), 1);
    EXPECT_EQ(combine_loss(std::array{1.0f, tiny, tiny}, 3, 1), 1) << "a tree would not end so";
    EXPECT_EQ(combine_loss(std::array{1.0f, 0.0f, tiny, 0.0f, tiny, 0.0f}, 3, 2), 1);
    EXPECT_EQ(combine_loss({}, 0, 0), 0);
}

TEST(CheckObjective, SaysWhatIsWrong) {
    EXPECT_EQ(check_objective({"entropy"}, kShape).error().text(),
              "kind: there is no loss called 'entropy': use one of sum, cell, half_sum_squares, "
              "half_squared_distance, upstream, cross_entropy");
    EXPECT_EQ(check_objective({"cell", 0, 3, 117}, kShape).error().text(),
              "x: the loss reads x 117 of the last map, which has 117: use 0 to 116");
    EXPECT_EQ(check_objective({"cell", 2, 3, 1}, kShape).error().where, "channel");
    EXPECT_EQ(check_objective({"cell", 0, -1, 1}, kShape).error().where, "y");
    EXPECT_TRUE(check_objective({"sum", 9, 9, 999}, kShape));
}

}  // namespace
}  // namespace convscope
