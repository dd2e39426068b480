#pragma once
#include "app/widgets/names.hpp"

namespace convscope::app {

// How a filter's weights are drawn inside a card: a grid for each channel. Pure geometry.

/// The numbers that one filter has.
struct GridShape {
    int columns = 1, rows = 1, channels = 1;
    friend bool operator==(const GridShape&, const GridShape&) = default;
};

/// Lengths in pixels, relative to the upper left corner of everything.
struct GridMetrics {
    GridShape shape;
    int across = 1;  ///< Channels side by side, the next ones below.
    float cell_width = 0, cell_height = 0;
    float channel_gap = 0;
    float mark_width = 0;         ///< Of a channel's name at its left: where each has its own line.
    float mark_height = 0;        ///< Of a channel's name above it: where several share a line.
    float width = 0, height = 0;  ///< Of all channels together, with their names.
    bool scrolls = false;         ///< Larger than the room.
};

/// One channel below the other where the cells stay readable, else as many side by side as show
/// the largest cells; cells shrink until they are too small for numbers before anything scrolls.
GridMetrics grid_metrics(GridShape shape, float room_width, float room_height, float scale);

/// How many of a filter's channels to show at a time, so that their numbers can be read: all where
/// they fit, else a few.
int channels_per_page(GridShape shape, float room_width, float room_height, float scale);

/// Of one cell, and of all cells of a channel.
PixelRect grid_cell(const GridMetrics& metrics, int channel, int column, int row);
PixelRect grid_of_channel(const GridMetrics& metrics, int channel);

/// Whether all channels fit below each other, with readable cells, in a room of this height.
bool channels_stack(GridShape shape, float room_height, float scale);
/// The width that a card should give to the grid where they do not.
float width_side_by_side(GridShape shape, float scale);

}  // namespace convscope::app
