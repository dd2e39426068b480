#pragma once
#include <cstddef>
#include <span>
#include <string_view>

#include "app/widgets/theme.hpp"

namespace convscope::app {

inline constexpr std::size_t kMaxColourStops = 16;

/// A colour map as plain data: evenly spaced stops, interpolated linearly in sRGB.
struct ColourMap {
    std::string_view id;     ///< "diverging_dark", "viridis".
    std::string_view label;  ///< On the screen.
    bool diverging;          ///< Zero in the middle, neutral.
    std::span<const Colour> stops;
    /// For unsigned pictures: where many cells fall on one pixel their mean shows. Otherwise the
    /// cell of the largest magnitude shows, so that edges never disappear.
    bool for_pictures = false;
};

/// THE list. "sequential_*" is the positive half of "diverging_*": zero looks the same in both.
std::span<const ColourMap> colour_maps();
const ColourMap& colour_map(std::string_view id);  ///< Precondition: it exists.

/// t in 0..1, clamped. What the shader computes, on the CPU: for weight cells and text contrast.
Colour sample(const ColourMap& map, float t);

/// How numbers become colours: [low, high] is spread over the map.
struct ColourScale {
    const ColourMap* map = nullptr;
    float low = 0, high = 1;
    /// NaN as neutral, clipped values as the ends. A range of no width is neutral, as is one so
    /// narrow that a float cannot tell its values apart.
    Colour colour(float value) const;

    /// What brings a value to its place among the map's stops: value * factor + offset.
    struct StopPlaces {
        float factor = 0, offset = 0;
    };
    StopPlaces stop_places() const;
};

/// Where on the map "nothing" lies: the middle of a diverging one, else its beginning.
float neutral_position(const ColourMap& map);

/// Black or white, whichever reads on `background`.
Colour readable_text(Colour background);

}  // namespace convscope::app
