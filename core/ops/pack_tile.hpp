#pragma once
#include <hwy/cache_control.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/ops/window_tile.hpp"

namespace convscope {
namespace pack_detail {

// Rows of a large map lie far apart, each in other memory: they are asked for ahead of time.
constexpr int kRowsAhead = 8;
constexpr std::size_t kCacheLineBytes = 64;

/// Asks for cells [first, last] of a row.
template <class T>
void prefetch_row(const T* row, int first, int last) {
    constexpr auto kCells = static_cast<int>(kCacheLineBytes / sizeof(T));
    for (int cell = first; cell <= last; cell += kCells) hwy::Prefetch(row + cell);
}

/// How one segment of every row is packed: `before` cells of padding, `inside` source cells from
/// `from` on, `after` cells of padding.
struct SegmentCopy {
    int to, before, from, inside, after;
};

/// The segments of an axis, cut at the ends of a source of `width` cells.
struct RowCopy {
    RowCopy(const AxisLayout& x, int width) : step(x.step), count(x.segment_count) {
        for (int s = 0; s < count; ++s) {
            const AxisLayout::Segment& segment = x.segments[static_cast<std::size_t>(s)];
            const int begin = std::clamp(ceil_div(-segment.source, step), 0, segment.count);
            const int end =
                std::clamp(ceil_div(width - segment.source, step), begin, segment.count);
            segments[static_cast<std::size_t>(s)] = {segment.begin, begin,
                                                     segment.source + begin * step, end - begin,
                                                     segment.count - end};
            if (begin == end) continue;
            first = std::min(first, segment.source + begin * step);
            last = std::max(last, segment.source + (end - 1) * step);
        }
    }

    int step, count;
    std::array<SegmentCopy, 64> segments;
    int first = 1 << 30, last = -1;  ///< Source cells that are read.
};

template <class T>
void copy_strided(const T* from, int step, int count, float* to, int spacing) {
    // The steps that matter, spelled out so that the compiler can vectorise them.
    if (step == 1 && spacing == 1)
        std::copy_n(from, count, to);
    else if (step == 2 && spacing == 1)
        for (int i = 0; i < count; ++i) to[i] = static_cast<float>(from[2 * i]);
    else
        for (int i = 0; i < count; ++i)
            to[i * spacing] = static_cast<float>(from[std::ptrdiff_t{i} * step]);
}

inline void fill_strided(float value, int count, float* to, int spacing) {
    for (int i = 0; i < count; ++i) to[i * spacing] = value;
}

template <class T>
void pack_row(const RowCopy& copy, const T* row, float padding, float* to, int spacing) {
    for (int s = 0; s < copy.count; ++s) {
        const SegmentCopy& segment = copy.segments[static_cast<std::size_t>(s)];
        float* out = to + std::ptrdiff_t{segment.to} * spacing;
        fill_strided(padding, segment.before, out, spacing);
        out += std::ptrdiff_t{segment.before} * spacing;
        if (segment.inside > 0)
            copy_strided(row + segment.from, copy.step, segment.inside, out, spacing);
        out += std::ptrdiff_t{segment.inside} * spacing;
        fill_strided(padding, segment.after, out, spacing);
    }
}

}  // namespace pack_detail

/// Packs a plane whose rows row_of(0), row_of(1), ... point to plane.x elements each; `padding`
/// stands outside of it. Element (row, column) of the tile is written to
/// tile[(row * row_stride + column) * spacing].
template <class RowOf>
void pack_tile(const TileLayout& layout, Extent2 plane, const RowOf& row_of, float padding,
               float* tile, int spacing = 1) {
    const pack_detail::RowCopy copy(layout.x, plane.x);
    const std::size_t row_floats = layout.row_stride * static_cast<std::size_t>(spacing);
    for (int s = 0; s < layout.y.segment_count; ++s) {
        const AxisLayout::Segment segment = layout.y.segments[static_cast<std::size_t>(s)];
        float* to = tile + static_cast<std::size_t>(segment.begin) * row_floats;
        for (int i = 0; i < segment.count; ++i, to += row_floats) {
            const int row = segment.source + i * layout.y.step;
            const int ahead = row + pack_detail::kRowsAhead * layout.y.step;
            if (ahead >= 0 && ahead < plane.y)
                pack_detail::prefetch_row(row_of(ahead), copy.first, copy.last);
            if (row >= 0 && row < plane.y)
                pack_detail::pack_row(copy, row_of(row), padding, to, spacing);
            else
                pack_detail::fill_strided(padding, layout.x.extent, to, spacing);
        }
    }
}

/// Writes the totals of a tile, in rows of kTileSide, to `cells` of one channel; + 0.0f turns
/// negative zeros into positive ones.
inline void unpack_totals(const float* totals, const StridedCells& cells, TensorView to, int n,
                          int c) {
    for (int i = 0; i < cells.count.y; ++i, totals += kTileSide) {
        const auto row_of = [&](int result) {
            return to.row(n, c, cells.first.y + result * cells.stride.y) + cells.first.x;
        };
        if (const int ahead = i + pack_detail::kRowsAhead; ahead < cells.count.y)
            pack_detail::prefetch_row(row_of(ahead), 0, (cells.count.x - 1) * cells.stride.x);
        float* row = row_of(i);
        for (int j = 0; j < cells.count.x; ++j)
            row[std::ptrdiff_t{j} * cells.stride.x] = totals[j] + 0.0f;
    }
}

}  // namespace convscope
