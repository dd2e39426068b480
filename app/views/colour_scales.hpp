#pragma once
#include <cstdint>
#include <map>
#include <string_view>

#include "app/gpu/colour_maps.hpp"
#include "app/views/ui_state.hpp"
#include "app/widgets/theme.hpp"
#include "core/eval/results.hpp"

namespace convscope::app {

/// Which colours maps have.
struct MapColours {
    const ColourMap& signed_values;  ///< Of everything but the picture; diverging.
    const ColourMap& pictures;       ///< Of one channel of the picture.
};
/// What was chosen in the menu View, else the theme's and grey.
MapColours chosen_colours(const UiState& ui, const Theme& theme);

/// The colour scales of one frame's maps.
///
/// Scales are symmetric about zero, so that zero is neutral everywhere. By default one serves all
/// maps of a row but the picture; it ends at the row's largest magnitude, and never below a map's
/// rounding error.
class ColourScales {
  public:
    /// What was found so far; to be emptied when the results or the newest scene are others.
    struct Found {
        std::map<const Map*, float> percentiles;
        std::map<const float*, float> magnitudes;  ///< Of weights, by their first number.
    };
    ColourScales(const Results& results, ScaleMode mode, const MapColours& colours, Found& found);

    ColourScale value(std::size_t map) const;     ///< Precondition: not the picture.
    ColourScale gradient(std::size_t map) const;  ///< Of L with respect to map `map`.
    ColourScale brightness() const;               ///< Of one channel of the picture: 0..1.
    /// Symmetric up to the largest magnitude of `weights`; not below `error_bound`. Precondition:
    /// they belong to the results or to the newest scene.
    ColourScale weights(ConstTensorView weights, double error_bound) const;
    /// The same of weights that are nobody's yet.
    ColourScale preset(ConstTensorView weights) const;

    /// What the legend adds to its numbers; empty for the row's scale.
    std::string_view note() const;

  private:
    float row_end(const std::vector<Map>& row, std::size_t first) const;
    ColourScale scale_of(const Map& map, float row_end) const;
    ColourScale symmetric(float end) const;

    const Results& results_;
    ScaleMode mode_;
    MapColours colours_;
    Found& found_;
    float value_end_, gradient_end_;
};

/// The magnitude that 99 of 100 finite values do not exceed. Large maps are sampled evenly.
float percentile_99(ConstTensorView values);

}  // namespace convscope::app
