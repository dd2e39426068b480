#include "core/ops/target_objectives.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/ops/simd.hpp"

namespace convscope {
namespace {

using Floats = std::vector<float>;

std::shared_ptr<const Tensor> tensor(Shape shape, const Floats& values) {
    return std::make_shared<const Tensor>(from_dense(shape, values));
}

Objective distance_to(std::shared_ptr<const Tensor> target, bool mean = false) {
    return {.kind = "half_squared_distance", .tensor = std::move(target), .mean = mean};
}

Objective painted(std::shared_ptr<const Tensor> gradient) {
    return {.kind = "upstream", .tensor = std::move(gradient), .layer = "conv1"};
}

float loss(const Objective& objective, const Tensor& map) {
    return objective_value(*find_objective(objective.kind), objective, map.view()).loss;
}

Floats slopes(const Objective& objective, const Tensor& map) {
    Tensor grad(map.shape());
    find_objective(objective.kind)
        ->gradient(objective, map.view(), {}, grad.view(), map.shape().plane());
    return to_dense(std::as_const(grad).view());
}

constexpr Shape kSmall{1, 1, 2, 2};

TEST(HalfSquaredDistance, ByHand) {
    const Tensor map = from_dense(kSmall, Floats{1, 2, 3, 4});
    const auto target = tensor(kSmall, {0, 2, 5, 4});
    EXPECT_EQ(loss(distance_to(target), map), 2.5f);
    EXPECT_EQ(slopes(distance_to(target), map), (Floats{1, 0, -2, 0}));
    EXPECT_EQ(loss(distance_to(target, true), map), 0.625f);
    EXPECT_EQ(slopes(distance_to(target, true), map), (Floats{0.25f, 0, -0.5f, 0}));
}

TEST(HalfSquaredDistance, IsZeroAtItsTarget) {
    const Tensor map = from_dense(kSmall, Floats{1.5f, -2, 3, 0.1f});
    const Objective objective = distance_to(std::make_shared<const Tensor>(map.clone()));
    EXPECT_EQ(loss(objective, map), 0);
    EXPECT_EQ(slopes(objective, map), (Floats{0, 0, 0, 0}));
}

TEST(UpstreamGradient, IsWhatWasPainted) {
    const Tensor map = from_dense(kSmall, Floats{1, 2, 3, 4});
    const auto gradient = tensor(kSmall, {0, 0.5f, -1, 2});
    EXPECT_EQ(loss(painted(gradient), map), 1 - 3 + 8);
    EXPECT_EQ(slopes(painted(gradient), map), (Floats{0, 0.5f, -1, 2}));
}

/// The lane sum of core/ops/reduce.hpp, by plain loops.
template <class Add>
float lane_sum(ConstTensorView a, ConstTensorView b, Rect block, const Add& add) {
    std::array<float, kLanes> lanes{};
    for (int y = block.y0; y < block.y1; ++y)
        for (int x = block.x0; x < block.x1; ++x) {
            float& lane = lanes[static_cast<std::size_t>(x % kLanes)];
            lane = add(a(0, 0, y, x), b(0, 0, y, x), lane);
        }
    return fold_lanes(lanes);
}

Tensor rough_map(unsigned state) {
    Tensor map(Shape{1, 1, 70, 117});
    for (int y = 0; y < 70; ++y)
        for (int x = 0; x < 117; ++x) {
            state = state * 1664525u + 1013904223u;
            map.view()(0, 0, y, x) = std::ldexp(static_cast<float>(state >> 8), -24) - 0.5f;
        }
    return map;
}

TEST(TargetObjectiveBits, AreThoseOfTheLaneSumOnEveryFusedTarget) {
    const Tensor map = rough_map(1);
    const auto other = std::make_shared<const Tensor>(rough_map(2));
    for (const std::string& target : simd_targets()) {
        ASSERT_TRUE(use_simd_target(target));
        if (!simd_target_is_fused()) continue;
        for (const Rect block : {Rect{0, 0, 64, 64}, Rect{64, 0, 117, 64}, Rect{64, 64, 117, 70}}) {
            EXPECT_EQ(find_objective("half_squared_distance")
                          ->value_block(distance_to(other), map.view(), 0, block),
                      0.5f * lane_sum(map.view(), other->view(), block,
                                      [](float p, float t, float total) {
                                          return std::fma(p - t, p - t, total);
                                      }));
            EXPECT_EQ(find_objective("upstream")->value_block(painted(other), map.view(), 0, block),
                      lane_sum(map.view(), other->view(), block, [](float q, float u, float total) {
                          return std::fma(u, q, total);
                      }));
        }
    }
    ASSERT_TRUE(use_simd_target(simd_targets().front()));
}

TEST(CheckObjectiveTensor, NamesBothShapes) {
    const auto small = tensor(kSmall, {0, 0, 0, 0});
    EXPECT_TRUE(check_objective(distance_to(small), kSmall));
    EXPECT_EQ(check_objective(distance_to(small), {1, 3, 2, 4}).error().message,
              "the target is 2 x 2 with 1 channel, but the last map is 4 x 2 with 3 channels: give "
              "a target of that shape");
    EXPECT_EQ(check_objective(painted(small), {1, 1, 5, 4}).error().message,
              "the gradient is 2 x 2 with 1 channel, but the output of conv1 is 4 x 5 with 1 "
              "channel: give a gradient of that shape");
    EXPECT_EQ(check_objective(distance_to(nullptr), kSmall).error().message,
              "the loss has no target: give one of 2 x 2 with 1 channel, as the last map is");
}

TEST(CheckObjectiveNumbers, NamesTheOneThatIsNotFinite) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(check_objective_numbers({}));
    EXPECT_TRUE(check_objective_numbers(distance_to(tensor(kSmall, {0, 1, 2, 3}))));
    EXPECT_EQ(check_objective_numbers(painted(tensor(kSmall, {0, 1, kNan, 3}))).error().message,
              "the gradient at channel 0, x 0, y 1 is not a finite number: give one");
}

TEST(ObjectiveFormula, HasTheLetterAndTheNumbers) {
    const Shape shape{1, 1, 3, 3};
    EXPECT_EQ(objective_formula({.kind = "sum"}, shape, "R"), "Σ R");
    EXPECT_EQ(objective_formula({.kind = "cell", .y = 1, .x = 2}, shape, "P"), "P[2, 1]");
    EXPECT_EQ(objective_formula({.kind = "cell", .channel = 1, .y = 1, .x = 2},
                                {1, 3, shape.h, shape.w}, "P"),
              "P_2[2, 1]");
    EXPECT_EQ(objective_formula({.kind = "half_squared_distance"}, shape, "A"), "½ Σ (A − T)²");
    EXPECT_EQ(objective_formula({.kind = "half_squared_distance", .mean = true}, shape, "A"),
              "½ Σ (A − T)² / 9");
    EXPECT_EQ(objective_formula({.kind = "upstream"}, shape, "R₂"), "Σ U · R₂");
    EXPECT_EQ(objective_formula({.kind = "cross_entropy", .label = 3}, shape, "Z"), "−log p[3]");
}

}  // namespace
}  // namespace convscope
