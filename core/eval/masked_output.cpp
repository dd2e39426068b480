#include "core/eval/masked_output.hpp"

#include <algorithm>

#include "core/eval/channel_slice.hpp"
#include "core/eval/dense_index.hpp"

namespace convscope {
namespace {

/// Channels [first, last) of the input, of which every cell is a term; nothing where that is not
/// so.
struct ReadChannels {
    int first = 0, last = 0;
};
std::optional<ReadChannels> read_channels(const Results& results, const NumberRef& ref) {
    const Shape input = results.plan.shapes[ref.map - 1];
    const Explanation start = explain_number(results, ref, 0, 1);
    const Explanation end = explain_number(results, ref, start.term_count - 1, start.term_count);
    if (start.terms.front().in_padding || end.terms.front().in_padding) return std::nullopt;
    const Cell first = start.terms.front().cell_a, last = end.terms.front().cell_a;
    const std::int64_t plane = std::int64_t{input.h} * input.w;
    const std::int64_t from = dense_index(input, first), to = dense_index(input, last) + 1;
    if (from % plane != 0 || to % plane != 0 || to - from != start.term_count) return std::nullopt;
    if ((last.c + 1 - first.c) * plane != start.term_count) return std::nullopt;
    return ReadChannels{first.c, last.c + 1};
}

/// A copy of the first `cells` cells, and +0 behind them.
Tensor first_cells(ConstTensorView map, std::int64_t cells) {
    const Shape shape = map.shape();
    Tensor copy(shape);
    for_each_run(shape, 0, cells, [&](Cell cell, int length) {
        std::copy_n(&map(cell), length, &copy.view()(cell));
    });
    return copy;
}

}  // namespace

std::optional<float> masked_output(const Results& results, const NumberRef& ref,
                                   std::int64_t terms) {
    const std::size_t stage = ref.map - 1;
    const auto read = read_channels(results, ref);
    if (!read) return std::nullopt;
    OpInputs inputs = op_inputs(results, stage);
    Shape shape = results.plan.shapes[ref.map];
    Cell cell = ref.cell;
    if (works_by_channel(results, stage)) {
        inputs = inputs_of_channels(inputs, read->first, read->last);
        shape.c = read->last - read->first;
        cell.c -= read->first;
    } else if (read->last - read->first != inputs.input.shape().c) {
        return std::nullopt;
    }
    inputs.grad_output = {};
    inputs.winners = {};
    const Tensor visited = first_cells(inputs.input, terms);
    inputs.input = visited.view();
    Tensor output(shape);
    Scratch scratch;
    const Layer& layer = results.scene.layers[results.plan.layers[stage]];
    find_op(layer.op)->fast.forward(inputs, output.view(), {},
                                    {cell.x, cell.y, cell.x + 1, cell.y + 1}, scratch);
    return output.view()(cell);
}

}  // namespace convscope
