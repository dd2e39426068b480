#pragma once
#include <string>

#include "app/gpu/colour_maps.hpp"
#include "app/widgets/controls.hpp"
#include "core/eval/results.hpp"

namespace convscope::app {

/// What a legend says about a map's colours.
struct LegendSpec {
    std::string path;  ///< "legend/R"
    PixelRect rect;
    ColourScale scale;  ///< Of the map.
    ValueRange range;   ///< Of what is shown.
    double error_bound = 0;
    std::string_view note;  ///< "99 %", "own scale"; empty for the row's scale.
    std::string_view tooltip;
    bool hides_numbers = false;  ///< Question marks at the ends, whatever the range is.
};

/// A strip of the colours in use with numbers at its ends: "-1.26 ... +1.26" for signed values, "0
/// ... 1.26" for those that are never negative, or words where all is zero.
void draw_legend(const WidgetUi& ui, const LegendSpec& spec);

/// The ends of the strip: from 0 on where nothing is negative, up to 0 where nothing is positive.
struct LegendEnds {
    float low = 0, high = 1;
};
LegendEnds legend_ends(const ColourScale& scale, const ValueRange& range);

}  // namespace convscope::app
