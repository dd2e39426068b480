#include "app/platform/key_chord.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

TEST(KeyChord, IsReadFromItsName) {
    const auto chord = parse_chord("Ctrl+Shift+Z");
    ASSERT_TRUE(chord);
    EXPECT_EQ(chord->key, Key::kZ);
    EXPECT_TRUE(chord->ctrl);
    EXPECT_TRUE(chord->shift);
    EXPECT_FALSE(chord->alt);
    EXPECT_EQ(parse_chord("F11")->key, Key::kF11);
    EXPECT_EQ(parse_chord("Ctrl+Plus")->key, Key::kPlus);
    EXPECT_FALSE(parse_chord("Ctrl")->key);
    EXPECT_FALSE(parse_chord("Ctrl+Nothing"));
    EXPECT_FALSE(parse_chord("Z+Ctrl"));
}

TEST(KeyChord, IsShownWithTheSignOnTheKey) {
    EXPECT_EQ(shown_chord("Ctrl+Plus"), "Ctrl +");
    EXPECT_EQ(shown_chord("Ctrl+Minus"), "Ctrl −");
    EXPECT_EQ(shown_chord("Ctrl+Shift+S"), "Ctrl+Shift+S");
    EXPECT_EQ(shown_chord("F1"), "F1");
}

}  // namespace
}  // namespace convscope::app
