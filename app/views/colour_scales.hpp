#pragma once
#include <cstdint>
#include <map>
#include <string_view>

#include "app/gpu/colour_maps.hpp"
#include "app/views/ui_state.hpp"
#include "app/widgets/theme.hpp"
#include "core/eval/results.hpp"

namespace convscope::app {

/// The colour scales of one frame's maps.
///
/// Scales are symmetric about zero, so that zero is neutral everywhere. By default one serves all
/// maps of a row but the picture; it ends at the row's largest magnitude, and never below a map's
/// rounding error.
class ColourScales {
  public:
    /// `percentiles`: what was found for these results so far.
    using Percentiles = std::map<const Map*, float>;
    ColourScales(const Results& results, ScaleMode mode, const Theme& theme,
                 Percentiles& percentiles);

    ColourScale value(std::size_t map) const;     ///< Precondition: not the picture.
    ColourScale gradient(std::size_t map) const;  ///< Of L with respect to map `map`.
    ColourScale brightness() const;               ///< Of one channel of the picture: 0..1.
    /// Symmetric up to the largest magnitude of `weights`; not below `error_bound`.
    ColourScale weights(ConstTensorView weights, double error_bound) const;

    /// What the legend adds to its numbers; empty for the row's scale.
    std::string_view note() const;

  private:
    float row_end(const std::vector<Map>& row, std::size_t first) const;
    ColourScale scale_of(const Map& map, float row_end) const;
    ColourScale symmetric(float end) const;

    const Results& results_;
    ScaleMode mode_;
    const ColourMap& diverging_;
    Percentiles& percentiles_;
    float value_end_, gradient_end_;
};

/// The magnitude that 99 of 100 finite values do not exceed. Large maps are sampled evenly.
float percentile_99(ConstTensorView values);

}  // namespace convscope::app
