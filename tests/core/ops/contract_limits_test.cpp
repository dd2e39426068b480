// The fields' limits: every parameter at its largest, alone, still gives the contract's bits.
#include <gtest/gtest.h>

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

TEST_P(ContractLimits, EveryFieldAtItsLimits) {
    for (const ParamField& field : op().fields)
        for (const int value : {field.minimum, field.maximum}) {
            ParamSet params = default_params(op());
            params[field_index(op(), field.path)] = value;
            EXPECT_TRUE(check_params(op(), params));
            const Result<Shape> input = fitting_input(op(), params);
            if (!input) continue;
            const Case one = make_case(op(), params, *input, 1, Values::kSmooth);
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
