// The step view cannot lie: the terms that explain() lists make the shown number, the same bits.
#include <gtest/gtest.h>

#include <cmath>

#include "contract_case.hpp"

namespace convscope::contract {
namespace {

class ContractExplain : public testing::TestWithParam<std::string> {
  protected:
    const OpInfo& op() const { return *find_op(GetParam()); }
};

constexpr std::int64_t kAll = std::int64_t{1} << 60;

/// The whole explanation, and the same put together from pages of every third size.
void expect_explains(const Case& one, Quantity quantity, Cell cell, float shown) {
    const OpInputs in = one.inputs();
    const Explanation whole = one.op->explain(in, quantity, cell, 0, kAll);
    ASSERT_EQ(std::ssize(whole.terms), whole.term_count) << one.name;
    const float replayed = replay(whole);
    EXPECT_TRUE(same_bits(replayed, shown)) << one.name << ": " << replayed << ", not " << shown;

    Explanation paged = whole;
    paged.terms.clear();
    const std::int64_t page = whole.term_count / 3 + 1;
    for (std::int64_t first = 0; first < whole.term_count; first += page) {
        const Explanation part = one.op->explain(in, quantity, cell, first, first + page);
        EXPECT_EQ(part.term_count, whole.term_count) << one.name;
        EXPECT_EQ(part.parts, whole.parts) << one.name;
        EXPECT_EQ(part.divisor, whole.divisor) << one.name;
        EXPECT_TRUE(same_bits(part.start, whole.start)) << one.name;
        paged.terms.insert(paged.terms.end(), part.terms.begin(), part.terms.end());
    }
    EXPECT_EQ(paged.terms.size(), whole.terms.size()) << one.name;
    EXPECT_TRUE(same_bits(replay(paged), shown)) << one.name;
    EXPECT_TRUE(one.op->explain(in, quantity, cell, kAll, kAll + 5).terms.empty()) << one.name;
}

/// Terms stand where they say: `a` and `b` are the values at cell_a and cell_b.
void expect_terms_are_in_place(const Case& one, Quantity quantity, Cell cell) {
    const OpInputs in = one.inputs();
    const bool a_in_input = quantity == Quantity::kOutput || quantity == Quantity::kGradWeights;
    const ConstTensorView source_a = a_in_input ? in.input : in.grad_output;
    for (const Term& term : one.op->explain(in, quantity, cell, 0, kAll).terms) {
        const bool inside = source_a.shape().plane().contains(term.cell_a.x, term.cell_a.y);
        EXPECT_EQ(term.in_padding, !inside) << one.name;
        const bool constant =
            one.op->explain(in, quantity, cell, 0, 1).reduction == Reduction::kMaximum &&
            term.a == 0;
        EXPECT_TRUE(!inside || constant || same_bits(term.a, source_a(term.cell_a))) << one.name;
        if (!one.has_weights() || quantity == Quantity::kGradBias) continue;
        const ConstTensorView source_b =
            quantity == Quantity::kGradWeights ? in.grad_output : in.weights;
        EXPECT_TRUE(same_bits(term.b, source_b(term.cell_b))) << one.name;
    }
}

Cell random_cell(Shape shape, Random& random) {
    return {random.in(0, shape.n - 1), random.in(0, shape.c - 1), random.in(0, shape.h - 1),
            random.in(0, shape.w - 1)};
}

void expect_case_is_explained(const Case& one, Random& random) {
    const Outcome shown = compute(one.op->twin, one);
    const auto check_map = [&](Quantity quantity, ConstTensorView map) {
        for (int i = 0; i < 4; ++i) {
            const Cell cell = random_cell(map.shape(), random);
            expect_explains(one, quantity, cell, map(cell));
            expect_terms_are_in_place(one, quantity, cell);
        }
    };
    check_map(Quantity::kOutput, shown.output.view());
    check_map(Quantity::kGradInput, shown.grad_input.view());
    if (!one.has_weights()) return;
    const Tensor weights = from_dense(
        one.inputs().weights.shape(),
        std::vector<float>(shown.grad_weights.begin(), shown.grad_weights.end() - one.filters()));
    check_map(Quantity::kGradWeights, weights.view());
    const int k = random.in(0, one.filters() - 1);
    const float bias = *(shown.grad_weights.end() - one.filters() + k);
    expect_explains(one, Quantity::kGradBias, {k, 0, 0, 0}, bias);
    expect_terms_are_in_place(one, Quantity::kGradBias, {k, 0, 0, 0});
}

/// What the terms make in double, and the size of what is added.
struct DoubleSum {
    double value = 0, absolute = 0;
};

DoubleSum in_double(const Explanation& number) {
    DoubleSum sum{number.start, std::fabs(number.start)};
    for (const Term& term : number.terms) {
        if (!term.chosen) continue;
        if (number.reduction == Reduction::kMaximum) return {term.a, 0};
        const double product = double{term.a} / double{term.divisor} * double{term.b};
        sum.value += product;
        sum.absolute += std::fabs(product);
    }
    sum.value /= number.divisor;
    return sum;
}

/// The terms make the number that the oracle finds by its own loops: not one too many or too few,
/// whatever stride, padding, dilation and rule for ties are.
void expect_oracle_agrees(const Case& one, Quantity quantity, Cell cell, double expected) {
    const DoubleSum sum = in_double(one.op->explain(one.inputs(), quantity, cell, 0, kAll));
    EXPECT_NEAR(sum.value, expected, 1e-12 * (1 + sum.absolute))
        << one.name << " quantity " << static_cast<int>(quantity);
}

TEST_P(ContractExplain, TermsMakeTheNumberOfTheOracle) {
    for (unsigned seed = 0; seed < 120; ++seed) {
        const Case one = random_case(
            op(), seed,
            {.max_side = 20, .max_samples = 20, .values = static_cast<Values>(seed % 2)});
        const OracleOutcome oracle = compute_oracle(one);
        Random random(seed);
        const auto check_map = [&](Quantity quantity, ConstDoubleTensorView map) {
            for (int i = 0; i < 6; ++i) {
                const Cell cell = random_cell(map.shape(), random);
                expect_oracle_agrees(one, quantity, cell, map(cell));
            }
        };
        check_map(Quantity::kOutput, oracle.output.view());
        check_map(Quantity::kGradInput, oracle.grad_input.view());
        if (!one.has_weights()) continue;
        check_map(Quantity::kGradWeights, oracle.grad_weights.view());
        for (int k = 0; k < one.filters(); ++k)
            expect_oracle_agrees(one, Quantity::kGradBias, {k, 0, 0, 0},
                                 oracle.grad_bias[static_cast<std::size_t>(k)]);
    }
}

TEST_P(ContractExplain, ReplayIsTheShownNumber) {
    for (unsigned seed = 0; seed < 90; ++seed) {
        const Case one = random_case(
            op(), seed,
            {.max_side = 20, .max_samples = 20, .values = static_cast<Values>(seed % 3)});
        Random random(seed);
        expect_case_is_explained(one, random);
    }
}

TEST_P(ContractExplain, ReplayIsTheShownNumberAcrossBlocks) {
    for (unsigned seed = 0; seed < 3; ++seed) {
        Random random(seed);
        expect_case_is_explained(case_on(op(), {1, 1, 70, 135}, seed), random);
    }
}

TEST_P(ContractExplain, TermsNotYetVisitedCountAsZero) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 12, .values = Values::kIntegers});
        Random random(seed);
        const Cell cell = random_cell(one.output_shape, random);
        const OpInputs in = one.inputs();
        const Explanation whole = op().explain(in, Quantity::kOutput, cell, 0, kAll);
        if (whole.reduction == Reduction::kMaximum) continue;
        const std::int64_t half = whole.term_count / 2;
        double expected = whole.start;
        for (std::int64_t i = 0; i < half; ++i) {
            const Term& term = whole.terms[static_cast<std::size_t>(i)];
            expected += double{term.a} / double{term.divisor} * double{term.b};
        }
        EXPECT_NEAR(replay(op().explain(in, Quantity::kOutput, cell, 0, half)),
                    expected / double{whole.divisor}, 1e-5)
            << one.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Ops, ContractExplain, testing::ValuesIn(op_ids()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace convscope::contract
