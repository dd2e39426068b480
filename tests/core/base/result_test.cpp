#include "core/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace convscope {
namespace {

TEST(Result, HoldsAValueOrAnError) {
    const Result<int> good = 3;
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 3);
    const Result<int> bad = Error{"too large", "stride.x"};
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().text(), "stride.x: too large");
    EXPECT_EQ((Error{"too large", ""}).text(), "too large");
}

TEST(Result, MovesValuesOut) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    const std::unique_ptr<int> value = *std::move(result);
    EXPECT_EQ(*value, 7);
}

TEST(Result, OfNothingIsSuccessByDefault) {
    EXPECT_TRUE(Result<void>());
    const Result<void> bad = Error{"no", ""};
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().message, "no");
}

// A string is a value of Result<std::string>, not a message.
TEST(Result, CanHoldAString) {
    const Result<std::string> result = std::string("text");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->size(), 4u);
}

}  // namespace
}  // namespace convscope
