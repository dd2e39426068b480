#include "app/platform/imgui_compat.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace convscope::app {
namespace {

// Both tables are in the order of Key.
constexpr std::array<std::string_view, 37> kNames{
    "Left",  "Right",  "Up",    "Down", "Home",      "End",    "PageUp", "PageDown",
    "Enter", "Escape", "Space", "Tab",  "Backspace", "Delete", "Plus",   "Minus",
    "0",     "A",      "B",     "C",    "D",         "E",      "F",      "G",
    "I",     "N",      "O",     "P",    "Q",         "R",      "S",      "V",
    "X",     "Y",      "Z",     "F1",   "F11"};
constexpr std::size_t kKeyCount = kNames.size();
static_assert(kKeyCount == static_cast<std::size_t>(Key::kF11) + 1);

/// A key and the one that means the same on the number pad (or itself).
struct NativeKeys {
    int main, pad;
    constexpr NativeKeys(int key) : main(key), pad(key) {}
    constexpr NativeKeys(int key, int on_pad) : main(key), pad(on_pad) {}
};

#if IMGUI_VERSION_NUM < 18700
// ImGui takes the window system's key codes, which are GLFW's here, off-screen too.
constexpr std::array<NativeKeys, kKeyCount> kNative{{
    {GLFW_KEY_LEFT},
    {GLFW_KEY_RIGHT},
    {GLFW_KEY_UP},
    {GLFW_KEY_DOWN},
    {GLFW_KEY_HOME},
    {GLFW_KEY_END},
    {GLFW_KEY_PAGE_UP},
    {GLFW_KEY_PAGE_DOWN},
    {GLFW_KEY_ENTER, GLFW_KEY_KP_ENTER},
    {GLFW_KEY_ESCAPE},
    {GLFW_KEY_SPACE},
    {GLFW_KEY_TAB},
    {GLFW_KEY_BACKSPACE},
    {GLFW_KEY_DELETE},
    {GLFW_KEY_EQUAL, GLFW_KEY_KP_ADD},
    {GLFW_KEY_MINUS, GLFW_KEY_KP_SUBTRACT},
    {GLFW_KEY_0, GLFW_KEY_KP_0},
    {GLFW_KEY_A},
    {GLFW_KEY_B},
    {GLFW_KEY_C},
    {GLFW_KEY_D},
    {GLFW_KEY_E},
    {GLFW_KEY_F},
    {GLFW_KEY_G},
    {GLFW_KEY_I},
    {GLFW_KEY_N},
    {GLFW_KEY_O},
    {GLFW_KEY_P},
    {GLFW_KEY_Q},
    {GLFW_KEY_R},
    {GLFW_KEY_S},
    {GLFW_KEY_V},
    {GLFW_KEY_X},
    {GLFW_KEY_Y},
    {GLFW_KEY_Z},
    {GLFW_KEY_F1},
    {GLFW_KEY_F11},
}};

bool pressed(int native, bool repeat) {
    return ImGui::IsKeyPressed(native, repeat);
}

void inject_keys(const InjectedInput& input) {
    ImGuiIO& io = ImGui::GetIO();
    std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
    if (input.key_down) io.KeysDown[kNative[static_cast<std::size_t>(*input.key_down)].main] = true;
    io.KeyCtrl = input.ctrl;
    io.KeyShift = input.shift;
    io.KeyAlt = input.alt;
}

void inject_mouse(const InjectedInput& input) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {input.mouse_x, input.mouse_y};
    io.MouseDown[ImGuiMouseButton_Left] = input.left;
    io.MouseDown[ImGuiMouseButton_Right] = input.right;
    io.MouseDown[ImGuiMouseButton_Middle] = input.middle;
    io.MouseWheel = input.wheel;
}
#else
constexpr std::array<NativeKeys, kKeyCount> kNative{{
    {ImGuiKey_LeftArrow},
    {ImGuiKey_RightArrow},
    {ImGuiKey_UpArrow},
    {ImGuiKey_DownArrow},
    {ImGuiKey_Home},
    {ImGuiKey_End},
    {ImGuiKey_PageUp},
    {ImGuiKey_PageDown},
    {ImGuiKey_Enter, ImGuiKey_KeypadEnter},
    {ImGuiKey_Escape},
    {ImGuiKey_Space},
    {ImGuiKey_Tab},
    {ImGuiKey_Backspace},
    {ImGuiKey_Delete},
    {ImGuiKey_Equal, ImGuiKey_KeypadAdd},
    {ImGuiKey_Minus, ImGuiKey_KeypadSubtract},
    {ImGuiKey_0, ImGuiKey_Keypad0},
    {ImGuiKey_A},
    {ImGuiKey_B},
    {ImGuiKey_C},
    {ImGuiKey_D},
    {ImGuiKey_E},
    {ImGuiKey_F},
    {ImGuiKey_G},
    {ImGuiKey_I},
    {ImGuiKey_N},
    {ImGuiKey_O},
    {ImGuiKey_P},
    {ImGuiKey_Q},
    {ImGuiKey_R},
    {ImGuiKey_S},
    {ImGuiKey_V},
    {ImGuiKey_X},
    {ImGuiKey_Y},
    {ImGuiKey_Z},
    {ImGuiKey_F1},
    {ImGuiKey_F11},
}};

