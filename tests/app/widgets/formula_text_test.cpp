#include "app/widgets/formula_text.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

TEST(WithoutMarks, LeavesSignsOnOneLine) {
    EXPECT_EQ(without_marks("R_2[86, 40]"), "R2[86, 40]");
    EXPECT_EQ(without_marks("∂L/∂G_{2r}[0, 1]"), "∂L/∂G2r[0, 1]");
    EXPECT_EQ(without_marks("L"), "L");
    EXPECT_EQ(without_marks(""), "");
    EXPECT_EQ(without_marks("bias_k, R_1"), "biask, R1");
    EXPECT_EQ(without_marks("reduce_max of TensorFlow"), "reduce_max of TensorFlow");
}

}  // namespace
}  // namespace convscope::app
