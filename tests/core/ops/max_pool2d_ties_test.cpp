// Who gets the gradient where several cells of a window have the largest value.
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "core/ops/max_pool2d.hpp"

namespace convscope {
namespace {

using Numbers = std::vector<float>;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

enum Rule { kFirst, kSplit, kAll };

/// A pool with its forward pass done, over gradients 1, 2, 4, ...
class Pool {
  public:
    Pool(Rule rule, Extent2 window, Extent2 stride, Shape shape, const Numbers& values)
        : op_(*find_op("max_pool2d")), input_(from_dense(shape, values)) {
        in_.params = default_params(op_);
        set("window.w", window.x);
        set("window.h", window.y);
        set("stride.x", stride.x);
        set("stride.y", stride.y);
        set("ties", rule);
        run();
    }

    void set(std::string_view path, int value) { in_.params[field_index(op_, path)] = value; }

    void run() {
        const Shape shape = op_.output_shape(in_.params, input_.shape()).value();
        Numbers grads(shape.count());
        for (std::size_t i = 0; i < grads.size(); ++i) grads[i] = static_cast<float>(1 << i);
        grad_output_ = from_dense(shape, grads);
        winners_.resize(shape.count());
        in_.input = input_.view();
        in_.grad_output = std::as_const(grad_output_).view();
        in_.winners = winners_;
        Tensor output(shape);
        Scratch scratch;
        op_.fast.forward(in_, output.view(), winners_, shape.plane(), scratch);
        output_ = to_dense(output.view());
    }

    Numbers gradient() const {
        Tensor grad_input(input_.shape());
        Scratch scratch;
        op_.fast.grad_input(in_, grad_input.view(), input_.shape().plane(), scratch);
        return to_dense(grad_input.view());
    }
    const Numbers& output() const { return output_; }
    const std::vector<std::uint16_t>& winners() const { return winners_; }
    Explanation explain(Quantity quantity, Cell cell) const {
        return op_.explain(in_, quantity, cell, 0, 1000);
    }
    double error_bound(const ErrorBounds& errors) const {
        return op_.error_bound(in_, Quantity::kGradInput, errors);
    }

