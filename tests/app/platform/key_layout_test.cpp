#include "app/platform/key_layout.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

namespace convscope::app {
namespace {

TEST(KeyLayout, ALetterIsTheKeyThatWritesIt) {
    EXPECT_EQ(key_bearing("z", GLFW_KEY_Y), GLFW_KEY_Z);  // QWERTZ
    EXPECT_EQ(key_bearing("a", GLFW_KEY_Q), GLFW_KEY_A);  // AZERTY
    EXPECT_EQ(key_bearing("m", GLFW_KEY_SEMICOLON), GLFW_KEY_M);
    EXPECT_EQ(key_bearing("s", GLFW_KEY_S), GLFW_KEY_S);
}

TEST(KeyLayout, PlusAndMinusAreTheKeysThatWriteThem) {
    EXPECT_EQ(key_bearing("-", GLFW_KEY_SLASH), GLFW_KEY_MINUS);
    EXPECT_EQ(key_bearing("+", GLFW_KEY_RIGHT_BRACKET), GLFW_KEY_EQUAL);
    EXPECT_EQ(key_bearing("=", GLFW_KEY_EQUAL), GLFW_KEY_EQUAL);
}

TEST(KeyLayout, OtherKeysStayWhereTheyAre) {
    EXPECT_EQ(key_bearing(nullptr, GLFW_KEY_LEFT), GLFW_KEY_LEFT);
    EXPECT_EQ(key_bearing("я", GLFW_KEY_Z), GLFW_KEY_Z);  // letters that are not Latin
    EXPECT_EQ(key_bearing("à", GLFW_KEY_0), GLFW_KEY_0);
    EXPECT_EQ(key_bearing("&", GLFW_KEY_1), GLFW_KEY_1);
    EXPECT_EQ(key_bearing("+", GLFW_KEY_KP_ADD), GLFW_KEY_KP_ADD);
    EXPECT_EQ(key_bearing("0", GLFW_KEY_KP_0), GLFW_KEY_KP_0);
}

}  // namespace
}  // namespace convscope::app
