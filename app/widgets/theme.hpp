#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

struct ImFont;

namespace convscope::app {

/// sRGB, 0..255, alpha 255 unless said.
struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    /// As ImGui packs it.
    constexpr std::uint32_t packed() const {
        return static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 |
               static_cast<std::uint32_t>(g) << 8 | static_cast<std::uint32_t>(r);
    }
    constexpr Colour with_alpha(std::uint8_t alpha) const { return {r, g, b, alpha}; }
    friend constexpr bool operator==(Colour, Colour) = default;
};

/// Every colour of the interface (DESIGN section 5). Views name roles, never numbers.
struct Theme {
    std::string_view id;  ///< "dark"; in settings and scripts.
    std::string_view label;
    Colour ground, panel, raised, border;
    Colour text, quiet;
    Colour forward, backward;  ///< Hue of the two rows.
    Colour selection, selection_text;
    Colour warning, error;
    Colour channel_r, channel_g, channel_b;
    bool dark;
    float border_width;  ///< Of cards and controls, at scale 1.
    float lit_opacity;   ///< Of the selection's colour behind what the pointer is on.
    std::string_view diverging, sequential;  ///< Ids of its colour maps (app/gpu/colour_maps.hpp).
};

/// THE list of themes; a new one is one row of theme.cpp.
std::span<const Theme> themes();
const Theme* find_theme(std::string_view id);  ///< Null when unknown.
const Theme& dark_theme();
const Theme& light_theme();

inline constexpr float kMinScale = 0.75f, kMaxScale = 3;

/// The faces, at the interface's scale.
struct Fonts {
    ImFont* text = nullptr;        ///< Inter, with DejaVu Sans merged in.
    ImFont* bold = nullptr;        ///< Inter semi-bold.
    ImFont* small_mono = nullptr;  ///< JetBrains Mono: numbers.
    ImFont* small_text = nullptr;
    ImFont* symbol = nullptr;               ///< Serif bold italic: I, G, R, dL/dR.
    ImFont* large = nullptr;                ///< The loss.
    std::array<ImFont*, 4> cell_numbers{};  ///< As small_mono, for larger and larger cells.
};

/// What widgets draw with.
struct Look {
    const Theme* theme = nullptr;
    Fonts fonts;
    float scale = 1;  ///< kMinScale .. kMaxScale
    float px(float at_scale_1) const { return at_scale_1 * scale; }
};

}  // namespace convscope::app
