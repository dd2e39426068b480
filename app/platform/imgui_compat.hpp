#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace convscope::app {

// What differs between ImGui 1.86 and 1.92. Everything else in app/ uses only what all have.

enum class Key {
    kLeft,
    kRight,
    kUp,
    kDown,
    kHome,
    kEnd,
    kPageUp,
    kPageDown,
    kEnter,
    kEscape,
    kSpace,
    kTab,
    kBackspace,
    kDelete,
    kPlus,
    kMinus,
    // Digits, letters and F keys each follow one another.
    k0,
    k1,
    k2,
    k3,
    k4,
    k5,
    k6,
    k7,
    k8,
    k9,
    kA,
    kB,
    kC,
    kD,
    kE,
    kF,
    kG,
    kH,
    kI,
    kJ,
    kK,
    kL,
    kM,
    kN,
    kO,
    kP,
    kQ,
    kR,
    kS,
    kT,
    kU,
    kV,
    kW,
    kX,
    kY,
    kZ,
    kF1,
    kF2,
    kF3,
    kF4,
    kF5,
    kF6,
    kF7,
    kF8,
    kF9,
    kF10,
    kF11,
    kF12,
};

/// Pressed in this frame (with the system's repeat if `repeat`).
bool is_key_pressed(Key key, bool repeat = false);

/// Held in this frame.
bool is_key_down(Key key);

/// "Left", "S", "7", "F11": as scripts write them.
std::optional<Key> key_by_name(std::string_view name);

/// What a script's step makes of the input; written after Surface::begin_frame() and before
/// ImGui::NewFrame(). Replaces the real mouse while a script runs.
struct InjectedInput {
    float mouse_x = -1, mouse_y = -1;
    bool left = false, right = false, middle = false;
    float wheel = 0;
    bool ctrl = false, shift = false, alt = false;
    std::optional<Key> key_down = std::nullopt;  ///< Held in this frame only.
    std::string text = {};                       ///< Typed characters.
};
void inject_input(const InjectedInput& input);

/// The pointer alone, in place of the real one for this frame; written at the same time.
void inject_pointer(float x, float y, bool left);

/// Whether the arrow keys, Enter and Space walk through ImGui's own items from the next frame on.
void walk_by_keys(bool on);

/// After the fonts of a running program changed: sends the renderer the new ones.
void renew_font_texture();

/// Once, for a surface without a backend for input: lets ImGui's own widgets know injected keys.
void prepare_injected_keys();

}  // namespace convscope::app
