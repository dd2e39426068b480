#include "core/ops/window_tile.hpp"

#include <algorithm>

namespace convscope {

AxisTaps reading_taps(const WindowAxis& axis, int first_output) {
    AxisTaps taps;
    taps.step = axis.stride;
    for (int tap = 0; tap < axis.size; ++tap) taps.add(tap, axis.input_index(first_output, tap));
    return taps;
}

AxisTaps read_by_taps(const WindowAxis& axis, int first_input) {
    AxisTaps taps;
    for (int tap = axis.size - 1; tap >= 0; --tap) {
        const int distance = first_input + axis.pad - axis.dilation * tap;
        const int output = floor_div(distance, axis.stride);
        if (output * axis.stride == distance) taps.add(tap, output);
    }
    return taps;
}

void AxisLayout::set(const AxisTaps& all, Interval taps, int results) {
    step = all.step;
    segment_count = 0;
    extent = 0;
    const auto start = [&](int i) { return all.start[static_cast<std::size_t>(i)]; };
    const auto remainder = [&](int i) { return start(i) - floor_div(start(i), step) * step; };
    for (int i = taps.begin; i < taps.end; ++i) {
        const bool seen = std::ranges::any_of(
            segments.begin(), segments.begin() + segment_count,
            [&](const Segment& segment) { return (start(i) - segment.source) % step == 0; });
        if (seen) continue;
        Segment segment{extent, start(i), results};
        int last = start(i);
        for (int j = i + 1; j < taps.end; ++j) {
            if (remainder(j) != remainder(i)) continue;
            segment.source = std::min(segment.source, start(j));
            last = std::max(last, start(j));
        }
        segment.count += (last - segment.source) / step;
        for (int j = i; j < taps.end; ++j)
            if (remainder(j) == remainder(i))
                offset[static_cast<std::size_t>(j - taps.begin)] =
                    segment.begin + (start(j) - segment.source) / step;
        extent += segment.count;
        segments[static_cast<std::size_t>(segment_count++)] = segment;
    }
}

void TileLayout::set(const AxisTaps& all_x, const AxisTaps& all_y, Interval chunk_x,
                     Interval chunk_y, Extent2 results) {
    x_taps = chunk_x;
    y_taps = chunk_y;
    x.set(all_x, chunk_x, results.x);
    y.set(all_y, chunk_y, results.y);
    // An odd number of cache lines a row: rows then spread over the whole first-level cache.
    const int lines = ceil_div(x.extent, kMaxVectorFloats);
    row_stride = static_cast<std::size_t>((lines | 1) * kMaxVectorFloats);
}

}  // namespace convscope
