#include "core/scene/op_traits.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

TEST(OpTraits, TellWindowsFromListsOfWeights) {
    const auto conv = window_fields(*find_op("conv2d")),
               pool = window_fields(*find_op("avg_pool2d"));
    ASSERT_TRUE(conv && pool);
    EXPECT_EQ(conv->noun, "filter");
    EXPECT_EQ(pool->noun, "window");
    EXPECT_EQ(find_op("conv2d")->fields[conv->w].path, "kernel.w");
    EXPECT_EQ(find_op("avg_pool2d")->fields[pool->h].path, "window.h");
    for (const char* id : {"relu", "flatten", "dense", "global_avg_pool"})
        EXPECT_FALSE(window_fields(*find_op(id))) << id;
    for (const OpInfo& op : op_table())
        EXPECT_EQ(weighs_whole_input(op, default_params(op)), op.id == "dense") << op.id;
    EXPECT_EQ(weights_noun(*find_op("conv2d")), "filters");
    EXPECT_EQ(weights_noun(*find_op("dense")), "weights");
}

}  // namespace
}  // namespace convscope
