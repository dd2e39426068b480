#include "app/views/layer_actions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace convscope::app {
namespace {

Scene scene() {
    return default_scene(TiledImage(8, 8, 3), "blank");
}

const LayerAction& action(std::string_view id) {
    return *std::ranges::find(layer_actions(), id, &LayerAction::id);
}

TEST(LayerActions, HaveTheirOwnIdsAndKeys) {
    std::set<std::string_view> ids, keys;
    for (const LayerAction& one : layer_actions()) {
        EXPECT_TRUE(ids.insert(one.id).second) << one.id;
        EXPECT_TRUE(keys.insert(one.command).second) << one.command;
        EXPECT_FALSE(one.tooltip.empty()) << one.id;
    }
}

TEST(LayerActions, MakeEditsThatTheSceneTakes) {
    const Scene before = scene();
    ASSERT_EQ(before.layers.size(), 3u);
    const auto moved = apply_edit(before, *action("move_right").edit(before, 0));
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->layers[0].id, "relu1");
    EXPECT_EQ(moved->layers[1].id, "conv1");
    const auto back = apply_edit(*moved, *action("move_left").edit(*moved, 1));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->layers[0].id, "conv1");
    const auto more = apply_edit(before, *action("duplicate").edit(before, 1));
    ASSERT_TRUE(more);
    EXPECT_EQ(more->layers.size(), 4u);
    const auto off = apply_edit(before, *action("switch").edit(before, 1));
    ASSERT_TRUE(off);
    EXPECT_FALSE(off->layers[1].enabled);
    const auto less = apply_edit(before, *action("remove").edit(before, 1));
    ASSERT_TRUE(less);
    EXPECT_EQ(layer_index(*less, "relu1"), std::nullopt);
}

TEST(LayerActions, CannotMoveBeyondTheEnds) {
    const Scene before = scene();
    EXPECT_FALSE(action("move_left").edit(before, 0));
    EXPECT_FALSE(action("move_right").edit(before, 2));
}

TEST(PointedFilterLayer, IsTheOnePointedAtElseTheFirst) {
    const Scene before = scene();
    const auto two = apply_edit(before, DuplicateLayer{"conv1"});
    ASSERT_TRUE(two);
    UiState ui;
    EXPECT_EQ(pointed_filter_layer(*two, ui)->id, "conv1");
    ui.pointed_layer = two->layers[1].id;
    EXPECT_EQ(pointed_filter_layer(*two, ui)->id, two->layers[1].id);
    ui.pointed_layer = "relu1";
    EXPECT_EQ(pointed_filter_layer(*two, ui)->id, "conv1");
    ui.pointed_layer = "gone";
    EXPECT_EQ(pointed_filter_layer(*two, ui)->id, "conv1");
}

}  // namespace
}  // namespace convscope::app
