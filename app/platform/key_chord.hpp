#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "app/platform/imgui_compat.hpp"

namespace convscope::app {

/// A key with its modifiers, "Ctrl+Shift+Z".
struct KeyChord {
    std::optional<Key> key;  ///< None: modifiers alone.
    bool ctrl = false, shift = false, alt = false;
};

/// Nothing when `text` is no chord. Empty text has no key.
std::optional<KeyChord> parse_chord(std::string_view text);

/// Pressed in this frame with just these modifiers (plus may need Shift, wherever it lies).
bool is_chord_pressed(const KeyChord& chord, bool repeat = false);

/// As on the screen: "Ctrl+Plus" as "Ctrl +".
std::string shown_chord(std::string_view text);

}  // namespace convscope::app
