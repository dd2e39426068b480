#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/views/tools/tool.hpp"

namespace convscope::app {
namespace {

TEST(ToolTable, IdsAndKeysAreUniqueAndOtherKeysAreFree) {
    std::set<std::string_view> ids;
    std::set<Key> keys{Key::kX, Key::kH, Key::kV};
    for (const ToolInfo& tool : tool_table()) {
        EXPECT_TRUE(ids.insert(tool.id).second) << tool.id;
        EXPECT_TRUE(keys.insert(tool.key).second) << tool.key_name;
        EXPECT_EQ(key_by_name(tool.key_name), tool.key);
        EXPECT_TRUE(tool_tooltip(tool).ends_with("Key " + std::string(tool.key_name) + "."));
        EXPECT_EQ(find_tool(tool.id).id, tool.id);
        EXPECT_NE(tool.draw_icon, nullptr);
    }
    EXPECT_EQ(find_tool("none").id, "brush");
}

TEST(ToolTable, PaintingToolsNameTheirStepAndChangeNothingOfTheStart) {
    const TiledImage start(8, 8, 3);
    PaintSettings settings;
    settings.brush.diameter_px = 1;
    settings.background = {1, 0, 0};
    for (const ToolInfo& tool : tool_table()) {
        if (tool.begin == nullptr) continue;
        EXPECT_FALSE(tool.undo_label.empty()) << tool.id;
        const auto gesture = tool.begin(start, settings, {1.5f, 1.5f});
        gesture->extend({3.5f, 2.5f}, true);
        const TiledImage after = gesture->extend({5.5f, 6.5f}, false);
        EXPECT_FALSE(after.changes_since(start)[0].empty()) << tool.id;
        const bool rounds_corners = tool.id == "ellipse";
        EXPECT_EQ(after.pixel(0, 1, 1), rounds_corners ? 0 : 1) << tool.id;
        EXPECT_EQ(start.pixel(0, 1, 1), 0);
    }
}

TEST(ToolTable, ShapesForgetWhereTheyWereBefore) {
    const TiledImage start(8, 8, 1);
    PaintSettings settings;
    settings.brush.diameter_px = 1;
    for (const char* id : {"line", "rectangle", "ellipse", "gradient"}) {
        const auto there = find_tool(id).begin(start, settings, {1.5f, 1.5f});
        const auto around = find_tool(id).begin(start, settings, {1.5f, 1.5f});
        around->extend({7.5f, 0.5f}, false);
        EXPECT_TRUE(there->extend({5.5f, 4.5f}, false)
                        .changes_since(around->extend({5.5f, 4.5f}, false))[0]
                        .empty())
            << id;
    }
}

}  // namespace
}  // namespace convscope::app