  private:
    const OpInfo& op_;
    Tensor input_, grad_output_;
    OpInputs in_;
    std::vector<std::uint16_t> winners_;
    Numbers output_;
};

Pool two_by_two(Rule rule, Shape shape, const Numbers& values) {
    return {rule, {2, 2}, {2, 2}, shape, values};
}

TEST(MaxPoolTies, GoToTheFirstToAllInEqualPartsOrToAllInFull) {
    const Numbers values = {1, 7, 7, 7};
    EXPECT_EQ(two_by_two(kFirst, {1, 1, 2, 2}, values).gradient(), (Numbers{0, 1, 0, 0}));
    const float third = 1.0f / 3;
    EXPECT_EQ(two_by_two(kSplit, {1, 1, 2, 2}, values).gradient(),
              (Numbers{0, third, third, third}));
    EXPECT_EQ(two_by_two(kAll, {1, 1, 2, 2}, values).gradient(), (Numbers{0, 1, 1, 1}));
}

TEST(MaxPoolTies, TheRuleChangesNeitherTheOutputNorTheWinners) {
    const Numbers values = {4, 4, 0, -0.0f, 4, 4, 0, 0};
    const Pool first = two_by_two(kFirst, {1, 1, 2, 4}, values);
    for (const Rule rule : {kSplit, kAll}) {
        const Pool other = two_by_two(rule, {1, 1, 2, 4}, values);
        EXPECT_EQ(other.output(), first.output());
        EXPECT_EQ(other.winners(), first.winners());
    }
    // Zeros of both signs are equal.
    EXPECT_EQ(two_by_two(kSplit, {1, 1, 2, 4}, values).gradient(),
              (Numbers{0.25f, 0.25f, 0.5f, 0.5f, 0.25f, 0.25f, 0.5f, 0.5f}));
}

TEST(MaxPoolTies, OverlappingWindowsAddTheirShares) {
    const auto row = [](Rule rule) {
        return Pool(rule, {2, 1}, {1, 1}, {1, 1, 1, 4}, {3, 3, 3, 1}).gradient();
    };
    EXPECT_EQ(row(kFirst), (Numbers{1, 2, 4, 0}));
    EXPECT_EQ(row(kSplit), (Numbers{0.5f, 0.5f + 1, 1 + 4, 0}));
    EXPECT_EQ(row(kAll), (Numbers{1, 1 + 2, 2 + 4, 0}));
}

TEST(MaxPoolTies, NanSharesWithNobody) {
    for (const Rule rule : {kFirst, kSplit, kAll})
        EXPECT_EQ(two_by_two(rule, {1, 1, 2, 2}, {kInfinity, kNan, kNan, kInfinity}).gradient(),
                  (Numbers{0, 1, 0, 0}));
}

TEST(MaxPoolTies, InfinitiesTieAndPaddingDoesNot) {
    EXPECT_EQ(two_by_two(kSplit, {1, 1, 2, 2}, {kInfinity, 2, kInfinity, 2}).gradient(),
              (Numbers{0.5f, 0, 0.5f, 0}));
    Pool padded(kSplit, {4, 1}, {4, 1}, {1, 1, 1, 4}, Numbers(4, -kInfinity));
    padded.set("pad.x", 2);
    padded.run();
    // Two windows, each with two cells inside.
    EXPECT_EQ(padded.gradient(), (Numbers{0.5f, 0.5f, 1, 1}));
}

TEST(MaxPoolTies, TheExplanationListsEverySharersDivisor) {
    const Pool pool(kSplit, {2, 1}, {1, 1}, {1, 1, 1, 4}, {3, 3, 1, 3});
    const Explanation second = pool.explain(Quantity::kGradInput, {0, 0, 0, 1});
    ASSERT_EQ(second.terms.size(), 2u);
    EXPECT_EQ(second.terms[0].divisor, 2);
    EXPECT_EQ(second.terms[1].divisor, 1);
    EXPECT_TRUE(second.terms[0].tied);
    EXPECT_FALSE(second.terms[1].tied);
    EXPECT_TRUE(second.terms[0].chosen && second.terms[1].chosen);
    EXPECT_EQ(replay(second), 0.5f + 2);
    const Explanation third = pool.explain(Quantity::kGradInput, {0, 0, 0, 2});
    EXPECT_FALSE(third.terms[0].chosen || third.terms[1].chosen);
    EXPECT_FALSE(third.terms[0].tied);
    EXPECT_EQ(replay(third), 0.0f);
}

TEST(MaxPoolTies, AGradientLostByTheRuleIsToldFromOneThatIsNotDue) {
    const Pool pool = two_by_two(kFirst, {1, 1, 2, 2}, {5, 5, 1, 5});
    const auto term = [&](int x, int y) {
        return pool.explain(Quantity::kGradInput, {0, 0, y, x}).terms.at(0);
    };
    EXPECT_TRUE(term(0, 0).chosen);
    EXPECT_FALSE(term(1, 0).chosen);
    EXPECT_TRUE(term(1, 0).tied);
    EXPECT_FALSE(term(0, 1).chosen);
    EXPECT_FALSE(term(0, 1).tied);
}

TEST(MaxPoolTies, SharersAreAllTiedInTheOutput) {
    const auto tied = [](Rule rule, const Numbers& values) {
        std::vector<bool> all;
        for (const Term& term :
             two_by_two(rule, {1, 1, 2, 2}, values).explain(Quantity::kOutput, {}).terms)
            all.push_back(term.tied);
        return all;
    };
    using Flags = std::vector<bool>;
    EXPECT_EQ(tied(kFirst, {1, 7, 7, 7}), (Flags{false, false, true, true}));
    EXPECT_EQ(tied(kSplit, {1, 7, 7, 7}), (Flags{false, true, true, true}));
    EXPECT_EQ(tied(kAll, {1, 7, 7, 7}), (Flags{false, true, true, true}));
    EXPECT_EQ(tied(kSplit, {1, 7, 2, 3}), (Flags{false, false, false, false}));
}

TEST(MaxPoolTies, ADivisionIsOneRoundingMore) {
    const ErrorBounds errors{.grad_magnitude = 1};
    EXPECT_EQ(two_by_two(kFirst, {1, 1, 2, 2}, Numbers(4, 1.0f)).error_bound(errors), 0);
    EXPECT_GT(two_by_two(kSplit, {1, 1, 2, 2}, Numbers(4, 1.0f)).error_bound(errors), 0);
}

}  // namespace
}  // namespace convscope
