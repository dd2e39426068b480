// The terms of every loss and of its gradient make the shown numbers, bit for bit.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "core/ops/objectives.hpp"
#include "core/ops/simd.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

Tensor rough_map(Shape shape, unsigned state) {
    Tensor map(shape);
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x) {
                state = state * 1664525u + 1013904223u;
                map.view()(0, c, y, x) = std::ldexp(static_cast<float>(state >> 8), -24) - 0.5f;
            }
    map.view()(0, 0, 0, 0) = -0.0f;
    return map;
}

struct Case {
    std::string kind;
    bool mean = false;
};

class ObjectiveExplain : public testing::TestWithParam<Case> {
  protected:
    const ObjectiveInfo& info() const { return *find_objective(GetParam().kind); }
    Objective objective(Shape shape) const {
        Objective made{.kind = GetParam().kind,
                       .channel = shape.c - 1,
                       .y = shape.h - 1,
                       .x = shape.w / 2,
                       .label = static_cast<int>(shape.count()) / 2};
        if (info().takes_target || info().takes_gradient)
            made.tensor = std::make_shared<const Tensor>(rough_map(shape, 9));
        made.mean = GetParam().mean;
        made.layer = "conv1";
        return made;
    }
    static float replayed(const LossExplanation& explained) {
        EXPECT_EQ(std::ssize(explained.sum.terms), explained.sum.term_count);
        return replay(explained.sum);
    }
    static void expect_bits(float replayed, float shown) {
        EXPECT_EQ(std::bit_cast<std::uint32_t>(replayed), std::bit_cast<std::uint32_t>(shown))
            << replayed << " and " << shown;
    }
};

constexpr Shape kShapes[] = {{1, 1, 1, 1}, {1, 1, 3, 5}, {1, 2, 70, 99}, {1, 7, 1, 1}};

TEST_P(ObjectiveExplain, TheLossHasTheSameBits) {
    if (!simd_target_is_fused()) GTEST_SKIP();
    for (const Shape shape : kShapes) {
        const Tensor map = rough_map(shape, 1);
        const Objective loss = objective(shape);
        const LossValue value = objective_value(info(), loss, map.view());
        const LossExplanation explained =
            info().explain(loss, map.view(), value.probabilities, "P", nullptr, 0, kAll);
        expect_bits(replayed(explained), value.loss);
        EXPECT_EQ(explained.formula.substr(0, 4), "L = ");
    }
}

TEST_P(ObjectiveExplain, TheGradientHasTheSameBits) {
    for (const Shape shape : kShapes) {
        const Tensor map = rough_map(shape, 1);
        const Objective loss = objective(shape);
        const auto probabilities = objective_value(info(), loss, map.view()).probabilities;
        Tensor grad(shape);
        info().gradient(loss, map.view(), probabilities, grad.view(), shape.plane());
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; x += 7) {
                    const Cell cell{0, c, y, x};
                    const LossExplanation explained =
                        info().explain(loss, map.view(), probabilities, "P", &cell, 0, kAll);
                    expect_bits(replayed(explained), grad.view()(cell));
                    EXPECT_EQ(explained.formula.find("∂L/∂P = "), 0u);
                    EXPECT_FALSE(explained.with_indices.empty());
                }
    }
}

TEST_P(ObjectiveExplain, RangesAreParts) {
    const Shape shape{1, 2, 3, 40};
    const Tensor map = rough_map(shape, 3);
    const Objective loss = objective(shape);
    const auto explain = [&](std::int64_t first, std::int64_t last) {
        return info().explain(loss, map.view(), {}, "P", nullptr, first, last).sum;
    };
    const Explanation whole = explain(0, kAll);
    if (whole.term_count < 100) return;
    const Explanation part = explain(90, 100);
    ASSERT_EQ(part.terms.size(), 10u);
    EXPECT_EQ(part.term_count, whole.term_count);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(part.terms[i].a, whole.terms[90 + i].a);
        EXPECT_EQ(part.terms[i].cell_a, whole.terms[90 + i].cell_a);
        EXPECT_EQ(part.terms[i].part, whole.terms[90 + i].part);
        EXPECT_EQ(part.terms[i].lane, whole.terms[90 + i].lane);
    }
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const ObjectiveInfo& info : objective_table()) {
        all.push_back({std::string(info.id)});
        if (info.takes_target) all.push_back({std::string(info.id), true});
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(All, ObjectiveExplain, testing::ValuesIn(cases()), [](const auto& row) {
    return row.param.kind + (row.param.mean ? "_mean" : "");
});

TEST(ObjectiveExplainText, NamesTheCell) {
    const Tensor map = rough_map({1, 2, 3, 5}, 1);
    const Cell cell{0, 1, 2, 3};
    const auto texts = [&](const Objective& loss) {
        return find_objective(loss.kind)->explain(loss, map.view(), {}, "P", &cell, 0, kAll);
    };
    EXPECT_EQ(texts({.kind = "half_sum_squares"}).with_indices, "∂L/∂P_2[3,2] = P_2[3,2]");
    EXPECT_EQ(texts({.kind = "cell", .channel = 1, .y = 2, .x = 3}).with_indices,
              "∂L/∂P_2[3,2] = 1");
    Objective distance{.kind = "half_squared_distance"};
    distance.tensor = std::make_shared<const Tensor>(map.clone());
    EXPECT_EQ(texts(distance).formula, "∂L/∂P = P − T");
    EXPECT_EQ(texts(distance).with_indices, "∂L/∂P_2[3,2] = P_2[3,2] − T_2[3,2]");
    distance.mean = true;
    EXPECT_EQ(texts(distance).formula, "∂L/∂P = (P − T) / 30");
}

TEST(ObjectiveExplainText, BracketsAreAroundNegativeNumbersOnly) {
    Tensor scores(Shape{1, 1, 2, 1});
    scores.view()(0, 0, 1, 0) = -2;
    const auto line = [&](int label) {
        const Objective loss{.kind = "cross_entropy", .label = label};
        return find_objective(loss.kind)
            ->explain(loss, scores.view(), {}, "Z", nullptr, 0, kAll)
            .with_indices;
    };
    EXPECT_EQ(line(0), "L = log 1.135 − 0 = 0.1269 − 0");
    EXPECT_EQ(line(1), "L = log 1.135 − (-2) = 0.1269 − (-2)");
}

}  // namespace
}  // namespace convscope
