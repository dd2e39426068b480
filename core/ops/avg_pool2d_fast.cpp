#include <algorithm>
#include <array>

#include "core/ops/avg_pool2d.hpp"
#include "core/ops/conv2d_simd.hpp"
#include "core/ops/pack_tile.hpp"
#include "core/ops/window_tile.hpp"

namespace convscope {
namespace {

constexpr int kMaxWindow = 255;
constexpr std::size_t kTotalsFloats = std::size_t{kTileSide} * kTileSide;

/// One packed channel, the totals of a tile of it, and the taps: a sum is a convolution with ones.
struct TileMemory {
    explicit TileMemory(Scratch& scratch)
        : packed(scratch.floats(kMaxPackedFloats + kTotalsFloats)),
          totals(packed + kMaxPackedFloats) {}

    void add(const TileLayout& layout, const TileTaps& tile) {
        const auto listed = list_taps(layout, tile, taps, [](int, int) { return 1.0f; });
        accumulate_tile(packed, layout.row_stride, tile.results, listed, totals);
    }

    float* packed;
    float* totals;
    std::array<Tap, kMaxChunkTaps> taps;
};

/// By how many cells of an axis outputs that lie side by side are divided; 1 where there is none.
struct AxisCounts {
    template <class Counted>
    void set(int position, int first_output, int count, int outputs, const Counted& counted) {
        for (int i = 0; i < count; ++i) {
            const int output = first_output + i;
            const bool exists = output >= 0 && output < outputs;
            values[static_cast<std::size_t>(position + i)] =
                exists ? static_cast<float>(counted(output)) : 1.0f;
        }
        extent = std::max(extent, position + count);
    }

    std::array<float, kTileSide + kMaxWindow> values;
    int extent = 0;
};

/// Divides numbers in rows of `stride` by rows * columns.
void divide(float* numbers, std::size_t stride, const AxisCounts& rows, const AxisCounts& columns) {
    for (int i = 0; i < rows.extent; ++i, numbers += stride) {
        const float row = rows.values[static_cast<std::size_t>(i)];
        for (int j = 0; j < columns.extent; ++j)
            numbers[j] /= row * columns.values[static_cast<std::size_t>(j)];
    }
}

void forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch& scratch) {
    const AvgPool2d pool(in.params, in.input.shape());
    const Shape shape = output.shape();
    TileMemory memory(scratch);
    const auto pool_tile = [&](Rect rect_of_tile, int n, int c) {
        const TileTaps tile{reading_taps(pool.window.x, rect_of_tile.x0),
                            reading_taps(pool.window.y, rect_of_tile.y0),
                            {rect_of_tile.width(), rect_of_tile.height()}};
        std::fill_n(memory.totals, tile.results.y * kTileSide, 0.0f);
        for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
            const auto row_of = [&](int row) { return in.input.row(n, c, row); };
            pack_tile(layout, pool.plane, row_of, 0.0f, memory.packed);
            memory.add(layout, tile);
        });
        AxisCounts rows, columns;
        rows.set(0, rect_of_tile.y0, tile.results.y, shape.h, [&](int y) { return pool.rows(y); });
        columns.set(0, rect_of_tile.x0, tile.results.x, shape.w,
                    [&](int x) { return pool.columns(x); });
        divide(memory.totals, kTileSide, rows, columns);
        unpack_totals(memory.totals, {{rect_of_tile.x0, rect_of_tile.y0}, {1, 1}, tile.results},
                      output, n, c);
    };
    for_each_tile(rect, [&](Rect tile) {
        for (int n = 0; n < shape.n; ++n)
            for (int c = 0; c < shape.c; ++c) pool_tile(tile, n, c);
    });
}

/// The counts of the outputs that stand along an axis of a packed tile.
template <class Counted>
AxisCounts packed_counts(const AxisLayout& layout, int outputs, const Counted& counted) {
    AxisCounts counts;
    for (int s = 0; s < layout.segment_count; ++s) {
        const AxisLayout::Segment& segment = layout.segments[static_cast<std::size_t>(s)];
        counts.set(segment.begin, segment.source, segment.count, outputs, counted);
    }
    return counts;
}

void grad_input_tile(const OpInputs& in, TensorView grad_input, Cell channel,
                     const StridedCells& cells, TileMemory& memory) {
    const AvgPool2d pool(in.params, in.input.shape());
    const Shape outputs = in.grad_output.shape();
    const TileTaps tile{read_by_taps(pool.window.x, cells.first.x),
                        read_by_taps(pool.window.y, cells.first.y), cells.count};
    std::fill_n(memory.totals, cells.count.y * kTileSide, 0.0f);
    for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
        const auto row_of = [&](int y) { return in.grad_output.row(channel.n, channel.c, y); };
        pack_tile(layout, {outputs.w, outputs.h}, row_of, 0.0f, memory.packed);
        divide(memory.packed, layout.row_stride,
               packed_counts(layout.y, outputs.h, [&](int y) { return pool.rows(y); }),
               packed_counts(layout.x, outputs.w, [&](int x) { return pool.columns(x); }));
        memory.add(layout, tile);
    });
    unpack_totals(memory.totals, cells, grad_input, channel.n, channel.c);
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch& scratch) {
    const Window2d window = AvgPool2d(in.params, in.input.shape()).window;
    const Shape shape = grad_input.shape();
    TileMemory memory(scratch);
    for_each_strided_tile(rect, {window.x.stride, window.y.stride}, [&](const StridedCells& cells) {
        for (int n = 0; n < shape.n; ++n)
            for (int c = 0; c < shape.c; ++c)
                grad_input_tile(in, grad_input, {n, c, 0, 0}, cells, memory);
    });
}

}  // namespace

OpKernels avg_pool2d_fast() {
    return {forward, grad_input, nullptr};
}

}  // namespace convscope
