#include <algorithm>
#include <array>

#include "core/ops/conv2d.hpp"
#include "core/ops/conv2d_simd.hpp"
#include "core/ops/conv2d_weights.hpp"
#include "core/ops/pack_tile.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/window_tile.hpp"

namespace convscope {
namespace {

// Channels of results whose totals are kept at once: a packed channel serves all of them.
constexpr int kGroupChannels = 8;
constexpr std::size_t kTotalsFloats = std::size_t{kTileSide} * kTileSide;

/// Scratch memory of forward and grad_input: one packed channel and the totals of a group.
struct TileMemory {
    explicit TileMemory(Scratch& scratch)
        : packed(scratch.floats(kMaxPackedFloats + kGroupChannels * kTotalsFloats)),
          all_totals(packed + kMaxPackedFloats) {}

    float* totals(int channel_in_group) {
        return all_totals + static_cast<std::size_t>(channel_in_group) * kTotalsFloats;
    }
    /// Sets `rows` rows of totals to the number that they start at.
    void start(int channel_in_group, int rows, float value) {
        std::fill_n(totals(channel_in_group), rows * kTileSide, value);
    }

    float* packed;
    float* all_totals;
    std::array<Tap, kMaxChunkTaps> taps;
};

void pack_channel(const TileLayout& layout, ConstTensorView map, int n, int c, float* packed) {
    const Extent2 plane{map.shape().w, map.shape().h};
    pack_tile(
        layout, plane, [&](int row) { return map.row(n, c, row); }, 0.0f, packed);
}

/// Adds the terms of one source channel to the totals of `channels` result channels;
/// weight_of(channel in group, row tap, column tap).
template <class WeightOf>
void add_channel(const TileTaps& tile, ConstTensorView source, int n, int source_channel,
                 TileMemory& memory, int channels, const WeightOf& weight_of) {
    for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
        pack_channel(layout, source, n, source_channel, memory.packed);
        for (int i = 0; i < channels; ++i) {
            const auto taps = list_taps(layout, tile, memory.taps,
                                        [&](int b, int a) { return weight_of(i, b, a); });
            accumulate_tile(memory.packed, layout.row_stride, tile.results, taps, memory.totals(i));
        }
    });
}

void forward_tile(const OpInputs& in, TensorView output, int n, Rect rect, TileMemory& memory) {
    const Window2d window = conv2d_window(in.params);
    const TileTaps tile{reading_taps(window.x, rect.x0),
                        reading_taps(window.y, rect.y0),
                        {rect.width(), rect.height()}};
    for (int first = 0; first < output.shape().c; first += kGroupChannels) {
        const int filters = std::min(kGroupChannels, output.shape().c - first);
        for (int i = 0; i < filters; ++i)
            memory.start(i, tile.results.y,
                         in.bias.empty() ? 0.0f : in.bias[static_cast<std::size_t>(first + i)]);
        for (int c = 0; c < in.input.shape().c; ++c)
            add_channel(tile, in.input, n, c, memory, filters,
                        [&](int i, int b, int a) { return in.weights(first + i, c, b, a); });
        for (int i = 0; i < filters; ++i)
            unpack_totals(memory.totals(i), {{rect.x0, rect.y0}, {1, 1}, tile.results}, output, n,
                          first + i);
    }
}

void forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch& scratch) {
    TileMemory memory(scratch);
    for_each_tile(rect, [&](Rect tile) {
        for (int n = 0; n < output.shape().n; ++n) forward_tile(in, output, n, tile, memory);
    });
}

void grad_input_tile(const OpInputs& in, TensorView grad_input, int n, const StridedCells& cells,
                     TileMemory& memory) {
    const Window2d window = conv2d_window(in.params);
    const TileTaps tile{read_by_taps(window.x, cells.first.x),
                        read_by_taps(window.y, cells.first.y), cells.count};
    for (int first = 0; first < grad_input.shape().c; first += kGroupChannels) {
        const int channels = std::min(kGroupChannels, grad_input.shape().c - first);
        for (int i = 0; i < channels; ++i) memory.start(i, tile.results.y, 0);
        for (int k = 0; k < in.grad_output.shape().c; ++k)
            add_channel(tile, in.grad_output, n, k, memory, channels,
                        [&](int i, int b, int a) { return in.weights(k, first + i, b, a); });
        for (int i = 0; i < channels; ++i)
            unpack_totals(memory.totals(i), cells, grad_input, n, first + i);
    }
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch& scratch) {
    const Window2d window = conv2d_window(in.params);
    TileMemory memory(scratch);
    for_each_strided_tile(rect, {window.x.stride, window.y.stride}, [&](const StridedCells& cells) {
        for (int n = 0; n < grad_input.shape().n; ++n)
            grad_input_tile(in, grad_input, n, cells, memory);
    });
}

void grad_weights_part(const OpInputs& in, int part, std::span<float> partial, Scratch& scratch) {
    const Shape outputs = in.grad_output.shape();
    if (outputs.n == 1)
        conv2d_grad_weights_block(in, block_grid(outputs.plane()).rect(part, outputs.plane()),
                                  partial, scratch);
    else
        conv2d_grad_weights_group(in, part * kLanes, partial, scratch);
}

}  // namespace

OpKernels conv2d_fast() {
    return {forward, grad_input, grad_weights_part};
}

}  // namespace convscope
