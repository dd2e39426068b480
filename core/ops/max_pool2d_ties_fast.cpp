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
constexpr float kNoValue = std::numeric_limits<float>::quiet_NaN();  // Equals nothing.

/// Outputs at most that read kTileSide * stride cells of an axis.
int outputs_over_block(const WindowAxis& axis) {
    return kTileSide + ceil_div(axis.size - 1, axis.stride) + 1;
}

/// What the outputs over a block of the input give away: each once, for all cells of the block.
struct Shares {
    Rect outputs;
    float* shares;
    float* values;

    std::ptrdiff_t row(int y) const { return std::ptrdiff_t{y} * outputs.width(); }
};

struct Memory {
    Memory(Scratch& scratch, const Window2d& window)
        : block_outputs(static_cast<std::size_t>(outputs_over_block(window.x)) *
                        static_cast<std::size_t>(outputs_over_block(window.y))),
          packed(scratch.floats(3 * kMaxPackedFloats + 2 * kResultFloats + 2 * block_outputs)),
          cells(packed + 3 * kMaxPackedFloats),
          totals(cells + kResultFloats) {}

    Shares shares_of(Rect outputs) const {
        float* const shares = totals + kResultFloats;
        return {outputs, shares, shares + block_outputs};
    }

    std::size_t block_outputs;
    float* packed;  ///< Three tiles.
    float* cells;   ///< The values of a tile of results.
    float* totals;
    std::array<Tap, kMaxChunkTaps> taps;
};

/// Number of a window's cell.
auto place_in(const Window2d& window) {
    return [width = window.x.size](int b, int a) { return static_cast<float>(b * width + a); };
}

/// Counts the cells of the windows of a tile of outputs that have the value of the output, which
/// stands in memory.cells; into memory.totals.
void count_tile(const OpInputs& in, Cell channel, Rect outputs, Memory& memory) {
    const Window2d window = max_pool2d_window(in.params);
    const TileTaps tile{reading_taps(window.x, outputs.x0),
                        reading_taps(window.y, outputs.y0),
                        {outputs.width(), outputs.height()}};
    std::fill_n(memory.totals, outputs.height() * kTileSide, 0.0f);
    for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
        const auto row_of = [&](int y) { return in.input.row(channel.n, channel.c, y); };
        pack_tile(layout, {in.input.shape().w, in.input.shape().h}, row_of, kNoValue,
                  memory.packed);
        const auto taps = list_taps(layout, tile, memory.taps, place_in(window));
        count_ties(memory.packed, layout.row_stride, tile.results, taps, memory.cells,
                   memory.totals);
    });
}

/// Fills in the shares and values of a tile of the outputs over a block.
void find_shares(const OpInputs& in, Cell channel, Rect tile, const Shares& shares,
                 Memory& memory) {
    const Window2d window = max_pool2d_window(in.params);
    const bool split = max_pool2d_ties(in.params) == TieRule::kSplit;
    for (int y = tile.y0; y < tile.y1; ++y) {
        const auto* winners =
            winner_row(in.winners, in.grad_output.shape(), {channel.n, channel.c, y, 0});
        float* values = memory.cells + std::ptrdiff_t{y - tile.y0} * kTileSide;
        for (int x = tile.x0; x < tile.x1; ++x)
            values[x - tile.x0] =
                in.input(max_pool2d_cell(window, {channel.n, channel.c, y, x}, winners[x]));
    }
    if (split) count_tile(in, channel, tile, memory);
    for (int y = tile.y0; y < tile.y1; ++y) {
        const std::ptrdiff_t from = std::ptrdiff_t{y - tile.y0} * kTileSide;
        const std::ptrdiff_t to = shares.row(y - shares.outputs.y0) + tile.x0 - shares.outputs.x0;
        const float* grads = in.grad_output.row(channel.n, channel.c, y) + tile.x0;
        std::copy_n(memory.cells + from, tile.width(), shares.values + to);
        for (int x = 0; x < tile.width(); ++x)
            // NaN is counted nowhere and shares with nobody.
            shares.shares[to + x] =
                split ? grads[x] / std::max(memory.totals[from + x], 1.0f) : grads[x];
    }
}

