#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace convscope::app {

/// What a key, or the mouse, does.
struct KeyInfo {
    std::string_view id;    ///< "undo": menus, tooltips and shortcuts ask for it by this.
    std::string_view keys;  ///< "Ctrl+Z"; words for the mouse and for keys of one place only.
    std::string_view what;
};

/// The keys of one part of the window.
struct KeyGroup {
    std::string_view title;
    std::vector<KeyInfo> keys;
};

/// THE list of keys, but for those that drawers and tools declare in their own tables.
std::span<const KeyGroup> key_table();

/// With those of drawers and tools: what F1 shows.
std::vector<KeyGroup> all_keys();

/// "Ctrl+Z", as menus show it. Precondition: the table has `id`.
std::string keys_of(std::string_view id);
/// " Key Ctrl+Z.", to end a tooltip with.
std::string key_hint(std::string_view id);
/// Whether this command's key was pressed in this frame.
bool is_command_pressed(std::string_view id, bool repeat = false);

}  // namespace convscope::app
