#include "core/scene/filter_ops.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace convscope {
namespace {

using Dense = std::vector<float>;

Dense apply(std::string_view id, Shape shape, const Dense& weights) {
    const FilterOp* op = find_filter_op(id);
    if (op == nullptr) {
        ADD_FAILURE() << "no op " << id;
        return {};
    }
    const Tensor before = from_dense(shape, weights);
    const Tensor after = op->apply(before.view());
    EXPECT_EQ(after.shape(), shape);
    return to_dense(after.view());
}

TEST(FilterOps, DoWhatTheySay) {
    const Shape shape{1, 2, 2, 3};
    const Dense weights{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    EXPECT_EQ(apply("clear", shape, weights), Dense(12, 0));
    EXPECT_EQ(apply("flip_x", shape, weights), (Dense{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
    EXPECT_EQ(apply("flip_y", shape, weights), (Dense{4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9}));
    EXPECT_EQ(apply("rotate_180", shape, weights), (Dense{6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7}));
    EXPECT_EQ(apply("negate", shape, weights),
              (Dense{-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12}));
}

TEST(FilterOps, NegatingZeroGivesNoNegativeZero) {
    EXPECT_FALSE(std::signbit(apply("negate", {1, 1, 1, 2}, {0, 1})[0]));
}

TEST(FilterOps, AllButClearUndoThemselves) {
    const Shape shape{2, 1, 3, 2};
    const Dense weights{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    for (const FilterOp& op : filter_ops()) {
        if (op.id == "clear") continue;
        EXPECT_NE(apply(op.id, shape, weights), weights) << op.id;
        EXPECT_EQ(apply(op.id, shape, apply(op.id, shape, weights)), weights) << op.id;
    }
    EXPECT_EQ(find_filter_op("nonsense"), nullptr);
}

}  // namespace
}  // namespace convscope