bool pressed(int native, bool repeat) {
    return ImGui::IsKeyPressed(static_cast<ImGuiKey>(native), repeat);
}

void inject_keys(const InjectedInput& input) {
    ImGuiIO& io = ImGui::GetIO();
    for (std::size_t i = 0; i < kKeyCount; ++i) {
        const bool down = input.key_down && static_cast<std::size_t>(*input.key_down) == i;
        io.AddKeyEvent(static_cast<ImGuiKey>(kNative[i].main), down);
    }
    io.AddKeyEvent(ImGuiMod_Ctrl, input.ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, input.shift);
    io.AddKeyEvent(ImGuiMod_Alt, input.alt);
}

void inject_mouse(const InjectedInput& input) {
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigInputTrickleEventQueue = false;  // one step is one frame
    io.AddMousePosEvent(input.mouse_x, input.mouse_y);
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, input.left);
    io.AddMouseButtonEvent(ImGuiMouseButton_Right, input.right);
    io.AddMouseButtonEvent(ImGuiMouseButton_Middle, input.middle);
    if (input.wheel != 0) io.AddMouseWheelEvent(0, input.wheel);
}
#endif

}  // namespace

bool is_key_pressed(Key key, bool repeat) {
    const NativeKeys& native = kNative[static_cast<std::size_t>(key)];
    return pressed(native.main, repeat) ||
           (native.pad != native.main && pressed(native.pad, repeat));
}

std::optional<Key> key_by_name(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<Key>(found - kNames.begin());
}

void inject_input(const InjectedInput& input) {
    inject_keys(input);
    inject_mouse(input);
    ImGui::GetIO().AddInputCharactersUTF8(input.text.c_str());
}

void renew_font_texture() {
#if IMGUI_VERSION_NUM < 19200  // later ones see to it themselves
    // Not DestroyDeviceObjects(): 1.86 forgets then that its new buffers have no memory yet.
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

void prepare_injected_keys() {
#if IMGUI_VERSION_NUM < 18700
    ImGuiIO& io = ImGui::GetIO();
    io.KeyMap[ImGuiKey_Tab] = GLFW_KEY_TAB;
    io.KeyMap[ImGuiKey_LeftArrow] = GLFW_KEY_LEFT;
    io.KeyMap[ImGuiKey_RightArrow] = GLFW_KEY_RIGHT;
    io.KeyMap[ImGuiKey_UpArrow] = GLFW_KEY_UP;
    io.KeyMap[ImGuiKey_DownArrow] = GLFW_KEY_DOWN;
    io.KeyMap[ImGuiKey_PageUp] = GLFW_KEY_PAGE_UP;
    io.KeyMap[ImGuiKey_PageDown] = GLFW_KEY_PAGE_DOWN;
    io.KeyMap[ImGuiKey_Home] = GLFW_KEY_HOME;
    io.KeyMap[ImGuiKey_End] = GLFW_KEY_END;
    io.KeyMap[ImGuiKey_Delete] = GLFW_KEY_DELETE;
    io.KeyMap[ImGuiKey_Backspace] = GLFW_KEY_BACKSPACE;
    io.KeyMap[ImGuiKey_Space] = GLFW_KEY_SPACE;
    io.KeyMap[ImGuiKey_Enter] = GLFW_KEY_ENTER;
    io.KeyMap[ImGuiKey_Escape] = GLFW_KEY_ESCAPE;
    io.KeyMap[ImGuiKey_KeyPadEnter] = GLFW_KEY_KP_ENTER;
    io.KeyMap[ImGuiKey_A] = GLFW_KEY_A;
    io.KeyMap[ImGuiKey_C] = GLFW_KEY_C;
    io.KeyMap[ImGuiKey_V] = GLFW_KEY_V;
    io.KeyMap[ImGuiKey_X] = GLFW_KEY_X;
    io.KeyMap[ImGuiKey_Y] = GLFW_KEY_Y;
    io.KeyMap[ImGuiKey_Z] = GLFW_KEY_Z;
#endif
}

}  // namespace convscope::app
