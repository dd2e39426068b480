#include "app/platform/key_taps.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

namespace convscope::app {

#if IMGUI_VERSION_NUM < 18700
void KeyTaps::note_press(const Press& press) {
    if (press.key >= 0 && press.key < IM_ARRAYSIZE(ImGuiIO::KeysDown)) presses_.push_back(press);
}

void KeyTaps::note_release(int key) {
    for (Press& press : presses_) press.released |= press.key == key;
}

void KeyTaps::end_last_frames() {
    ImGuiIO& io = ImGui::GetIO();
    for (const int key : held_) io.KeysDown[key] = false;
    if (!std::exchange(modifiers_written_, false)) return;
    io.KeyCtrl = io.KeysDown[GLFW_KEY_LEFT_CONTROL] || io.KeysDown[GLFW_KEY_RIGHT_CONTROL];
    io.KeyShift = io.KeysDown[GLFW_KEY_LEFT_SHIFT] || io.KeysDown[GLFW_KEY_RIGHT_SHIFT];
    io.KeyAlt = io.KeysDown[GLFW_KEY_LEFT_ALT] || io.KeysDown[GLFW_KEY_RIGHT_ALT];
}

void KeyTaps::write_to_io() {
    end_last_frames();
    ImGuiIO& io = ImGui::GetIO();
    const std::vector<int> held_before = std::exchange(held_, {});
    for (const Press& press : std::exchange(presses_, {})) {
        if (std::ranges::count(held_before, press.key) + std::ranges::count(held_, press.key) > 0) {
            presses_.push_back(press);  // ImGui must see it up first
            continue;
        }
        io.KeysDown[press.key] = true;
        if (press.released) held_.push_back(press.key);
        io.KeyCtrl |= press.ctrl;
        io.KeyShift |= press.shift;
        io.KeyAlt |= press.alt;
        modifiers_written_ = true;
    }
}
#else
void KeyTaps::note_press(const Press&) {}
void KeyTaps::note_release(int) {}
void KeyTaps::end_last_frames() {}
void KeyTaps::write_to_io() {}
#endif

}  // namespace convscope::app
