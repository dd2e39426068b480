#pragma once
#include <string>
#include <vector>

#include "app/gpu/colour_maps.hpp"
#include "app/grid_metrics.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/field_editor.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope::app {

/// One filter (or its gradient) as coloured grids, one for each channel.
struct WeightGridSpec {
    std::string path;   ///< "layer/conv1/filter/0"; cells are "<path>/r/1,2" (column, row).
    std::string title;  ///< For tooltips: "G", "∂L/∂G".
    PixelRect area;
    GridMetrics metrics;
    ConstTensorView weights;  ///< K,C,h,w
    int filter = 0;           ///< k
    int first_channel = 0;    ///< The first shown, of as many as the metrics have.
    /// Written beside the names of the channels; empty: nothing is.
    std::vector<double> channel_sums = {};
    ColourScale scale;
    FieldEditor* editor = nullptr;         ///< Null: read-only.
    std::optional<int> first_hidden = {};  ///< From this number of the filter on none is told.
};

/// A weight that should change. A whole gesture's changes carry its number.
struct WeightChange {
    Cell cell;
    float value = 0;
};
struct WeightGridResult {
    std::optional<WeightChange> change;
    std::uint64_t gesture = 0;
    bool cancelled = false;
    std::string message;  ///< Why what was typed is no weight; empty when nothing is wrong.
    std::optional<Cell> hovered;
    std::optional<Cell> selected;       ///< A key led here: it may be a channel that is not shown.
    bool copy = false;                  ///< Ctrl+C on a weight.
    std::optional<std::string> pasted;  ///< Ctrl+V of more than one number on a weight.
};

/// Draws the grids in a scrolling area where they do not fit. There the wheel scrolls, and edits
/// the selected cell only; elsewhere it edits the cell under the pointer. Cells too small for
/// numbers have a loupe: the selected one and those around it, enlarged above it.
WeightGridResult weight_grid(const WidgetUi& ui, const WeightGridSpec& spec);

/// "r", "g", "b" for three channels, else "1", "2", ...; and its mark's colour.
std::string channel_name(int channel, int channels);
Colour channel_colour(const Theme& theme, int channel, int channels);

/// The cell that a key leads to from `cell`; Cell order is column, row, channel. Stops at the ends.
Cell next_cell(Cell cell, Shape shape, Move move);

}  // namespace convscope::app
