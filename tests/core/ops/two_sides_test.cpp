// OpInfo::forward_two_sides: where an op stands at a kink, both sides keep the decision it took.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "contract_case.hpp"

namespace convscope {
namespace {

using Numbers = std::vector<double>;

struct Sides {
    Numbers plus, minus;
    Kinks kinks;

    /// What a central difference of these sides sees, by output.
    Numbers steps() const {
        Numbers all;
        for (std::size_t i = 0; i < plus.size(); ++i) all.push_back(plus[i] - minus[i]);
        return all;
    }
};

/// One row of cells; the sides are the shown numbers and a step of `step` up and down.
Sides two_sides(const OpInfo& op, const ParamSet& params, const std::vector<float>& shown,
                const Numbers& step) {
    const Shape shape{1, 1, 1, static_cast<int>(shown.size())};
    const Shape output_shape = op.output_shape(params, shape).value();
    const Tensor input = from_dense(shape, shown);
    Numbers plus(shown.begin(), shown.end()), minus = plus;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        plus[i] += step[i];
        minus[i] -= step[i];
    }
    const DoubleTensor input_plus = from_dense(shape, plus), input_minus = from_dense(shape, minus);
    DoubleTensor output_plus(output_shape), output_minus(output_shape);
    std::vector<std::uint16_t> winners(op.has_winners ? output_shape.count() : 0);
    OpInputs in;
    in.params = params;
    in.input = input.view();
    Tensor output(output_shape);
    Scratch scratch;
    op.twin.forward(in, output.view(), winners, output_shape.plane(), scratch);
    in.winners = winners;
    Sides result;
    result.kinks = op.forward_two_sides(
        in, {input_plus.view(), input_minus.view(), output_plus.view(), output_minus.view()});
    result.plus = to_dense(output_plus.view());
    result.minus = to_dense(output_minus.view());
    return result;
}

Sides relu(const std::vector<float>& shown, const Numbers& step) {
    return two_sides(*find_op("relu"), {}, shown, step);
}

/// A pool over pairs of cells.
Sides pool(int ties, const std::vector<float>& shown, const Numbers& step) {
    const OpInfo& op = *find_op("max_pool2d");
    ParamSet params = default_params(op);
    params[field_index(op, "window.h")] = 1;
    params[field_index(op, "ties")] = ties;
    return two_sides(op, params, shown, step);
}

TEST(ReluTwoSides, StaysOffWhereItIsOffAndOnWhereItIsOn) {
    const Sides sides = relu({-1, 0, 0.125f, 2}, {0.25, 0.25, 0.25, 0.25});
    EXPECT_EQ(sides.plus, (Numbers{0, 0, 0.375, 2.25}));
    EXPECT_EQ(sides.minus, (Numbers{0, 0, -0.125, 1.75}));
    EXPECT_EQ(sides.kinks.count, 2);
    EXPECT_EQ(sides.kinks.first, (std::vector<Cell>{{0, 0, 0, 1}, {0, 0, 0, 2}}));
}

TEST(ReluTwoSides, AFlatAreaThatTheStepDoesNotMoveIsNoKink) {
    const Sides sides = relu({0, 0, 0}, {0, 0, 0.5});
    EXPECT_EQ(sides.steps(), (Numbers{0, 0, 0}));
    EXPECT_EQ(sides.kinks.count, 1);
}

TEST(ReluTwoSides, ListsTheFirstAndCountsAll) {
    const Sides sides = relu(std::vector<float>(100, 0.0f), Numbers(100, 1.0));
    EXPECT_EQ(sides.kinks.count, 100);
    EXPECT_EQ(sides.kinks.first.size(), kShownKinks);
}

TEST(MaxPoolTwoSides, AClearWinnerIsNoKink) {
    const Sides sides = pool(0, {1, 5, 4, 2}, {0.5, 0.25, 0, 0});
    EXPECT_EQ(sides.plus, (Numbers{5.25, 4}));
    EXPECT_EQ(sides.minus, (Numbers{4.75, 4}));
    EXPECT_EQ(sides.kinks.count, 0);
}

TEST(MaxPoolTwoSides, TheFirstOfATieStaysTheWinner) {
    const Sides second_moves = pool(0, {3, 3}, {0, 0.5});
    EXPECT_EQ(second_moves.steps(), Numbers{0});
    EXPECT_EQ(second_moves.kinks.count, 1);
    const Sides first_moves = pool(0, {3, 3}, {0.5, 0});
    EXPECT_EQ(first_moves.steps(), Numbers{1});
    EXPECT_EQ(first_moves.kinks.count, 1);
}

TEST(MaxPoolTwoSides, SplitMovesByTheMeanAndAllByTheSum) {
    EXPECT_EQ(pool(1, {3, 3}, {0, 0.5}).steps(), Numbers{0.5});
    EXPECT_EQ(pool(2, {3, 3}, {0, 0.5}).steps(), Numbers{1});
    const Sides both = pool(2, {3, 3}, {0.5, 0.5});
    EXPECT_EQ(both.steps(), Numbers{2});
    EXPECT_EQ(both.kinks.count, 1);
}

TEST(MaxPoolTwoSides, CellsThatMoveTogetherAreNoKink) {
    for (const int ties : {0, 1}) {
        const Sides sides = pool(ties, {3, 3, 0, 0}, {0.5, 0.5, 0, 0});
        EXPECT_EQ(sides.steps(), (Numbers{1, 0})) << ties;
        EXPECT_EQ(sides.kinks.count, 0) << ties;
    }
}

TEST(MaxPoolTwoSides, AStepThatChangesTheWinnerKeepsTheShownOne) {
    const Sides sides = pool(0, {3, 2.75f}, {0, 0.5});
    EXPECT_EQ(sides.plus, Numbers{3});
    EXPECT_EQ(sides.minus, Numbers{3});
    EXPECT_EQ(sides.kinks.count, 1);
}

TEST(MaxPoolTwoSides, InfinitiesAndNanThatDoNotMoveAreNoKinks) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    for (const int ties : {0, 1, 2}) {
        const Sides sides =
            pool(ties, {kInfinity, kInfinity, -kInfinity, -kInfinity, kNan, 1}, Numbers(6, 0.0));
        EXPECT_EQ(sides.plus[0], double{kInfinity});
        EXPECT_EQ(sides.minus[1], -double{kInfinity});
        EXPECT_TRUE(std::isnan(sides.plus[2]));
        EXPECT_EQ(sides.kinks.count, 0) << ties;
    }
}

