#include "app/views/probability_bars.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace convscope::app {
namespace {

using ::testing::ElementsAre;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(ShownClasses, AreAllInOrderWhereTheyFit) {
    const std::vector<float> p{0.1f, 0.7f, 0.2f};
    EXPECT_THAT(shown_classes(p, 0, 3), ElementsAre(0, 1, 2));
}

TEST(ShownClasses, AreTheLikeliestAndTheLabel) {
    const std::vector<float> p{0.1f, 0.5f, 0.05f, 0.3f, 0.05f};
    EXPECT_THAT(shown_classes(p, 3, 3), ElementsAre(0, 1, 3));
    EXPECT_THAT(shown_classes(p, 4, 3), ElementsAre(1, 3, 4));
}

TEST(ShownClasses, TakeNaNForTheLeastLikely) {
    EXPECT_THAT(shown_classes(std::vector<float>{kNan, 0.5f, 0.5f}, 1, 2), ElementsAre(1, 2));
}

TEST(FormatPercent, HasAboutTwoDigits) {
    EXPECT_EQ(format_percent(0.421), "42%");
    EXPECT_EQ(format_percent(0.0421), "4.2%");
    EXPECT_EQ(format_percent(1), "100%");
    EXPECT_EQ(format_percent(0), "0%");
    EXPECT_EQ(format_percent(1e-9), "<0.1%");
    EXPECT_EQ(format_percent(0.0999), "10%");
    EXPECT_EQ(format_percent(kNan), "NaN");
}

}  // namespace
}  // namespace convscope::app
