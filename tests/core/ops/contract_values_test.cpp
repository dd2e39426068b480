// What the numbers mean: the oracle is the derivative, and the kernels are close to the oracle.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "contract_case.hpp"
#include "core/ops/simd.hpp"

namespace convscope::contract {
namespace {

class ContractValues : public testing::TestWithParam<std::string> {
  protected:
    const OpInfo& op() const { return *find_op(GetParam()); }
    void TearDown() override { ASSERT_TRUE(use_simd_target(simd_targets().front())); }
};

/// Not larger than `bound`; where the oracle is not finite, the same kind of not finite.
bool within(double got, double want, double bound) {
    if (std::isnan(want)) return std::isnan(got);
    if (std::isinf(want)) return got == want;
    return std::fabs(got - want) <= bound;
}

struct Bounds {
    double output, grad_input, grad_weights = 0, grad_bias = 0;
};

Bounds error_bounds(const Case& one, const ErrorBounds& errors) {
    const OpInputs in = one.inputs();
    Bounds bounds{one.op->error_bound(in, Quantity::kOutput, errors),
                  one.op->error_bound(in, Quantity::kGradInput, errors)};
    if (one.has_weights()) {
        bounds.grad_weights = one.op->error_bound(in, Quantity::kGradWeights, errors);
        bounds.grad_bias = one.op->error_bound(in, Quantity::kGradBias, errors);
    }
    return bounds;
}

void expect_map_within(ConstTensorView got, ConstDoubleTensorView want, double bound,
                       const std::string& name) {
    const std::vector<float> values = to_dense(got);
    const std::vector<double> expected = to_dense(want);
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_TRUE(within(values[i], expected[i], bound))
            << name << ": " << values[i] << ", not " << expected[i] << " within " << bound;
}

void expect_within(const Case& one, const Outcome& got, const OracleOutcome& want,
                   const Bounds& bounds) {
    expect_map_within(got.output.view(), want.output.view(), bounds.output, one.name + " output");
    expect_map_within(got.grad_input.view(), want.grad_input.view(), bounds.grad_input,
                      one.name + " grad_input");
    if (!one.has_weights()) return;
    const std::vector<double> weights = to_dense(want.grad_weights.view());
    for (std::size_t i = 0; i < weights.size(); ++i)
        ASSERT_TRUE(within(got.grad_weights[i], weights[i], bounds.grad_weights))
            << one.name << " weight " << i;
    for (std::size_t k = 0; k < want.grad_bias.size(); ++k)
        ASSERT_TRUE(
            within(got.grad_weights[weights.size() + k], want.grad_bias[k], bounds.grad_bias))
            << one.name << " bias " << k;
}

ErrorBounds magnitudes(const Case& one) {
    ErrorBounds errors;
    errors.input_magnitude = magnitude(one.inputs().input);
    errors.grad_magnitude = magnitude(one.inputs().grad_output);
    return errors;
}

TEST_P(ContractValues, KernelsAreWithinTheErrorBoundOfTheOracle) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 40, .max_samples = 20});
        const OracleOutcome oracle = compute_oracle(one);
        expect_within(one, compute(op().twin, one), oracle, error_bounds(one, magnitudes(one)));
        for (const std::string& target : simd_targets()) {
            ASSERT_TRUE(use_simd_target(target));
            expect_within(one, compute(op().fast, one), oracle, error_bounds(one, magnitudes(one)));
        }
        ASSERT_TRUE(use_simd_target(simd_targets().front()));
    }
}

/// Calls visit(divisor) for all that the numbers of a map are divided by.
template <class Visit>
void for_each_divisor(const Case& one, Quantity quantity, Shape map, const Visit& visit) {
    constexpr std::int64_t kAll = std::int64_t{1} << 60;
    for (int i = 0; i < static_cast<int>(map.count()); ++i) {
        const int row = i / map.w, plane = row / map.h;
        const Cell cell{plane / map.c, plane % map.c, row % map.h, i % map.w};
        const Explanation number = one.op->explain(one.inputs(), quantity, cell, 0, kAll);
        visit(number.divisor);
        for (const Term& term : number.terms) visit(term.divisor);
    }
}

/// What an op divides by, it divides by exactly.
bool divides_by_powers_of_two(const Case& one) {
    bool exact = true;
    const auto check = [&](float divisor) {
        exact = exact && std::has_single_bit(static_cast<std::uint64_t>(divisor));
    };
    for_each_divisor(one, Quantity::kOutput, one.output_shape, check);
    for_each_divisor(one, Quantity::kGradInput, one.inputs().input.shape(), check);
    return exact;
}

TEST_P(ContractValues, WholeNumbersAreExact) {
    int exact = 0;
    for (unsigned seed = 0; seed < 80; ++seed) {
        Case one = random_case(op(), seed,
                               {.max_side = 16, .max_samples = 20, .values = Values::kIntegers});
        if (!divides_by_powers_of_two(one)) continue;
        ++exact;
        for (float& bias : one.bias) bias = -1;
        expect_within(one, compute(op().fast, one), compute_oracle(one), {});
    }
    EXPECT_GT(exact, 5);
}

/// Whether rounding may change this number: a choice and a copy are exact.
bool rounds(const Case& one, Quantity quantity, Cell cell) {
    const Explanation number = one.op->explain(one.inputs(), quantity, cell, 0, 1);
    return number.reduction != Reduction::kMaximum &&
           (one.has_weights() || number.term_count > 1 || number.divisor > 1);
}

/// The sum of the absolute terms behind a number.
double absolute_terms(const Case& one, Quantity quantity, Cell cell) {
    constexpr std::int64_t kAll = std::int64_t{1} << 60;
    double total = 0;
    for (const Term& term : one.op->explain(one.inputs(), quantity, cell, 0, kAll).terms)
        total += std::fabs(double{term.a} * double{term.b});
    return total;
}

