#include "app/grid_metrics.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

// Lengths at scale 1. Cells of the readable size hold a number of two characters, those of the
// wanted size "-.25".
constexpr float kWidest = 62, kReadableWidth = 20, kWantedWidth = 33, kTallest = 32,
                kReadableHeight = 15;
constexpr float kSmallest = 5, kSmallestScrolling = 8;  // Of cells one can still point at.
constexpr float kGap = 5, kMarkWidth = 54, kMarkHeight = 17, kScrollbar = 14;
constexpr int kFew = 3;  // Channels: their filter is a picture even without numbers.

int lines_of(GridShape shape, int across) {
    return (shape.channels + across - 1) / across;
}

/// Everything but the size of the cells.
GridMetrics frame_for(GridShape shape, int across, float scale) {
    GridMetrics metrics;
    metrics.shape = shape;
    metrics.across = across;
    metrics.channel_gap = std::round(kGap * scale);
    if (across == 1)
        metrics.mark_width = std::round(kMarkWidth * scale);
    else
        metrics.mark_height = std::round(kMarkHeight * scale);
    return metrics;
}

float gaps_across(const GridMetrics& metrics) {
    return metrics.mark_width + metrics.channel_gap * static_cast<float>(metrics.across - 1);
}

float gaps_down(const GridMetrics& metrics) {
    const auto lines = static_cast<float>(lines_of(metrics.shape, metrics.across));
    return lines * metrics.mark_height + metrics.channel_gap * (lines - 1);
}

void set_cells(GridMetrics& metrics, float width, float height) {
    const GridShape& shape = metrics.shape;
    metrics.cell_width = std::floor(width);
    metrics.cell_height = std::floor(height);
    metrics.width = gaps_across(metrics) +
                    metrics.cell_width * static_cast<float>(shape.columns * metrics.across);
    metrics.height = gaps_down(metrics) + metrics.cell_height * static_cast<float>(shape.rows) *
                                              static_cast<float>(lines_of(shape, metrics.across));
}

/// The largest cells with `across` channels side by side.
GridMetrics fitted(GridShape shape, int across, float room_width, float room_height, float scale) {
    GridMetrics metrics = frame_for(shape, across, scale);
    const auto columns = static_cast<float>(shape.columns * across);
    const auto rows = static_cast<float>(shape.rows) * static_cast<float>(lines_of(shape, across));
    set_cells(metrics,
              std::clamp((room_width - gaps_across(metrics)) / columns, 0.0f, kWidest * scale),
              std::clamp((room_height - gaps_down(metrics)) / rows, 0.0f, kTallest * scale));
    return metrics;
}

/// 1: as large as numbers need; less where one way falls short.
float readability(const GridMetrics& metrics, float scale) {
    return std::min({metrics.cell_width / (kReadableWidth * scale),
                     metrics.cell_height / (kReadableHeight * scale), 1.0f});
}

GridMetrics scrolling(GridShape shape, float room_width, float scale) {
    GridMetrics metrics = frame_for(shape, 1, scale);
    const float room = room_width - metrics.mark_width - std::round(kScrollbar * scale);
    const float cell = std::clamp(room / static_cast<float>(shape.columns),
                                  kSmallestScrolling * scale, kWidest * scale);
    set_cells(metrics, cell, std::min(cell, kReadableHeight * scale));
    metrics.scrolls = true;
    return metrics;
}

}  // namespace

GridMetrics grid_metrics(GridShape shape, float room_width, float room_height, float scale) {
    GridMetrics best = fitted(shape, 1, room_width, room_height, scale);
    for (int across = 2; across <= shape.channels; ++across) {
        const GridMetrics other = fitted(shape, across, room_width, room_height, scale);
        if (readability(other, scale) > readability(best, scale)) best = other;
    }
    const float smallest = std::floor(std::max(1.0f, kSmallest * scale));
    if (std::min(best.cell_width, best.cell_height) >= smallest) return best;
    return scrolling(shape, room_width, scale);
}

int channels_per_page(GridShape shape, float room_width, float room_height, float scale) {
    if (shape.channels <= kFew) return shape.channels;
    for (; shape.channels > 1; --shape.channels) {
        const GridMetrics metrics = grid_metrics(shape, room_width, room_height, scale);
        if (!metrics.scrolls && readability(metrics, scale) >= 1) break;
    }
    return shape.channels;
}

PixelRect grid_cell(const GridMetrics& metrics, int channel, int column, int row) {
    const GridShape& shape = metrics.shape;
    const auto place = static_cast<float>(channel % metrics.across);
    const auto line = static_cast<float>(channel / metrics.across);
    const float grid_width = metrics.cell_width * static_cast<float>(shape.columns);
    const float grid_height = metrics.cell_height * static_cast<float>(shape.rows);
    const float x = metrics.mark_width + place * (grid_width + metrics.channel_gap) +
                    metrics.cell_width * static_cast<float>(column);
    const float y = metrics.mark_height +
                    line * (grid_height + metrics.mark_height + metrics.channel_gap) +
                    metrics.cell_height * static_cast<float>(row);
    return {x, y, x + metrics.cell_width, y + metrics.cell_height};
}

PixelRect grid_of_channel(const GridMetrics& metrics, int channel) {
    const PixelRect first = grid_cell(metrics, channel, 0, 0);
    const PixelRect last =
        grid_cell(metrics, channel, metrics.shape.columns - 1, metrics.shape.rows - 1);
    return {first.x0, first.y0, last.x1, last.y1};
}

bool channels_stack(GridShape shape, float room_height, float scale) {
    const auto channels = static_cast<float>(shape.channels);
    return kReadableHeight * scale * static_cast<float>(shape.rows) * channels +
               std::round(kGap * scale) * (channels - 1) <=
           room_height;
}

float width_side_by_side(GridShape shape, float scale) {
    const auto channels = static_cast<float>(std::min(shape.channels, kFew));
    return std::round(kWantedWidth * scale) * channels * static_cast<float>(shape.columns) +
           std::round(kGap * scale) * (channels - 1);
}

}  // namespace convscope::app
