#include <algorithm>

#include "core/ops/conv2d_simd.hpp"
#include "core/ops/conv2d_weights.hpp"
#include "core/ops/pack_tile.hpp"

namespace convscope {
namespace {

// Positions of a packed tile of samples, each kLanes floats wide.
constexpr std::size_t kMaxPositions = 6 * 1024;

/// Positions of a packed row that a single tap reads, at most.
std::size_t row_positions(Shape outputs) {
    return static_cast<std::size_t>(outputs.w) + 3 * kMaxVectorFloats;
}

/// Packs channel c of up to kLanes samples from `first` on, side by side; missing ones are 0.
void pack_samples(const TileLayout& layout, ConstTensorView map, int first, int c, float* packed) {
    const Extent2 plane{map.shape().w, map.shape().h};
    const int samples = std::min(kLanes, map.shape().n - first);
    if (samples < kLanes) std::fill_n(packed, layout.floats() * kLanes, 0.0f);
    for (int lane = 0; lane < samples; ++lane)
        pack_tile(
            layout, plane, [&](int row) { return map.row(first + lane, c, row); }, 0.0f,
            packed + lane, kLanes);
}

/// The sums of one group of samples. Output rows are taken `rows_at_once_` at a time.
class GroupSums {
  public:
    GroupSums(const OpInputs& inputs, int first_sample, Scratch& scratch)
        : in_(inputs),
          window_(conv2d_window(inputs.params)),
          shape_(inputs),
          outputs_(inputs.grad_output.shape()),
          first_sample_(first_sample),
          // Half of the positions: taps reach beyond the rows of their outputs.
          rows_at_once_(std::clamp(static_cast<int>(kMaxPositions / 2 / row_positions(outputs_)), 1,
                                   outputs_.h)),
          positions_(std::max(kMaxPositions, row_positions(outputs_))),
          packed_(scratch.floats(2 * positions_ * kLanes + ChunkSums::kFloats)),
          grads_(packed_ + positions_ * kLanes),
          sums_(grads_ + positions_ * kLanes) {}

    /// The weights of channel c.
    void add_channel(int c, std::span<float> partial) {
        const TileTaps tile = taps_from(0);
        for_each_chunk(tile, positions_, [&](const TileLayout& layout) {
            packed_row_ = -1;
            for (int k = 0; k < shape_.filters; ++k) {
                float* lanes = sums_.start(layout.tap_count());
                for (int row = 0; row < outputs_.h; row += rows_at_once_)
                    add_rows(k, c, row, layout, lanes);
                sums_.store(layout, tile, shape_, k, c, partial);
            }
        });
    }

    void add_bias(int k, std::span<float> partial) {
        float* lanes = sums_.start(1);
        for (int row = 0; row < outputs_.h; row += rows_at_once_)
            sum_lanes(pack_grads(k, row), lanes);
        partial[shape_.bias(k)] = sums_.folded(0);
    }

  private:
    int rows_from(int row) const { return std::min(rows_at_once_, outputs_.h - row); }

    /// All taps, for the outputs in rows from `row` on.
    TileTaps taps_from(int row) const {
        return {
            reading_taps(window_.x, 0), reading_taps(window_.y, row), {outputs_.w, rows_from(row)}};
    }

    LaneGrid pack_grads(int k, int row) {
        const WindowAxis each_cell{};
        TileLayout layout;
        layout.set(reading_taps(each_cell, 0), reading_taps(each_cell, row), {0, 1}, {0, 1},
                   {outputs_.w, rows_from(row)});
        pack_samples(layout, in_.grad_output, first_sample_, k, grads_);
        LaneGrid grid;
        grid.rows = rows_from(row);
        grid.groups = outputs_.w;
        grid.values = grads_;
        grid.row_stride = layout.row_stride * kLanes;
        return grid;
    }

    /// The terms of the outputs in rows from `row` on, for the taps of `chunk`.
    void add_rows(int k, int c, int row, const TileLayout& chunk, float* lanes) {
        const TileTaps tile = taps_from(row);
        TileLayout layout;
        layout.set(tile.x, tile.y, chunk.x_taps, chunk.y_taps, tile.results);
        if (packed_row_ != row) pack_samples(layout, in_.input, first_sample_, c, packed_);
        packed_row_ = row;
        accumulate_lanes(packed_, layout.row_stride * kLanes, pack_grads(k, row),
                         sums_.set_taps(layout, tile, kLanes), lanes);
    }

    const OpInputs& in_;
    Window2d window_;
    PartialShape shape_;
    Shape outputs_;
    int first_sample_;
    int rows_at_once_;
    std::size_t positions_;  ///< Room in packed_ and in grads_.
    float* packed_;
    float* grads_;
    ChunkSums sums_;
    int packed_row_ = -1;  ///< First output row that packed_ serves.
};

}  // namespace

void conv2d_grad_weights_group(const OpInputs& in, int first_sample, std::span<float> partial,
                               Scratch& scratch) {
    GroupSums sums(in, first_sample, scratch);
    for (int c = 0; c < in.input.shape().c; ++c) sums.add_channel(c, partial);
    for (int k = 0; k < in.grad_output.shape().c; ++k) sums.add_bias(k, partial);
}

}  // namespace convscope
