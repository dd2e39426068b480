#include "app/widgets/theme.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "app/gpu/colour_maps.hpp"

namespace convscope::app {
namespace {

/// Of WCAG 2.
double luminance(Colour colour) {
    const auto linear = [](std::uint8_t v) {
        const double s = v / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double contrast(Colour a, Colour b) {
    const double brighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (brighter + 0.05) / (darker + 0.05);
}

Colour mix(Colour ground, Colour over, float opacity) {
    const auto part = [opacity](std::uint8_t below, std::uint8_t above) {
        return static_cast<std::uint8_t>(
            std::lround(static_cast<float>(below) + opacity * static_cast<float>(above - below)));
    };
    return {part(ground.r, over.r), part(ground.g, over.g), part(ground.b, over.b)};
}

TEST(Themes, TextReadsOnEveryGround) {
    for (const Theme& theme : themes()) {
        const double least = theme.id == "contrast" ? 7 : 4.5;
        for (const Colour ground : {theme.ground, theme.panel, theme.raised})
            for (const Colour ink : {theme.text, theme.quiet, theme.forward, theme.backward,
                                     theme.warning, theme.error})
                EXPECT_GE(contrast(ink, ground), least)
                    << theme.id << ": " << int{ink.r} << "," << int{ink.g} << "," << int{ink.b};
        EXPECT_GE(contrast(theme.selection_text, theme.selection), least) << theme.id;
    }
}

TEST(Themes, TextReadsUnderThePointerToo) {
    for (const Theme& theme : themes()) {
        const double least = theme.id == "contrast" ? 7 : 4.5;
        const Colour lit = mix(theme.raised, theme.selection, 1.1f * theme.lit_opacity);
        EXPECT_GE(contrast(theme.text, lit), least) << theme.id;
    }
}

TEST(Themes, BordersOfTheHighContrastThemeStandOut) {
    const Theme& theme = *find_theme("contrast");
    EXPECT_GE(contrast(theme.border, theme.panel), 4.5);
    EXPECT_GT(theme.border_width, dark_theme().border_width);
}

TEST(Themes, HaveColourMapsOfTheirOwn) {
    for (const Theme& theme : themes()) {
        EXPECT_TRUE(colour_map(theme.diverging).diverging) << theme.id;
        EXPECT_FALSE(colour_map(theme.sequential).diverging) << theme.id;
        EXPECT_EQ(find_theme(theme.id), &theme);
    }
    EXPECT_EQ(find_theme("pink"), nullptr);
}

}  // namespace
}  // namespace convscope::app
