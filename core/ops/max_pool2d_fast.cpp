#include <algorithm>
#include <array>
#include <limits>

#include "core/ops/max_pool2d.hpp"
#include "core/ops/max_pool2d_simd.hpp"
#include "core/ops/pack_tile.hpp"
#include "core/ops/window_tile.hpp"

namespace convscope {
namespace {

constexpr std::size_t kResultFloats = std::size_t{kTileSide} * kTileSide;

struct ForwardMemory {
    explicit ForwardMemory(Scratch& scratch)
        : packed(scratch.floats(kMaxPackedFloats + 2 * kResultFloats)),
          maximum{packed + kMaxPackedFloats, packed + kMaxPackedFloats + kResultFloats} {}
    float* packed;
    RunningMaximum maximum;
    std::array<Tap, kMaxChunkTaps> taps;
};

/// Every result starts at -inf with its first cell inside the input as winner, which stays when
/// all its cells are -inf.
void start_maximum(const Window2d& window, Rect rect, const RunningMaximum& maximum) {
    std::fill_n(maximum.best, rect.height() * kTileSide, -std::numeric_limits<float>::infinity());
    const auto first_inside = [](const WindowAxis& axis, int output) {
        return std::max(0, -axis.input_index(output, 0));
    };
    for (int i = 0; i < rect.height(); ++i) {
        const int row = first_inside(window.y, rect.y0 + i) * window.x.size;
        for (int j = 0; j < rect.width(); ++j)
            maximum.winner[i * kTileSide + j] =
                static_cast<float>(row + first_inside(window.x, rect.x0 + j));
    }
}

void forward_tile(const OpInputs& in, TensorView output, Winners winners, Cell channel, Rect rect,
                  ForwardMemory& memory) {
    const Window2d window = max_pool2d_window(in.params);
    const TileTaps tile{reading_taps(window.x, rect.x0),
                        reading_taps(window.y, rect.y0),
                        {rect.width(), rect.height()}};
    start_maximum(window, rect, memory.maximum);
    for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
        pack_tile(
            layout, {in.input.shape().w, in.input.shape().h},
            [&](int row) { return in.input.row(channel.n, channel.c, row); },
            -std::numeric_limits<float>::infinity(), memory.packed);
        const auto taps = list_taps(layout, tile, memory.taps, [&](int b, int a) {
            return static_cast<float>(b * window.x.size + a);
        });
        take_maximum(memory.packed, layout.row_stride, tile.results, taps, memory.maximum);
    });
    for (int i = 0; i < rect.height(); ++i) {
        const Cell row{channel.n, channel.c, rect.y0 + i, 0};
        const std::ptrdiff_t from = std::ptrdiff_t{i} * kTileSide;
        std::copy_n(memory.maximum.best + from, rect.width(),
                    output.row(row.n, row.c, row.y) + rect.x0);
        std::transform(memory.maximum.winner + from, memory.maximum.winner + from + rect.width(),
                       winner_row(winners, output.shape(), row) + rect.x0,
                       [](float winner) { return static_cast<std::uint16_t>(winner); });
    }
}

void forward(const OpInputs& in, TensorView output, Winners winners, Rect rect, Scratch& scratch) {
    ForwardMemory memory(scratch);
    for_each_tile(rect, [&](Rect tile) {
        for (int n = 0; n < output.shape().n; ++n)
            for (int c = 0; c < output.shape().c; ++c)
                forward_tile(in, output, winners, {n, c, 0, 0}, tile, memory);
    });
}

struct GradMemory {
    explicit GradMemory(Scratch& scratch)
        : grads(scratch.floats(2 * kMaxPackedFloats + kResultFloats)),
          winners(grads + kMaxPackedFloats),
          totals(winners + kMaxPackedFloats) {}
    float* grads;
    float* winners;
    float* totals;
    std::array<Tap, kMaxChunkTaps> taps;
};

void grad_input_tile(const OpInputs& in, TensorView grad_input, Cell channel,
                     const StridedCells& cells, GradMemory& memory) {
    const Window2d window = max_pool2d_window(in.params);
    const Shape outputs = in.grad_output.shape();
    const TileTaps tile{read_by_taps(window.x, cells.first.x),
                        read_by_taps(window.y, cells.first.y), cells.count};
    std::fill_n(memory.totals, cells.count.y * kTileSide, 0.0f);
    for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
        const Extent2 plane{outputs.w, outputs.h};
        const auto grad_row = [&](int y) { return in.grad_output.row(channel.n, channel.c, y); };
        const auto winners_row = [&](int y) {
            return winner_row(in.winners, outputs, {channel.n, channel.c, y, 0});
        };
        pack_tile(layout, plane, grad_row, 0.0f, memory.grads);
        pack_tile(layout, plane, winners_row, -1.0f, memory.winners);
        const auto taps = list_taps(layout, tile, memory.taps, [&](int b, int a) {
            return static_cast<float>(b * window.x.size + a);
        });
        add_routed({memory.grads, memory.winners, layout.row_stride}, cells.count, taps,
                   memory.totals);
    });
    unpack_totals(memory.totals, cells, grad_input, channel.n, channel.c);
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch& scratch) {
    if (max_pool2d_ties(in.params) != TieRule::kFirst)
        return max_pool2d_shared_grad_input(in, grad_input, rect, scratch);
    const Window2d window = max_pool2d_window(in.params);
    const Shape shape = grad_input.shape();
    GradMemory memory(scratch);
    for_each_strided_tile(rect, {window.x.stride, window.y.stride}, [&](const StridedCells& cells) {
        for (int n = 0; n < shape.n; ++n)
            for (int c = 0; c < shape.c; ++c)
                grad_input_tile(in, grad_input, {n, c, 0, 0}, cells, memory);
    });
}

}  // namespace

OpKernels max_pool2d_fast() {
    return {forward, grad_input, nullptr};
}

}  // namespace convscope
