#include "core/eval/channel_slice.hpp"

#include "core/eval/number_ref.hpp"

namespace convscope {

bool works_by_channel(const Results& results, std::size_t stage) {
    const Shape input = results.plan.shapes[stage], output = results.plan.shapes[stage + 1];
    if (input.c != output.c || !results.layers[stage].grad_weights.empty()) return false;
    // Terms come channel by channel: those of the last channel's cells are none of another's.
    const NumberRef last{NumberRef::Kind::kValue, stage + 1, 0, {0, output.c - 1, 0, 0}};
    const Explanation sum = explain_number(results, last, 0, 1);
    return sum.terms.empty() || sum.terms.front().cell_a.c == last.cell.c;
}

OpInputs inputs_of_channels(OpInputs inputs, int first, int last) {
    const auto from = static_cast<std::size_t>(first),
               count = static_cast<std::size_t>(last) - from;
    const std::size_t cells =
        inputs.winners.size() / static_cast<std::size_t>(inputs.input.shape().c);
    inputs.input = channels_of(inputs.input, first, last);
    if (!inputs.grad_output.empty())
        inputs.grad_output = channels_of(inputs.grad_output, first, last);
    if (!inputs.winners.empty())
        inputs.winners = inputs.winners.subspan(from * cells, count * cells);
    return inputs;
}

}  // namespace convscope
