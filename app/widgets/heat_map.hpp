#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/gpu/colour_maps.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {

/// What one heat map showed last, kept while its numbers stay the same.
struct HeatMapPicture {
    std::string path;
    int columns = 0, rows = 0;
    std::vector<float> spots;  ///< Row by row.
};

/// Numbers too many for a grid, as colours only.
struct HeatMapSpec {
    std::string path;
    PixelRect area;
    int columns = 1, rows = 1;
    int columns_of_part = 0;  ///< A line divides parts of so many columns; 0: there are none.
    std::function<float(int row, int column)> value;
    /// What the tooltip says of the number under the pointer.
    std::function<std::string(int row, int column)> describe;
    ColourScale scale;
    int marked_row = -1;             ///< Has a frame; -1: none.
    HeatMapPicture* kept = nullptr;  ///< Not null: numbers are looked at only where it is of
                                     ///< another path or size.
};
struct HeatMapCell {
    int row = 0, column = 0;
};

/// Fills the area. Where several numbers fall on one spot, one of the largest magnitudes among
/// them shows; of very many, some are looked at, evenly spread. Returns the cell clicked.
std::optional<HeatMapCell> heat_map(const WidgetUi& ui, const HeatMapSpec& spec);

}  // namespace convscope::app
