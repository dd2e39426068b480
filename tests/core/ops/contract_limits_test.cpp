// The fields' limits: every parameter at its largest, alone, still gives the contract's bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "contract_case.hpp"

namespace convscope::contract {
namespace {

class ContractLimits : public testing::TestWithParam<std::string> {
  protected:
    const OpInfo& op() const { return *find_op(GetParam()); }
};

/// The smallest input on the way up that these parameters accept, if there is one.
Result<Shape> fitting_input(const OpInfo& op, const ParamSet& params) {
    Result<Shape> found = Error{"none", ""};
    for (int side = 8; side <= 1024 && !found; side *= 2)
        if (op.output_shape(params, {1, 1, side, side})) found = Shape{1, 1, side, side};
    if (!found) return found;
    // Thin inputs keep the plain loops of the twin fast.
    for (int side = 1; side < found->h; ++side)
        if (op.output_shape(params, {1, 1, side, found->w})) return Shape{1, 1, side, found->w};
    return found;
}

struct Fitting {
    ParamSet params;
    Shape input;
};

/// These parameters, or with one other field raised as little as it takes, on an input that they
/// accept: a padding at its limit asks for a large window, say.
std::optional<Fitting> fitting(const OpInfo& op, const ParamSet& params, std::size_t fixed) {
    if (const auto input = fitting_input(op, params)) return Fitting{params, *input};
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        if (i == fixed) continue;
        ParamSet raised = params;
        while (raised[i] < op.fields[i].maximum) {
            raised[i] = std::min(2 * std::max(1, raised[i]), op.fields[i].maximum);
            if (const auto input = fitting_input(op, raised)) return Fitting{raised, *input};
        }
    }
    return std::nullopt;
}

TEST_P(ContractLimits, EveryFieldAtItsLimits) {
    for (const ParamField& field : op().fields)
        for (const int value : {field.minimum, field.maximum}) {
            ParamSet params = default_params(op());
            const std::size_t index = field_index(op(), field.path);
            params[index] = value;
            EXPECT_TRUE(check_params(op(), params));
            const auto fits = fitting(op(), params, index);
            ASSERT_TRUE(fits) << field.path << " = " << value << " fits no input";
            const Case one = make_case(op(), fits->params, fits->input, 1, Values::kSmooth);
            EXPECT_EQ(difference(compute(op().fast, one), compute(op().twin, one)), "") << one.name;
        }
}

TEST_P(ContractLimits, DefaultsWork) {
    const ParamSet params = default_params(op());
    EXPECT_TRUE(check_params(op(), params));
    EXPECT_TRUE(op().output_shape(params, {1, 3, 8, 8}));
}

INSTANTIATE_TEST_SUITE_P(Ops, ContractLimits, testing::ValuesIn(op_ids()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace convscope::contract
