#include "app/gpu/colour_maps.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>

namespace convscope::app {
namespace {

constexpr Colour rgb(unsigned hex) {
    return {static_cast<std::uint8_t>(hex >> 16 & 255), static_cast<std::uint8_t>(hex >> 8 & 255),
            static_cast<std::uint8_t>(hex & 255)};
}

constexpr std::array kDivergingLight{rgb(0x0b3c8c), rgb(0x3f7fd0), rgb(0x9cc3ee), rgb(0xf6f6f4),
                                     rgb(0xf6c08d), rgb(0xe07b39), rgb(0x93340b)};
constexpr std::array kDivergingDark{rgb(0xa8d0ff), rgb(0x4c8fe0), rgb(0x224a80), rgb(0x1c2027),
                                    rgb(0x7a3d16), rgb(0xe07b39), rgb(0xffd0a0)};
// On a black ground, with ends that are nearly white.
constexpr std::array kDivergingContrast{rgb(0xcfeaff), rgb(0x38a3ff), rgb(0x00407f), rgb(0x000000),
                                        rgb(0x7a3300), rgb(0xff8c1a), rgb(0xfff0c0)};
// Nine stops each of the maps of matplotlib (CC0) and of Nuñez, Anderton and Renslow (cividis).
constexpr std::array kViridis{rgb(0x440154), rgb(0x472d7b), rgb(0x3b528b),
                              rgb(0x2c728e), rgb(0x21918c), rgb(0x28ae80),
                              rgb(0x5ec962), rgb(0xaddc30), rgb(0xfde725)};
constexpr std::array kMagma{rgb(0x000004), rgb(0x1d1147), rgb(0x51127c),
                            rgb(0x822681), rgb(0xb73779), rgb(0xe65164),
                            rgb(0xfc8961), rgb(0xfec287), rgb(0xfcfdbf)};
constexpr std::array kCividis{rgb(0x00224e), rgb(0x1a386f), rgb(0x434e6c),
                              rgb(0x61646f), rgb(0x7c7b78), rgb(0x9b9376),
                              rgb(0xbbad6c), rgb(0xddc958), rgb(0xfee838)};
constexpr std::array kGrey{rgb(0x000000), rgb(0xffffff)};

constexpr ColourMap kMaps[] = {
    {"diverging_dark", "Blue to orange, dark", true, kDivergingDark},
    {"diverging_light", "Blue to orange, light", true, kDivergingLight},
    {"diverging_contrast", "Blue to orange, high contrast", true, kDivergingContrast},
    {"sequential_dark", "Orange, dark", false, std::span(kDivergingDark).subspan(3)},
    {"sequential_light", "Orange, light", false, std::span(kDivergingLight).subspan(3)},
    {"sequential_contrast", "Orange, high contrast", false,
     std::span(kDivergingContrast).subspan(3)},
    {"grey", "Grey", false, kGrey, true},
    {"viridis", "Viridis", false, kViridis, true},
    {"magma", "Magma", false, kMagma, true},
    {"cividis", "Cividis", false, kCividis, true},
};
static_assert(std::ranges::all_of(kMaps, [](const ColourMap& map) {
    return map.stops.size() >= 2 && map.stops.size() <= kMaxColourStops;
}));

std::uint8_t mix(std::uint8_t from, std::uint8_t to, float share) {
    const float value = static_cast<float>(from) + (static_cast<float>(to - from)) * share;
    return static_cast<std::uint8_t>(std::lround(value));
}

/// Of WCAG 2: 0 black .. 1 white.
float luminance(Colour colour) {
    const auto linear = [](std::uint8_t v) {
        const float s = static_cast<float>(v) / 255;
        return s <= 0.04045f ? s / 12.92f : std::pow((s + 0.055f) / 1.055f, 2.4f);
    };
    return 0.2126f * linear(colour.r) + 0.7152f * linear(colour.g) + 0.0722f * linear(colour.b);
}

}  // namespace

std::span<const ColourMap> colour_maps() {
    return kMaps;
}

const ColourMap& colour_map(std::string_view id) {
    const auto found = std::ranges::find(kMaps, id, &ColourMap::id);
    assert(found != std::end(kMaps));
    return *found;
}

Colour sample(const ColourMap& map, float t) {
    const float place = std::clamp(t, 0.0f, 1.0f) * static_cast<float>(map.stops.size() - 1);
    const std::size_t i = std::min(static_cast<std::size_t>(place), map.stops.size() - 2);
    const Colour from = map.stops[i], to = map.stops[i + 1];
    const float share = place - static_cast<float>(i);
    return {mix(from.r, to.r, share), mix(from.g, to.g, share), mix(from.b, to.b, share)};
}

float neutral_position(const ColourMap& map) {
    return map.diverging ? 0.5f : 0.0f;
}

Colour ColourScale::colour(float value) const {
    const StopPlaces places = stop_places();
    if (std::isnan(value) || places.factor == 0) return sample(*map, neutral_position(*map));
    if (value >= high) return sample(*map, 1);
    if (value <= low) return sample(*map, 0);
    const auto last = static_cast<float>(map->stops.size() - 1);
    return sample(*map, (value * places.factor + places.offset) / last);
}

ColourScale::StopPlaces ColourScale::stop_places() const {
    // In double, where neither the width of the range nor the factor overflows.
    const auto last = static_cast<double>(map->stops.size() - 1);
    const double factor = last / (static_cast<double>(high) - low);
    if (!(high > low) || factor > static_cast<double>(std::numeric_limits<float>::max()))
        return {0, neutral_position(*map) * static_cast<float>(last)};
    return {static_cast<float>(factor), static_cast<float>(-low * factor)};
}

Colour readable_text(Colour background) {
    // Equal contrast with black and with white lies at this luminance: (L + 0.05)^2 = 1.05 * 0.05.
    constexpr float kEqualContrast = 0.179f;
    return luminance(background) > kEqualContrast ? Colour{0, 0, 0} : Colour{255, 255, 255};
}

}  // namespace convscope::app
