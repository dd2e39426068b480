#include <algorithm>

#include "core/ops/conv2d_simd.hpp"
#include "core/ops/conv2d_weights.hpp"
#include "core/ops/pack_tile.hpp"

namespace convscope {
namespace {

// Positions of a packed tile of samples, each kLanes floats wide.
constexpr std::size_t kMaxPositions = 6 * 1024;

/// Positions of a packed row that a single tap reads for this many outputs, at most.
std::size_t row_positions(int outputs) {
    return static_cast<std::size_t>(outputs) + 3 * kMaxVectorFloats;
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

/// The outputs that are taken at once: half of the positions, for taps reach beyond them. Whole
/// rows, or a part of one: piece after piece, outputs come row by row and from left to right.
Extent2 piece_size(Shape outputs) {
    constexpr int kMaxColumns = static_cast<int>(kMaxPositions) / 2 - 3 * kMaxVectorFloats;
    const int columns = std::min(outputs.w, kMaxColumns);
    const int rows = static_cast<int>(kMaxPositions / 2 / row_positions(columns));
    return {columns, columns < outputs.w ? 1 : std::min(rows, outputs.h)};
}

/// The sums of one group of samples.
class GroupSums {
  public:
    GroupSums(const OpInputs& inputs, int first_sample, Scratch& scratch)
        : in_(inputs),
          window_(conv2d_window(inputs.params)),
          shape_(inputs),
          outputs_(inputs.grad_output.shape()),
          first_sample_(first_sample),
          piece_size_(piece_size(outputs_)),
          packed_(scratch.floats(2 * kMaxPositions * kLanes + ChunkSums::kFloats)),
          grads_(packed_ + kMaxPositions * kLanes),
          sums_(grads_ + kMaxPositions * kLanes) {}

    /// The weights of channel c.
    void add_channel(int c, std::span<float> partial) {
        const TileTaps tile = taps_of({0, 0, piece_size_.x, piece_size_.y});
        for_each_chunk(tile, kMaxPositions, [&](const TileLayout& layout) {
            packed_piece_ = {};
            for (int k = 0; k < shape_.filters; ++k) {
                float* lanes = sums_.start(layout.tap_count());
                for_each_piece([&](Rect piece) { add_piece(k, c, piece, layout, lanes); });
                sums_.store(layout, tile, shape_, k, c, partial);
            }
        });
    }

    void add_bias(int k, std::span<float> partial) {
        float* lanes = sums_.start(1);
        for_each_piece([&](Rect piece) { sum_lanes(pack_grads(k, piece), lanes); });
        partial[shape_.bias(k)] = sums_.folded(0);
    }

  private:
    /// body(piece) for pieces of the output map, in the order of its cells.
    template <class Body>
    void for_each_piece(const Body& body) const {
        for (int y = 0; y < outputs_.h; y += piece_size_.y)
            for (int x = 0; x < outputs_.w; x += piece_size_.x)
                body(intersect({x, y, x + piece_size_.x, y + piece_size_.y}, outputs_.plane()));
    }

    /// All taps, for the outputs of a piece.
    TileTaps taps_of(Rect piece) const {
        return {reading_taps(window_.x, piece.x0),
                reading_taps(window_.y, piece.y0),
                {piece.width(), piece.height()}};
    }

    LaneGrid pack_grads(int k, Rect piece) {
        const WindowAxis each_cell{};
        TileLayout layout;
        layout.set(reading_taps(each_cell, piece.x0), reading_taps(each_cell, piece.y0), {0, 1},
                   {0, 1}, {piece.width(), piece.height()});
        pack_samples(layout, in_.grad_output, first_sample_, k, grads_);
        LaneGrid grid;
        grid.rows = piece.height();
        grid.groups = piece.width();
        grid.values = grads_;
        grid.row_stride = layout.row_stride * kLanes;
        return grid;
    }

    /// The terms of the outputs of a piece, for the taps of `chunk`.
    void add_piece(int k, int c, Rect piece, const TileLayout& chunk, float* lanes) {
        const TileTaps tile = taps_of(piece);
        TileLayout layout;
        layout.set(tile.x, tile.y, chunk.x_taps, chunk.y_taps, tile.results);
        if (packed_piece_ != piece) pack_samples(layout, in_.input, first_sample_, c, packed_);
        packed_piece_ = piece;
        accumulate_lanes(packed_, layout.row_stride * kLanes, pack_grads(k, piece),
                         sums_.set_taps(layout, tile, kLanes), lanes);
    }

    const OpInputs& in_;
    Window2d window_;
    PartialShape shape_;
    Shape outputs_;
    int first_sample_;
    Extent2 piece_size_;
    float* packed_;
    float* grads_;
    ChunkSums sums_;
    Rect packed_piece_;  ///< Whose inputs packed_ holds; empty: none.
};

}  // namespace

void conv2d_grad_weights_group(const OpInputs& in, int first_sample, std::span<float> partial,
                               Scratch& scratch) {
    GroupSums sums(in, first_sample, scratch);
    for (int c = 0; c < in.input.shape().c; ++c) sums.add_channel(c, partial);
    for (int k = 0; k < in.grad_output.shape().c; ++k) sums.add_bias(k, partial);
}

}  // namespace convscope