TEST_P(ContractValues, ErrorBoundsAreOfUse) {
    // A bound is a few rounding errors: far below the terms, but not 0 where something is rounded.
    for (unsigned seed = 0; seed < 30; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 40});
        const Bounds bounds = error_bounds(one, magnitudes(one));
        const auto limit = [&](Quantity quantity) {
            return 1e-2 * std::max(1.0, absolute_terms(one, quantity, {0, 0, 0, 0}));
        };
        EXPECT_LT(bounds.output, limit(Quantity::kOutput)) << one.name;
        EXPECT_LT(bounds.grad_input, limit(Quantity::kGradInput)) << one.name;
        EXPECT_EQ(bounds.output > 0, rounds(one, Quantity::kOutput, {0, 0, 0, 0})) << one.name;
    }
}

TEST_P(ContractValues, ErrorBoundsCoverErrorsOfWhatIsRead) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Case exact = random_case(op(), seed, {.max_side = 20, .values = Values::kIntegers});
        // What the kernels read is off by up to `error`, which moves no winner and no sign. A
        // bound of independent errors is several times their deviation.
        constexpr float kError = 0x1p-10f, kDeviation = kError / 4;
        Case off = random_case(op(), seed, {.max_side = 20, .values = Values::kIntegers});
        Random random(seed);
        const auto disturb = [&](GuardedMap& map, bool keep_order) {
            const TensorView view = map.view();
            const float shift = kDeviation * random.uniform();
            for (int n = 0; n < view.shape().n; ++n)
                for (int c = 0; c < view.shape().c; ++c)
                    for (int y = 0; y < view.shape().h; ++y)
                        for (int x = 0; x < view.shape().w; ++x) {
                            float& value = view(n, c, y, x);
                            if (value != 0.0f)
                                value += keep_order ? shift : kDeviation * random.uniform();
                        }
        };
        disturb(off.input, !exact.has_weights());
        disturb(off.grad_output, false);
        ErrorBounds errors = magnitudes(exact);
        errors.input_error = errors.grad_error = kError;
        expect_within(off, compute(op().fast, off), compute_oracle(exact),
                      error_bounds(off, errors));
    }
}

TEST_P(ContractValues, NotFiniteValuesGoWhereTheOracleSaysTheyGo) {
    // Only NaN and infinities of one sign, next to small numbers: no overflow on the way.
    for (unsigned seed = 0; seed < 60; ++seed) {
        Case one = random_case(op(), seed, {.max_side = 20, .max_samples = 5});
        Random random(seed);
        const auto spoil = [&](GuardedMap& map) {
            const Shape shape = map.view().shape();
            const Cell cell{random.in(0, shape.n - 1), random.in(0, shape.c - 1),
                            random.in(0, shape.h - 1), random.in(0, shape.w - 1)};
            map.view()(cell) = seed % 2 == 0 ? std::numeric_limits<float>::quiet_NaN()
                                             : std::numeric_limits<float>::infinity();
        };
        if (seed % 3 != 0) spoil(one.input);
        if (seed % 3 != 1) spoil(one.grad_output);
        if (one.op->has_winners) one.winners = compute(op().twin, one).winners;
        expect_within(one, compute(op().fast, one), compute_oracle(one),
                      error_bounds(one, magnitudes(one)));
    }
}

/// L = sum of grad_output * output, whose derivatives the backward pass computes.
double loss(const Case& one, const DoubleTensor& input, const DoubleTensor& weights,
            const std::vector<double>& bias) {
    DoubleTensor output(one.output_shape);
    one.op->oracle.forward(one.params, input.view(), weights.view(), bias, output.view());
    const std::vector<double> values = to_dense(output.view());
    const std::vector<float> grads = to_dense(one.inputs().grad_output);
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) total += values[i] * double{grads[i]};
    return total;
}

/// (L(value + h) - L(value - h)) / 2h.
template <class Loss>
double slope(double& value, const Loss& loss_now) {
    constexpr double kStep = 1e-7;
    const double before = value;
    value = before + kStep;
    const double above = loss_now();
    value = before - kStep;
    const double below = loss_now();
    value = before;
    return (above - below) / (2 * kStep);
}

TEST_P(ContractValues, GradientsAreTheSlopesOfTheForwardPass) {
    for (unsigned seed = 0; seed < 25; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 12});
        const OracleOutcome oracle = compute_oracle(one);
        DoubleTensor input = to_double(one.inputs().input);
        DoubleTensor weights = to_double(one.inputs().weights);
        std::vector<double> bias(one.bias.begin(), one.bias.end());
        const auto loss_now = [&] { return loss(one, input, weights, bias); };
        constexpr double kTolerance = 1e-5;
        Random random(seed);
        const auto check = [&](DoubleTensor& tensor, const DoubleTensor& gradient) {
            const Shape shape = tensor.shape();
            for (int i = 0; i < 6; ++i) {
                const Cell cell{random.in(0, shape.n - 1), random.in(0, shape.c - 1),
                                random.in(0, shape.h - 1), random.in(0, shape.w - 1)};
                EXPECT_NEAR(gradient.view()(cell), slope(tensor.view()(cell), loss_now), kTolerance)
                    << one.name;
            }
        };
        check(input, oracle.grad_input);
        if (one.has_weights()) check(weights, oracle.grad_weights);
        for (std::size_t k = 0; k < bias.size(); ++k)
            EXPECT_NEAR(oracle.grad_bias[k], slope(bias[k], loss_now), kTolerance) << one.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Ops, ContractValues, testing::ValuesIn(op_ids()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace convscope::contract
