#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "core/ops/window2d.hpp"

namespace convscope {

// How the SIMD kernels read a map through a sliding window.
//
// A tile of results (at most kTileSide squared) is computed from a packed copy of what it reads of
// ONE channel, the padding filled in. In the copy, what one tap reads for neighbouring results
// lies side by side, whatever stride and dilation are: a tap is an offset, result (i, j) finds its
// value at offset + i * row_stride + j. So kernels know neither padding nor stride, and every load
// is one of neighbouring floats. Where the reach of all taps does not fit into the scratch memory,
// they are taken in chunks, in order.

inline constexpr int kTileSide = 64;
inline constexpr int kMaxTapsPerAxis = 512;
/// Floats that a packed tile takes at most, unless a single tap needs more.
inline constexpr std::size_t kMaxPackedFloats = 64 * 1024;
/// Taps of one chunk at most.
inline constexpr std::size_t kMaxChunkTaps = 4096;
/// Loads may go past the end of a row by less than this many floats.
inline constexpr int kMaxVectorFloats = 16;

/// Taps of one axis in the order in which terms are added: tap `tap[i]` reads, for result j, the
/// source cell start[i] + step * j.
struct AxisTaps {
    std::array<int, kMaxTapsPerAxis> tap, start;
    int count = 0;
    int step = 1;

    void add(int tap_index, int start_index) {
        tap[static_cast<std::size_t>(count)] = tap_index;
        start[static_cast<std::size_t>(count)] = start_index;
        ++count;
    }
};

/// The taps through which outputs first_output, first_output + 1, ... read the input.
AxisTaps reading_taps(const WindowAxis& axis, int first_output);

/// The taps through which the inputs first_input, first_input + stride, ... are read, in order of
/// the outputs that read them: result j is input first_input + stride * j, the source the outputs.
AxisTaps read_by_taps(const WindowAxis& axis, int first_input);

/// Where the source cells of some taps lie along one axis of a packed tile.
struct AxisLayout {
    /// Positions [begin, begin + count) hold source, source + step, source + 2 step, ...
    struct Segment {
        int begin, source, count;
    };
    std::array<Segment, 64> segments;  ///< One for each remainder of start by step that occurs.
    int segment_count = 0;
    int step = 1;
    int extent = 0;                           ///< Positions.
    std::array<int, kMaxTapsPerAxis> offset;  ///< Position of result 0 for each tap.

    /// For `results` results and taps [taps.begin, taps.end).
    void set(const AxisTaps& all, Interval taps, int results);
};

/// A packed tile of taps x_taps of x and y_taps of y.
struct TileLayout {
    AxisLayout x, y;
    Interval x_taps, y_taps;
    std::size_t row_stride = 0;

    void set(const AxisTaps& all_x, const AxisTaps& all_y, Interval chunk_x, Interval chunk_y,
             Extent2 results);
    std::size_t floats() const {
        return static_cast<std::size_t>(y.extent) * row_stride + kMaxVectorFloats;
    }
    std::size_t tap_count() const {
        return static_cast<std::size_t>(x_taps.end - x_taps.begin) *
               static_cast<std::size_t>(y_taps.end - y_taps.begin);
    }
};

/// All taps of a window, for a tile of this many results.
struct TileTaps {
    AxisTaps x, y;
    Extent2 results;
};

/// Calls body(layout) for one chunk of taps (columns `x` of rows `y`) after the other, in order.
/// A chunk takes at most `max_floats` packed, unless it is a single tap.
template <class Body>
void for_each_chunk(const TileTaps& taps, Interval x, Interval y, std::size_t max_floats,
                    TileLayout& layout, const Body& body) {
    if (x.empty() || y.empty()) return;
    layout.set(taps.x, taps.y, x, y, taps.results);
    const int columns = x.end - x.begin, rows = y.end - y.begin;
    const bool fits = layout.floats() <= max_floats && layout.tap_count() <= kMaxChunkTaps;
    if (fits || (rows == 1 && columns == 1)) {
        body(layout);
    } else if (rows > 1) {
        const int middle = y.begin + rows / 2;
        for_each_chunk(taps, x, {y.begin, middle}, max_floats, layout, body);
        for_each_chunk(taps, x, {middle, y.end}, max_floats, layout, body);
    } else {
        const int middle = x.begin + columns / 2;
        for_each_chunk(taps, {x.begin, middle}, y, max_floats, layout, body);
        for_each_chunk(taps, {middle, x.end}, y, max_floats, layout, body);
    }
}

template <class Body>
void for_each_chunk(const TileTaps& taps, std::size_t max_floats, const Body& body) {
    TileLayout layout;
    for_each_chunk(taps, {0, taps.x.count}, {0, taps.y.count}, max_floats, layout, body);
}

/// Calls body(tile) for squares of at most kTileSide that cover `rect`, row by row.
template <class Body>
void for_each_tile(Rect rect, const Body& body) {
    for (int y = rect.y0; y < rect.y1; y += kTileSide)
        for (int x = rect.x0; x < rect.x1; x += kTileSide)
            body(intersect({x, y, x + kTileSide, y + kTileSide}, rect));
}

/// Cells in columns first.x + i * stride.x and rows first.y + j * stride.y: inputs which the same
/// taps read, through outputs that lie side by side.
struct StridedCells {
    Extent2 first, stride, count;
};

/// Calls body(cells) for sets of at most kTileSide squared cells that cover `rect`, one remainder
/// of the stride after the other.
template <class Body>
void for_each_strided_tile(Rect rect, Extent2 stride, const Body& body) {
    for (int y = rect.y0; y < std::min(rect.y0 + stride.y, rect.y1); ++y)
        for (int x = rect.x0; x < std::min(rect.x0 + stride.x, rect.x1); ++x)
            for_each_tile({0, 0, ceil_div(rect.x1 - x, stride.x), ceil_div(rect.y1 - y, stride.y)},
                          [&](Rect tile) {
                              const Extent2 first{x + tile.x0 * stride.x, y + tile.y0 * stride.y};
                              body(StridedCells{first, stride, {tile.width(), tile.height()}});
                          });
}

/// A tap of a packed tile and its number: a weight, or the place in the window.
struct Tap {
    std::int32_t offset;
    float number;
};

/// Writes the taps of the layout's chunk in order, number_of(row tap, column tap) beside each;
/// returns those written. `taps` has room for layout.tap_count().
template <class Number>
std::span<const Tap> list_taps(const TileLayout& layout, const TileTaps& tile, std::span<Tap> taps,
                               const Number& number_of) {
    std::size_t count = 0;
    for (int i = layout.y_taps.begin; i < layout.y_taps.end; ++i) {
        const auto row = static_cast<std::size_t>(i);
        const std::size_t row_offset =
            static_cast<std::size_t>(
                layout.y.offset[static_cast<std::size_t>(i - layout.y_taps.begin)]) *
            layout.row_stride;
        for (int j = layout.x_taps.begin; j < layout.x_taps.end; ++j) {
            const auto column = static_cast<std::size_t>(j);
            const int offset = layout.x.offset[static_cast<std::size_t>(j - layout.x_taps.begin)];
            taps[count++] = {static_cast<std::int32_t>(row_offset) + offset,
                             number_of(tile.y.tap[row], tile.x.tap[column])};
        }
    }
    return taps.first(count);
}

}  // namespace convscope
