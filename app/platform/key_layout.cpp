#include "app/platform/key_layout.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <string_view>

namespace convscope::app {

int key_bearing(const char* sign, int key) {
    const bool on_pad = key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_EQUAL;
    if (sign == nullptr || sign[0] == '\0' || sign[1] != '\0' || on_pad) return key;
    const char c = *sign;
    // GLFW's codes of printable keys are ASCII.
    if (c >= 'a' && c <= 'z') return c - 'a' + GLFW_KEY_A;
    if (c == '+') return GLFW_KEY_EQUAL;  // a key of its own on many layouts
    constexpr std::string_view kSameCode = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-=[];',./`\\";
    return kSameCode.find(c) != std::string_view::npos ? c : key;
}

}  // namespace convscope::app
