#include "app/widgets/theme.hpp"

#include <algorithm>
#include <iterator>

namespace convscope::app {
namespace {

// One field a line, in the order of Theme.
constexpr Theme kThemes[] = {
    {
        .id = "dark",
        .label = "Dark",
        .ground = {0x14, 0x16, 0x1b},
        .panel = {0x1b, 0x1e, 0x25},
        .raised = {0x1f, 0x24, 0x2d},
        .border = {0x33, 0x39, 0x45},
        .text = {0xec, 0xee, 0xf1},
        .quiet = {0xa9, 0xb0, 0xbc},
        .forward = {0x5f, 0xd0, 0xb5},
        .backward = {0xc7, 0x9b, 0xff},
        .selection = {0x35, 0x66, 0xb8},
        .selection_text = {0xff, 0xff, 0xff},
        .warning = {0xf2, 0xc1, 0x4e},
        .error = {0xff, 0x7a, 0x70},
        .channel_r = {0xff, 0x7b, 0x72},
        .channel_g = {0x5c, 0xd6, 0x8a},
        .channel_b = {0x7a, 0xb0, 0xff},
        .dark = true,
        .border_width = 1,
        .lit_opacity = 0.5f,
        .diverging = "diverging_dark",
        .sequential = "sequential_dark",
    },
    {
        .id = "light",
        .label = "Light",
        .ground = {0xf3, 0xf4, 0xf6},
        .panel = {0xff, 0xff, 0xff},
        .raised = {0xff, 0xff, 0xff},
        .border = {0xcb, 0xd0, 0xd9},
        .text = {0x16, 0x18, 0x1d},
        .quiet = {0x56, 0x5e, 0x6b},
        .forward = {0x0b, 0x7e, 0x65},
        .backward = {0x7a, 0x3f, 0xc4},
        .selection = {0x2f, 0x62, 0xb5},
        .selection_text = {0xff, 0xff, 0xff},
        .warning = {0x8f, 0x5a, 0x00},
        .error = {0xb3, 0x26, 0x1e},
        .channel_r = {0xd0, 0x3a, 0x3a},
        .channel_g = {0x1f, 0x96, 0x4a},
        .channel_b = {0x2f, 0x6f, 0xdc},
        .dark = false,
        .border_width = 1,
        .lit_opacity = 0.5f,
        .diverging = "diverging_light",
        .sequential = "sequential_light",
    },
    {
        .id = "contrast",
        .label = "High contrast",
        .ground = {0x00, 0x00, 0x00},
        .panel = {0x00, 0x00, 0x00},
        .raised = {0x14, 0x14, 0x14},
        .border = {0xc8, 0xc8, 0xc8},
        .text = {0xff, 0xff, 0xff},
        .quiet = {0xe0, 0xe0, 0xe0},
        .forward = {0x5c, 0xff, 0xd6},
        .backward = {0xff, 0xb8, 0xff},
        .selection = {0xff, 0xe6, 0x00},
        .selection_text = {0x00, 0x00, 0x00},
        .warning = {0xff, 0xe6, 0x00},
        .error = {0xff, 0xa8, 0xa0},
        .channel_r = {0xff, 0x94, 0x94},
        .channel_g = {0x66, 0xff, 0x66},
        .channel_b = {0x9c, 0xc4, 0xff},
        .dark = true,
        .border_width = 2,
        .lit_opacity = 0.25f,
        .diverging = "diverging_contrast",
        .sequential = "sequential_contrast",
    },
};

}  // namespace

std::span<const Theme> themes() {
    return kThemes;
}

const Theme* find_theme(std::string_view id) {
    const auto found = std::ranges::find(kThemes, id, &Theme::id);
    return found == std::end(kThemes) ? nullptr : found;
}

const Theme& dark_theme() {
    return kThemes[0];
}

const Theme& light_theme() {
    return kThemes[1];
}

}  // namespace convscope::app
