#include "core/ops/conv2d_weights.hpp"

#include <algorithm>

#include "core/ops/conv2d_simd.hpp"
#include "core/ops/pack_tile.hpp"

namespace convscope {

PartialShape::PartialShape(const OpInputs& inputs)
    : filters(inputs.grad_output.shape().c), channels(inputs.input.shape().c) {
    const Window2d window = conv2d_window(inputs.params);
    kernel = {window.x.size, window.y.size};
}

std::size_t PartialShape::weight(int k, int c, int b, int a) const {
    const std::size_t plane = static_cast<std::size_t>(k) * static_cast<std::size_t>(channels) +
                              static_cast<std::size_t>(c);
    const std::size_t row =
        plane * static_cast<std::size_t>(kernel.y) + static_cast<std::size_t>(b);
    return row * static_cast<std::size_t>(kernel.x) + static_cast<std::size_t>(a);
}

std::span<const Tap> ChunkSums::set_taps(const TileLayout& layout, const TileTaps& tile,
                                         int spacing) {
    const std::size_t count = list_taps(layout, tile, taps_, [](int, int) { return 0.0f; }).size();
    for (std::size_t i = 0; i < count; ++i) taps_[i].offset *= spacing;
    return {taps_.data(), count};
}

float* ChunkSums::start(std::size_t taps) {
    std::fill_n(lanes_, taps * kLanes, 0.0f);
    return lanes_;
}

float ChunkSums::folded(std::size_t tap) const {
    std::array<float, kLanes> lanes;
    std::copy_n(lanes_ + tap * kLanes, kLanes, lanes.begin());
    return fold_lanes(lanes);
}

void ChunkSums::store(const TileLayout& layout, const TileTaps& tile, const PartialShape& shape,
                      int k, int c, std::span<float> partial) const {
    std::size_t next = 0;
    for (int i = layout.y_taps.begin; i < layout.y_taps.end; ++i)
        for (int j = layout.x_taps.begin; j < layout.x_taps.end; ++j)
            partial[shape.weight(k, c, tile.y.tap[static_cast<std::size_t>(i)],
                                 tile.x.tap[static_cast<std::size_t>(j)])] = folded(next++);
}

void conv2d_grad_weights_block(const OpInputs& in, Rect block, std::span<float> partial,
                               Scratch& scratch) {
    const Window2d window = conv2d_window(in.params);
    const PartialShape shape(in);
    const Extent2 plane{in.input.shape().w, in.input.shape().h};
    float* packed = scratch.floats(kMaxPackedFloats + ChunkSums::kFloats + kMaxTailFloats);
    float* tail = packed + kMaxPackedFloats + ChunkSums::kFloats;
    ChunkSums sums(packed + kMaxPackedFloats);
    const TileTaps tile{reading_taps(window.x, block.x0),
                        reading_taps(window.y, block.y0),
                        {block.width(), block.height()}};
    for (int c = 0; c < shape.channels; ++c) {
        const auto row_of = [&](int row) { return in.input.row(0, c, row); };
        for_each_chunk(tile, kMaxPackedFloats, [&](const TileLayout& layout) {
            pack_tile(layout, plane, row_of, 0.0f, packed);
            const std::span<const Tap> taps = sums.set_taps(layout, tile, 1);
            for (int k = 0; k < shape.filters; ++k) {
                const LaneGrid grads = block_lanes(in.grad_output, k, block, tail);
                accumulate_lanes(packed, layout.row_stride, grads, taps, sums.start(taps.size()));
                sums.store(layout, tile, shape, k, c, partial);
            }
        });
    }
    for (int k = 0; k < shape.filters; ++k) {
        sum_lanes(block_lanes(in.grad_output, k, block, tail), sums.start(1));
        partial[shape.bias(k)] = sums.folded(0);
    }
}

}  // namespace convscope
