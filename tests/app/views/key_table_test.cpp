#include "app/views/key_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "app/platform/key_chord.hpp"

namespace convscope::app {
namespace {

TEST(KeyTable, HasEachCommandAndEachOfItsKeysOnce) {
    std::set<std::string_view> ids, keys;
    for (const KeyGroup& group : key_table())
        for (const KeyInfo& info : group.keys) {
            EXPECT_FALSE(info.what.empty()) << info.keys;
            if (info.id.empty()) continue;
            EXPECT_TRUE(ids.insert(info.id).second) << info.id;
            EXPECT_TRUE(keys.insert(info.keys).second) << info.keys;
            const auto chord = parse_chord(info.keys);
            ASSERT_TRUE(chord) << info.keys;
            EXPECT_TRUE(chord->key) << info.keys;
        }
}

TEST(KeyTable, ToolsAndDrawersAddTheirs) {
    std::set<std::string_view> keys;
    for (const KeyGroup& group : all_keys())
        for (const KeyInfo& info : group.keys)
            if (parse_chord(info.keys) && parse_chord(info.keys)->key && info.keys != "Esc") {
                EXPECT_TRUE(keys.insert(info.keys).second) << info.keys << " means two things";
            }
    EXPECT_TRUE(keys.contains("F8"));
    EXPECT_TRUE(keys.contains("B"));
}

TEST(KeyTable, SaysTheKeyOfACommand) {
    EXPECT_EQ(keys_of("undo"), "Ctrl+Z");
    EXPECT_EQ(key_hint("full_screen"), " Key F11.");
}

}  // namespace
}  // namespace convscope::app
