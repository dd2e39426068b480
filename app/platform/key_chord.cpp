#include "app/platform/key_chord.hpp"

#include <imgui.h>

#include <algorithm>
#include <utility>

namespace convscope::app {

std::optional<KeyChord> parse_chord(std::string_view text) {
    KeyChord chord;
    while (!text.empty()) {
        const auto plus = std::min(text.find('+'), text.size());
        const auto part = text.substr(0, plus);
        text.remove_prefix(std::min(plus + 1, text.size()));
        if (part == "Ctrl") {
            chord.ctrl = true;
        } else if (part == "Shift") {
            chord.shift = true;
        } else if (part == "Alt") {
            chord.alt = true;
        } else if (const auto key = key_by_name(part); key && text.empty()) {
            chord.key = key;
        } else {
            return std::nullopt;
        }
    }
    return chord;
}

bool is_chord_pressed(const KeyChord& chord, bool repeat) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!chord.key || io.KeyCtrl != chord.ctrl || io.KeyAlt != chord.alt) return false;
    if (io.KeyShift != chord.shift && chord.key != Key::kPlus) return false;
    return is_key_pressed(*chord.key, repeat);
}

std::string shown_chord(std::string_view text) {
    constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
        {"+Plus", " +"}, {"+Minus", " −"}, {"+PageUp", "+Page Up"}, {"+PageDown", "+Page Down"}};
    std::string shown(text);
    for (const auto& [name, sign] : kSigns)
        if (text.ends_with(name)) shown.replace(text.size() - name.size(), name.size(), sign);
    return shown;
}

}  // namespace convscope::app