/// Away from kinks both sides are what the oracle makes of them, and the differences are the
/// derivative that the op's gradient claims; at ties of every rule, they still are.
TEST(TwoSides, DifferencesAreTheGradientOfTheOp) {
    for (const OpInfo& op : op_table()) {
        if (op.forward_two_sides == nullptr) continue;
        for (unsigned seed = 0; seed < 60; ++seed) {
            const contract::Case one = contract::random_case(
                op, seed, {.max_side = 9, .values = static_cast<contract::Values>(seed % 2)});
            const OpInputs in = one.inputs();
            contract::Random random(seed);
            const Shape shape = in.input.shape();
            const Cell nudged{random.in(0, shape.n - 1), random.in(0, shape.c - 1),
                              random.in(0, shape.h - 1), random.in(0, shape.w - 1)};
            constexpr double kStep = 1e-6;
            DoubleTensor plus = contract::to_double(in.input), minus = plus.clone();
            plus.view()(nudged) += kStep;
            minus.view()(nudged) -= kStep;
            DoubleTensor output_plus(one.output_shape), output_minus(one.output_shape);
            op.forward_two_sides(in, {std::as_const(plus).view(), std::as_const(minus).view(),
                                      output_plus.view(), output_minus.view()});
            const Numbers above = to_dense(output_plus.view()),
                          below = to_dense(output_minus.view());
            const std::vector<float> grads = to_dense(in.grad_output);
            double slope = 0;
            for (std::size_t i = 0; i < grads.size(); ++i)
                slope += double{grads[i]} * (above[i] - below[i]) / (2 * kStep);
            const contract::OracleOutcome oracle = contract::compute_oracle(one);
            EXPECT_NEAR(slope, oracle.grad_input.view()(nudged), 1e-5) << one.name;
        }
    }
}

}  // namespace
}  // namespace convscope