/// The taps of read_by_taps(), their sources counted from `first_output` on.
AxisTaps taps_from(const WindowAxis& axis, int first_input, int first_output) {
    AxisTaps taps = read_by_taps(axis, first_input);
    for (int i = 0; i < taps.count; ++i) taps.start[static_cast<std::size_t>(i)] -= first_output;
    return taps;
}

void add_tile(const OpInputs& in, TensorView grad_input, Cell channel, const StridedCells& cells,
              const Shares& shares, Memory& memory) {
    const Window2d window = max_pool2d_window(in.params);
    const Rect outputs = shares.outputs;
    const TileTaps tile{taps_from(window.x, cells.first.x, outputs.x0),
                        taps_from(window.y, cells.first.y, outputs.y0), cells.count};
    for (int i = 0; i < cells.count.y; ++i) {
        const float* row =
            in.input.row(channel.n, channel.c, cells.first.y + i * cells.stride.y) + cells.first.x;
        pack_detail::copy_strided(row, cells.stride.x, cells.count.x,
                                  memory.cells + std::ptrdiff_t{i} * kTileSide, 1);
    }
    std::fill_n(memory.totals, cells.count.y * kTileSide, 0.0f);
    float* const packed_values = memory.packed + kMaxPackedFloats;
    float* const packed_winners = packed_values + kMaxPackedFloats;
    for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
        const Extent2 plane{outputs.width(), outputs.height()};
        const auto share_row = [&](int y) { return shares.shares + shares.row(y); };
        const auto value_row = [&](int y) { return shares.values + shares.row(y); };
        const auto winners_row = [&](int y) {
            const Cell row{channel.n, channel.c, outputs.y0 + y, 0};
            return winner_row(in.winners, in.grad_output.shape(), row) + outputs.x0;
        };
        pack_tile(layout, plane, share_row, 0.0f, memory.packed);
        pack_tile(layout, plane, value_row, kNoValue, packed_values);
        pack_tile(layout, plane, winners_row, -1.0f, packed_winners);
        const auto taps = list_taps(layout, tile, memory.taps, place_in(window));
        add_shared({memory.packed, packed_values, packed_winners, layout.row_stride}, cells.count,
                   taps, memory.cells, memory.totals);
    });
    unpack_totals(memory.totals, cells, grad_input, channel.n, channel.c);
}

/// A block of the input that strided tiles cover once.
void add_block(const OpInputs& in, TensorView grad_input, Cell channel, Rect block,
               Memory& memory) {
    const Window2d window = max_pool2d_window(in.params);
    const Shares shares = memory.shares_of(window.output_rect(block, in.input.shape()));
    for_each_tile(shares.outputs,
                  [&](Rect tile) { find_shares(in, channel, tile, shares, memory); });
    for_each_strided_tile(block, {window.x.stride, window.y.stride},
                          [&](const StridedCells& cells) {
                              add_tile(in, grad_input, channel, cells, shares, memory);
                          });
}

}  // namespace

void max_pool2d_shared_grad_input(const OpInputs& in, TensorView grad_input, Rect rect,
                                  Scratch& scratch) {
    const Window2d window = max_pool2d_window(in.params);
    const Shape shape = grad_input.shape();
    Memory memory(scratch, window);
    const int width = kTileSide * window.x.stride, height = kTileSide * window.y.stride;
    for (int y = rect.y0; y < rect.y1; y += height)
        for (int x = rect.x0; x < rect.x1; x += width) {
            const Rect block = intersect({x, y, x + width, y + height}, rect);
            for (int n = 0; n < shape.n; ++n)
                for (int c = 0; c < shape.c; ++c)
                    add_block(in, grad_input, {n, c, 0, 0}, block, memory);
        }
}

}  // namespace convscope
