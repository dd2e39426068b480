#include "app/gpu/colour_maps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace convscope::app {
namespace {

double linear(std::uint8_t v) {
    const double s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

/// Of WCAG 2, 1 .. 21.
double contrast(Colour a, Colour b) {
    const auto luminance = [](Colour c) {
        return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
    };
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

TEST(ColourMaps, DivergingMapsHaveTheColoursOfTheDesign) {
    const ColourMap& dark = colour_map("diverging_dark");
    EXPECT_EQ(sample(dark, 0), (Colour{0xa8, 0xd0, 0xff}));
    EXPECT_EQ(sample(dark, 0.5f), (Colour{0x1c, 0x20, 0x27}));
    EXPECT_EQ(sample(dark, 1), (Colour{0xff, 0xd0, 0xa0}));
    const ColourMap& light = colour_map("diverging_light");
    EXPECT_EQ(sample(light, 0), (Colour{0x0b, 0x3c, 0x8c}));
    EXPECT_EQ(sample(light, 0.5f), (Colour{0xf6, 0xf6, 0xf4}));
    EXPECT_EQ(sample(light, 1), (Colour{0x93, 0x34, 0x0b}));
}

TEST(ColourMaps, IdsAreUniqueAndThemesFindTheirs) {
    for (const ColourMap& map : colour_maps()) {
        EXPECT_EQ(std::ranges::count(colour_maps(), map.id, &ColourMap::id), 1) << map.id;
        EXPECT_EQ(&colour_map(map.id), &map);
    }
    for (const Theme& theme : themes()) {
        EXPECT_TRUE(colour_map(theme.diverging).diverging) << theme.id;
        EXPECT_FALSE(colour_map(theme.sequential).diverging) << theme.id;
    }
}

TEST(ColourMaps, SequentialMapIsThePositiveHalfOfTheDivergingOne) {
    for (const Theme& theme : themes()) {
        for (float t = 0; t <= 1; t += 0.01f) {
            const Colour half = sample(colour_map(theme.sequential), t);
            const Colour whole = sample(colour_map(theme.diverging), 0.5f + t / 2);
            EXPECT_NEAR(half.r, whole.r, 1) << theme.id << ' ' << t;
            EXPECT_NEAR(half.g, whole.g, 1) << theme.id << ' ' << t;
            EXPECT_NEAR(half.b, whole.b, 1) << theme.id << ' ' << t;
        }
    }
}

TEST(ColourMaps, SampleClampsItsArgument) {
    for (const ColourMap& map : colour_maps()) {
        EXPECT_EQ(sample(map, -3), map.stops.front()) << map.id;
        EXPECT_EQ(sample(map, 7), map.stops.back()) << map.id;
    }
}

TEST(ColourScale, ZeroIsNeutralOnASymmetricScale) {
    for (const Theme& theme : themes()) {
        const ColourMap& map = colour_map(theme.diverging);
        for (const float limit : {1e-30f, 0.3f, 1.26f, 7e20f}) {
            EXPECT_EQ((ColourScale{&map, -limit, limit}.colour(0)), sample(map, 0.5f));
        }
    }
}

TEST(ColourScale, RangeOfNoWidthAndNanAreNeutral) {
    const ColourMap& diverging = colour_map("diverging_light");
    const ColourMap& sequential = colour_map("sequential_light");
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ((ColourScale{&diverging, 0, 0}.colour(0)), sample(diverging, 0.5f));
    EXPECT_EQ((ColourScale{&sequential, 0, 0}.colour(0)), sample(sequential, 0));
    EXPECT_EQ((ColourScale{&diverging, -1, 1}.colour(kNan)), sample(diverging, 0.5f));
}

TEST(ColourScale, ClippedValuesHaveTheColourOfTheEnds) {
    const ColourMap& map = colour_map("diverging_dark");
    const ColourScale scale{&map, -2, 2};
    EXPECT_EQ(scale.colour(5), map.stops.back());
    EXPECT_EQ(scale.colour(-std::numeric_limits<float>::infinity()), map.stops.front());
}

TEST(ReadableText, HasContrastOnEveryColourOfEveryMap) {
    for (const ColourMap& map : colour_maps()) {
        for (float t = 0; t <= 1; t += 0.005f) {
            const Colour ground = sample(map, t);
            EXPECT_GE(contrast(readable_text(ground), ground), 4.5) << map.id << ' ' << t;
        }
    }
}

TEST(Themes, TextIsReadableOnEveryGround) {
    for (const Theme& theme : themes()) {
        for (const Colour ground : {theme.ground, theme.panel, theme.raised}) {
            EXPECT_GE(contrast(theme.text, ground), 7) << theme.id;
            for (const Colour ink :
                 {theme.quiet, theme.forward, theme.backward, theme.error, theme.warning})
                EXPECT_GE(contrast(ink, ground), 4.45) << theme.id;
        }
        EXPECT_GE(contrast(theme.selection_text, theme.selection), 4.5) << theme.id;
    }
}

}  // namespace
}  // namespace convscope::app
