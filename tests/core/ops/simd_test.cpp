#include "core/ops/simd.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace convscope {
namespace {

class Simd : public testing::Test {
  protected:
    void TearDown() override { ASSERT_TRUE(use_simd_target(simd_targets().front())); }
};

TEST_F(Simd, TheBestTargetIsInUseFirst) {
    ASSERT_FALSE(simd_targets().empty());
    EXPECT_EQ(current_simd_target(), simd_targets().front());
}

TEST_F(Simd, EveryTargetCanBeChosen) {
    const std::vector<std::string> targets = simd_targets();
    for (const std::string& target : targets) {
        ASSERT_TRUE(use_simd_target(target));
        EXPECT_EQ(current_simd_target(), target);
        EXPECT_EQ(simd_targets(), targets);
    }
}

TEST_F(Simd, KnowsWhichTargetsFuse) {
    for (const std::string& target : simd_targets()) {
        ASSERT_TRUE(use_simd_target(target));
        const bool is_avx2_or_newer = target.starts_with("AVX2") || target.starts_with("AVX3");
        const bool is_arm = target.starts_with("NEON");
        const bool is_old = target.starts_with("SSE") || target.starts_with("SSSE") ||
                            target == "EMU128" || target == "SCALAR";
        EXPECT_EQ(simd_target_is_fused(), is_avx2_or_newer || is_arm) << target;
        EXPECT_EQ(simd_target_is_fused(), !is_old) << target;
    }
}

TEST_F(Simd, UnknownTargetsAreRefusedWithTheList) {
    const auto result = use_simd_target("MMX");
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("'MMX'"), std::string::npos);
    EXPECT_NE(result.error().message.find(simd_targets().front()), std::string::npos);
    EXPECT_EQ(current_simd_target(), simd_targets().front());
}

}  // namespace
}  // namespace convscope
