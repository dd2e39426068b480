// Shapes, and the maps between rectangles of input and output, against brute force.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "contract_case.hpp"

namespace convscope::contract {
namespace {

class ContractShapes : public testing::TestWithParam<std::string> {
  protected:
    const OpInfo& op() const { return *find_op(GetParam()); }
};

/// Hull of cells for which `member` holds.
template <class Member>
Rect hull(Rect plane, const Member& member) {
    Rect all;
    for (int y = plane.y0; y < plane.y1; ++y)
        for (int x = plane.x0; x < plane.x1; ++x)
            if (member(x, y)) all = unite(all, {x, y, x + 1, y + 1});
    return all;
}

/// For each input cell, the hull of the output cells that the oracle changes with it.
Rect influenced(const Case& one, int x, int y) {
    DoubleTensor input = to_double(one.inputs().input);
    const DoubleTensor weights = to_double(one.inputs().weights);
    for (int n = 0; n < input.shape().n; ++n)
        for (int c = 0; c < input.shape().c; ++c)
            input.view()(n, c, y, x) = std::numeric_limits<double>::quiet_NaN();
    DoubleTensor output(one.output_shape);
    one.op->oracle.forward(one.params, input.view(), weights.view(), {}, output.view());
    return hull(one.output_shape.plane(),
                [&](int column, int row) { return std::isnan(output.view()(0, 0, row, column)); });
}

TEST_P(ContractShapes, EveryChoiceIsDrawn) {
    std::set<std::pair<std::size_t, int>> drawn;
    std::size_t choices = 0;
    for (const ParamField& field : op().fields) choices += field.choices.size();
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 9});
        for (std::size_t i = 0; i < op().fields.size(); ++i)
            if (!op().fields[i].choices.empty()) drawn.insert({i, one.params[i]});
    }
    EXPECT_EQ(drawn.size(), choices);
}

TEST_P(ContractShapes, RectanglesAreThoseThatTheOracleReads) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 9, .max_samples = 1});
        const Shape input = one.inputs().input.shape();
        Rect reached;
        for (int y = 0; y < input.h; ++y)
            for (int x = 0; x < input.w; ++x) {
                const Rect cell{x, y, x + 1, y + 1};
                const Rect changed = influenced(one, x, y);
                EXPECT_EQ(op().output_rect(one.params, cell, input), changed) << one.name;
                if (changed.empty()) continue;
                EXPECT_EQ(intersect(op().input_rect(one.params, changed, input), cell), cell)
                    << one.name;
                reached = unite(reached, cell);
            }
        const Rect all = op().input_rect(one.params, one.output_shape.plane(), input);
        EXPECT_EQ(unite(reached, intersect(all, input.plane())), intersect(all, input.plane()))
            << one.name;
    }
}

TEST_P(ContractShapes, OutputRectIsTheHullOfThoseOfItsCells) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        const Case one = random_case(op(), seed, {.max_side = 30, .max_samples = 1});
        const Shape input = one.inputs().input.shape();
        Random random(seed);
        const int x0 = random.in(-2, input.w), y0 = random.in(-2, input.h);
        const Rect rect{x0, y0, x0 + random.in(0, 9), y0 + random.in(0, 9)};
        Rect expected;
        for (int y = rect.y0; y < rect.y1; ++y)
            for (int x = rect.x0; x < rect.x1; ++x)
                expected =
                    unite(expected, op().output_rect(one.params, {x, y, x + 1, y + 1}, input));
        EXPECT_EQ(op().output_rect(one.params, rect, input), expected) << one.name;
    }
}

TEST_P(ContractShapes, EmptyRectanglesStayEmpty) {
    const ParamSet params = default_params(op());
    const Shape input{1, 1, 9, 9};
    EXPECT_TRUE(op().output_rect(params, {3, 3, 3, 5}, input).empty());
    EXPECT_TRUE(op().output_rect(params, {20, 0, 25, 4}, input).empty());
    EXPECT_TRUE(op().input_rect(params, {}, input).empty());
}

/// Whether the value that an error proposes works, and the next does not.
void expect_proposal_is_the_nearest(const OpInfo& op, ParamSet params, Shape input,
                                    const Error& error) {
    // "..., make NAME at most VALUE"
    const std::string make = ": make ", at_most = " at most ";
    const std::size_t name = error.message.rfind(make), value = error.message.rfind(at_most);
    ASSERT_TRUE(name != std::string::npos && value != std::string::npos) << error.message;
    const std::size_t field = field_index(op, error.where);
    EXPECT_EQ(error.message.substr(name + make.size(), value - name - make.size()),
              op.fields[field].label);
    params[field] = std::stoi(error.message.substr(value + at_most.size()));
    const Result<Shape> nearest = op.output_shape(params, input);
    EXPECT_TRUE(nearest || nearest.error().where != error.where) << error.text();
    ++params[field];
    const Result<Shape> next = op.output_shape(params, input);
    EXPECT_TRUE(!next && next.error().where == error.where) << error.text();
}

TEST_P(ContractShapes, ErrorsNameTheFieldAndTheNearestValueThatWorks) {
    for (unsigned seed = 0; seed < 400; ++seed) {
        Random random(seed);
        const ParamSet params = random_params(op(), random);
        const Shape input{1, 1, random.in(1, 6), random.in(1, 6)};
        const Result<Shape> shape = op().output_shape(params, input);
        if (shape) {
            EXPECT_GT(shape->h, 0);
            EXPECT_GT(shape->w, 0);
        } else {
            expect_proposal_is_the_nearest(op(), params, input, shape.error());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Ops, ContractShapes, testing::ValuesIn(op_ids()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace convscope::contract
