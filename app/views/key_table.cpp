#include "app/views/key_table.hpp"

#include <array>
#include <cassert>

#include "app/platform/key_chord.hpp"
#include "app/views/tools/tool.hpp"
#include "app/views/view.hpp"

namespace convscope::app {
namespace {

const KeyInfo& find_command(std::string_view id) {
    for (const KeyGroup& group : key_table())
        for (const KeyInfo& info : group.keys)
            if (info.id == id) return info;
    assert(false);
    return key_table().front().keys.front();
}

}  // namespace

std::span<const KeyGroup> key_table() {
    static const std::array kGroups{
        KeyGroup{"Help and the window",
                 {{"keys", "F1", "this list"},
                  {"key_hints", "F2", "a letter on every control; typing it presses that control"},
                  {"menus", "F10", "the menus; arrows walk, Enter chooses, Esc leaves"},
                  {"full_screen", "F11", "full screen, and back"},
                  {"larger", "Ctrl+Plus", "everything larger"},
                  {"smaller", "Ctrl+Minus", "everything smaller"},
                  {"normal_size", "Ctrl+0", "the size that the monitor asks for"},
                  {"drawers_higher", "Ctrl+PageUp", "drawers higher"},
                  {"drawers_lower", "Ctrl+PageDown", "drawers lower"},
                  {"", "Esc", "close a menu, a list, a dialog; then leave full screen"}}},
        KeyGroup{"Files and steps",
                 {{"open", "Ctrl+O", "open a picture, a scene or a lesson"},
                  {"save", "Ctrl+S", "save the scene"},
                  {"save_as", "Ctrl+Shift+S", "save under another name"},
                  {"undo", "Ctrl+Z", "undo"},
                  {"redo", "Ctrl+Y", "redo"},
                  {"redo_too", "Ctrl+Shift+Z", "redo"},
                  {"quit", "Ctrl+Q", "quit"}}},
        KeyGroup{"Weights and numbers",
                 {{"", "Click", "select, then type a number"},
                  {"", "Enter, Tab", "take it and go to the next"},
                  {"", "Arrow keys", "walk through the grid"},
                  {"", "Page Up, Page Down", "change by a step; with Shift finely"},
                  {"", "Drag up or down, wheel", "change; with Shift finely"},
                  {"", "Ctrl+C, Ctrl+V", "copy the filter as NumPy text, paste a matrix"},
                  {"", "Esc", "leave as it was"}}},
        KeyGroup{"Maps",
                 {{"", "Wheel, + and -", "zoom at the pointer"},
                  {"", "Double-click, 0", "whole map"},
                  {"", "Arrow keys", "move the enlarged map under the pointer"},
                  {"", "Drag", "move; on the picture with the middle or the right button"}}},
        KeyGroup{"Pointing at numbers",
                 {{"", "Click", "pin the cell of a map: it stays when the pointer goes on"},
                  {"pin", "K", "pin what the pointer is on, or was on last"},
                  {"", "Arrow keys", "pinned: walk to the next cell; with Shift ten cells"},
                  {"", "Tab, Shift+Tab", "pinned: the next quantity of the two passes, and back"},
                  {"", "Esc", "pinned: let it go"},
                  {"verify", "T", "check all weights by nudging each; while that runs: stop it"},
                  {"every_digit", "N", "every digit of the numbers in the Inspector"}}},
        KeyGroup{
            "Stepping through both passes",
            {{"step_play", "Space", "play and pause; begins where no walk is on"},
             {"step_forward", "Right", "nothing pinned: one step on"},
             {"step_back", "Left", "one step back"},
             {"step_next_phase", "Ctrl+Right", "to the end of the phase, then of the next one"},
             {"step_previous_phase", "Ctrl+Left", "to the start of the phase, of the one before"},
             {"step_start", "Home", "to the start"},
             {"step_end", "End", "to the end"},
             {"step_faster", "Up", "a walk is on and nothing pinned: plays faster"},
             {"step_slower", "Down", "plays slower"},
             {"step_grain", "C", "steps of a window, a channel, a product"},
             {"step_follow", "Y", "a paused walk goes to the cell under the pointer"},
             {"predict", "P", "predict first: veil what is computed until it is clicked"},
             {"", "Esc", "end the walk"}}},
        KeyGroup{"Network",
                 {{"focus", "Z", "focus: one op as large as the window, and back"},
                  {"focus_next", "PageDown", "focus: the next op; Tab too"},
                  {"focus_previous", "PageUp", "focus: the op before; Shift+Tab too"},
                  {"", "Esc", "focus: back to the whole network"},
                  {"layer_left", "Alt+Left", "the layer under the pointer: one place left"},
                  {"layer_right", "Alt+Right", "one place right"},
                  {"layer_duplicate", "Ctrl+D", "a copy of it behind it"},
                  {"layer_switch", "Ctrl+E", "off or on"},
                  {"layer_remove", "Ctrl+Delete", "remove it"},
                  {"fit_network", "W", "fit a wide network into the window, and back"}}},
        KeyGroup{"Painting",
                 {{"", "[ and ]", "smaller and larger brush"},
                  {"", "X", "swap colour and background"},
                  {"", "H, V", "mirror left and right, up and down"},
                  {"", "Alt+Click, right click", "take the colour there"},
                  {"", "Space and drag", "move the picture with any tool"},
                  {"", "Shift", "straight lines, squares and circles"},
                  {"", "Enter", "keep a pasted piece where it is"},
                  {"", "Esc", "drop the stroke, the shape, the pasted piece"}}},
    };
    return kGroups;
}

std::vector<KeyGroup> all_keys() {
    std::vector<KeyGroup> groups(key_table().begin(), key_table().end());
    KeyGroup drawers{"Drawers", {}}, tools{"Tools", {}};
    for (const ViewInfo& view : view_table())
        if (view.region == Region::kDrawer) drawers.keys.push_back({"", view.key, view.title});
    for (const ToolInfo& tool : tool_table()) tools.keys.push_back({"", tool.key_name, tool.label});
    groups.push_back(std::move(tools));
    groups.push_back(std::move(drawers));
    return groups;
}

std::string keys_of(std::string_view id) {
    return shown_chord(find_command(id).keys);
}

std::string key_hint(std::string_view id) {
    return " Key " + keys_of(id) + ".";
}

bool is_command_pressed(std::string_view id, bool repeat) {
    const auto chord = parse_chord(find_command(id).keys);
    return chord && is_chord_pressed(*chord, repeat);
}

}  // namespace convscope::app
