#include "core/ops/window_tile.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/ops/pack_tile.hpp"

namespace convscope {
namespace {

constexpr float kPadding = -5;

/// A plane whose cell (row, column) is row * 1000 + column.
struct CountedPlane {
    explicit CountedPlane(Extent2 plane) : extent(plane) {
        for (int y = 0; y < extent.y; ++y)
            for (int x = 0; x < extent.x; ++x) cells.push_back(static_cast<float>(y * 1000 + x));
    }
    const float* row(int y) const { return cells.data() + std::ptrdiff_t{y} * extent.x; }
    float at(int y, int x) const {
        const bool inside = y >= 0 && y < extent.y && x >= 0 && x < extent.x;
        return inside ? row(y)[x] : kPadding;
    }
    Extent2 extent;
    std::vector<float> cells;
};

/// Every tap of every chunk finds the source cell of every result at its offset; counts taps.
std::size_t expect_taps_find_their_cells(const TileTaps& tile, const CountedPlane& plane,
                                         std::size_t max_floats, int spacing) {
    std::size_t seen = 0;
    for_each_chunk(tile, max_floats, [&](const TileLayout& layout) {
        std::vector<float> packed(layout.floats() * static_cast<std::size_t>(spacing));
        pack_tile(
            layout, plane.extent, [&](int row) { return plane.row(row); }, kPadding, packed.data(),
            spacing);
        std::vector<Tap> memory(layout.tap_count());
        const auto taps = list_taps(layout, tile, memory,
                                    [](int b, int a) { return static_cast<float>(b * 1000 + a); });
        for (const Tap& tap : taps) {
            const auto b = seen / static_cast<std::size_t>(tile.x.count);
            const auto a = seen % static_cast<std::size_t>(tile.x.count);
            if (layout.y_taps.end - layout.y_taps.begin > 1 || tile.y.count == 1) {
                EXPECT_EQ(tap.number, static_cast<float>(tile.y.tap[b] * 1000 + tile.x.tap[a]));
            }
            ++seen;
            const int row_tap = static_cast<int>(tap.number) / 1000;
            const int column_tap = static_cast<int>(tap.number) % 1000;
            const auto start_of = [](const AxisTaps& axis, int wanted) {
                for (int i = 0; i < axis.count; ++i)
                    if (axis.tap[static_cast<std::size_t>(i)] == wanted)
                        return axis.start[static_cast<std::size_t>(i)];
                return -1000;
            };
            for (int i = 0; i < tile.results.y; ++i)
                for (int j = 0; j < tile.results.x; ++j) {
                    const std::size_t at = static_cast<std::size_t>(tap.offset) +
                                           static_cast<std::size_t>(i) * layout.row_stride +
                                           static_cast<std::size_t>(j);
                    const int row = start_of(tile.y, row_tap) + i * tile.y.step;
                    const int column = start_of(tile.x, column_tap) + j * tile.x.step;
                    ASSERT_EQ(packed[at * static_cast<std::size_t>(spacing)],
                              plane.at(row, column));
                }
        }
    });
    return seen;
}

TEST(WindowTile, EveryTapFindsItsCells) {
    const CountedPlane plane({23, 19});
    for (int size : {1, 2, 5})
        for (int stride : {1, 2, 3, 7})
            for (int pad : {0, 2})
                for (int dilation : {1, 2, 3}) {
                    const WindowAxis x{size, stride, pad, dilation}, y{3, 2, 1, 1};
                    const TileTaps tile{reading_taps(x, 1), reading_taps(y, 2), {2, 3}};
                    for (const std::size_t max_floats : {std::size_t{100'000}, std::size_t{1}})
                        EXPECT_EQ(expect_taps_find_their_cells(tile, plane, max_floats, 1),
                                  static_cast<std::size_t>(3 * size));
                    expect_taps_find_their_cells(tile, plane, 100'000, 3);
                }
}

TEST(WindowTile, ReadByTapsAreTheOutputsThatReadInTheirOrder) {
    const WindowAxis axis{5, 2, 1, 3};
    for (int input = 0; input < 9; ++input) {
        const AxisTaps taps = read_by_taps(axis, input);
        int expected = 0;
        for (int output = -20; output < 20; ++output) {
            const int tap = axis.tap_between(input, output);
            if (tap < 0) continue;
            const auto i = static_cast<std::size_t>(expected++);
            ASSERT_LT(static_cast<int>(i), taps.count);
            EXPECT_EQ(taps.tap[i], tap);
            EXPECT_EQ(taps.start[i], output);
        }
        EXPECT_EQ(taps.count, expected);
    }
}

TEST(WindowTile, ScratchMemoryStaysBounded) {
    // The largest kernel, stride and dilation that fields allow, on a whole tile.
    for (const WindowAxis axis : {WindowAxis{512, 1, 64, 1}, WindowAxis{512, 64, 64, 64},
                                  WindowAxis{255, 64, 0, 1}, WindowAxis{512, 1, 0, 64}}) {
        const TileTaps tile{reading_taps(axis, 0), reading_taps(axis, 0), {kTileSide, kTileSide}};
        std::size_t taps = 0;
        for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
            EXPECT_LE(layout.floats(), kMaxPackedFloats);
            EXPECT_LE(layout.tap_count(), kMaxChunkTaps);
            taps += layout.tap_count();
        });
        EXPECT_EQ(taps, static_cast<std::size_t>(axis.size * axis.size));
    }
}

TEST(WindowTile, TilesCoverARectangleOnce) {
    const Rect rect{3, 5, 3 + 130, 5 + 65};
    std::vector<int> covered(200 * 200);
    for_each_strided_tile(rect, {3, 2}, [&](const StridedCells& cells) {
        EXPECT_LE(cells.count.x, kTileSide);
        EXPECT_LE(cells.count.y, kTileSide);
        for (int j = 0; j < cells.count.y; ++j)
            for (int i = 0; i < cells.count.x; ++i)
                ++covered[static_cast<std::size_t>((cells.first.y + j * cells.stride.y) * 200 +
                                                   cells.first.x + i * cells.stride.x)];
    });
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 200; ++x)
            EXPECT_EQ(covered[static_cast<std::size_t>(y * 200 + x)], rect.contains(x, y) ? 1 : 0);
}

}  // namespace
}  // namespace convscope
