#include "app/platform/imgui_compat.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace convscope::app {
namespace {

// Of the keys before the digits, in the order of Key.
constexpr std::array<std::string_view, 16> kNames{
    "Left",  "Right",  "Up",    "Down", "Home",      "End",    "PageUp", "PageDown",
    "Enter", "Escape", "Space", "Tab",  "Backspace", "Delete", "Plus",   "Minus"};
static_assert(kNames.size() == static_cast<std::size_t>(Key::k0));

/// A key and the one that means the same on the number pad (or itself).
struct NativeKeys {
    int main, pad;
    constexpr NativeKeys(int key) : main(key), pad(key) {}
    constexpr NativeKeys(int key, int on_pad) : main(key), pad(on_pad) {}
};

/// The first of each row of keys that follow one another, and the named ones before them.
struct NativeTable {
    std::array<NativeKeys, kNames.size()> named;
    int digits, pad_digits, letters, functions;

    NativeKeys of(Key key) const {
        const auto from = [key](Key first) {
            return static_cast<int>(key) - static_cast<int>(first);
        };
        if (key >= Key::kF1) return functions + from(Key::kF1);
        if (key >= Key::kA) return letters + from(Key::kA);
        if (key >= Key::k0) return {digits + from(Key::k0), pad_digits + from(Key::k0)};
        return named[static_cast<std::size_t>(key)];
    }
};

#if IMGUI_VERSION_NUM < 18700
// ImGui takes the window system's key codes, which are GLFW's here, off-screen too.
constexpr NativeTable kNative{{{{GLFW_KEY_LEFT},
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
                                {GLFW_KEY_MINUS, GLFW_KEY_KP_SUBTRACT}}},
                              GLFW_KEY_0,
                              GLFW_KEY_KP_0,
                              GLFW_KEY_A,
                              GLFW_KEY_F1};

bool pressed(int native, bool repeat) {
    return ImGui::IsKeyPressed(native, repeat);
}
bool down(int native) {
    return ImGui::IsKeyDown(native);
}

void inject_keys(const InjectedInput& input) {
    ImGuiIO& io = ImGui::GetIO();
    std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
    if (input.key_down) io.KeysDown[kNative.of(*input.key_down).main] = true;
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
constexpr NativeTable kNative{{{{ImGuiKey_LeftArrow},
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
                                {ImGuiKey_Minus, ImGuiKey_KeypadSubtract}}},
                              ImGuiKey_0,
                              ImGuiKey_Keypad0,
                              ImGuiKey_A,
                              ImGuiKey_F1};

bool pressed(int native, bool repeat) {
    return ImGui::IsKeyPressed(static_cast<ImGuiKey>(native), repeat);
}
bool down(int native) {
    return ImGui::IsKeyDown(static_cast<ImGuiKey>(native));
}

void inject_keys(const InjectedInput& input) {
    ImGuiIO& io = ImGui::GetIO();
    for (int i = 0; i <= static_cast<int>(Key::kF12); ++i) {
        const Key key = static_cast<Key>(i);
        io.AddKeyEvent(static_cast<ImGuiKey>(kNative.of(key).main), input.key_down == key);
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
    const NativeKeys native = kNative.of(key);
    return pressed(native.main, repeat) ||
           (native.pad != native.main && pressed(native.pad, repeat));
}

bool is_key_down(Key key) {
    const NativeKeys native = kNative.of(key);
    return down(native.main) || down(native.pad);
}

std::optional<Key> key_by_name(std::string_view name) {
    const auto after = [](Key first, int count) {
        return static_cast<Key>(static_cast<int>(first) + count);
    };
    if (const auto found = std::ranges::find(kNames, name); found != kNames.end())
        return static_cast<Key>(found - kNames.begin());
    if (name.size() == 1) {
        const char sign = name.front();
        if (sign >= '0' && sign <= '9') return after(Key::k0, sign - '0');
        if (sign >= 'A' && sign <= 'Z') return after(Key::kA, sign - 'A');
        return std::nullopt;
    }
    for (int i = 0; i < 12; ++i)
        if (name == "F" + std::to_string(i + 1)) return after(Key::kF1, i);
    return std::nullopt;
}

void inject_input(const InjectedInput& input) {
    inject_keys(input);
    inject_mouse(input);
    ImGui::GetIO().AddInputCharactersUTF8(input.text.c_str());
}

void inject_pointer(float x, float y, bool left) {
    inject_mouse({.mouse_x = x, .mouse_y = y, .left = left});
}

void walk_by_keys(bool on) {
    ImGuiIO& io = ImGui::GetIO();
    if (on) {
        io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
#if IMGUI_VERSION_NUM < 18700  // later ones take Enter as Space by themselves
        if (io.KeysDown[GLFW_KEY_ENTER] && !io.WantTextInput)
            io.NavInputs[ImGuiNavInput_Activate] = 1;
#endif
    } else {
        io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
    }
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
