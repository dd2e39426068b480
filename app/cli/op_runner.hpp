#pragma once
#include <cstdint>
#include <vector>

#include "core/ops/op_table.hpp"

namespace convscope::cli {

/// What an op makes of its inputs.
struct OpOutput {
    Tensor values;
    std::vector<std::uint16_t> winners;
};

/// It slides a window over planes.
bool has_windows(const OpInfo& op);

/// Whole tensors through the fast kernels, batches too. An Error says what does not fit together:
/// shapes, parameters, memory.
Result<OpOutput> run_forward(const OpInfo& op, const OpInputs& inputs);

/// Gradients. Preconditions: run_forward() succeeded with the same inputs, which now have
/// grad_output (of the shape of the output) and winners.
Tensor run_grad_input(const OpInfo& op, const OpInputs& inputs);
struct WeightsGradient {
    Tensor weights;
    std::vector<float> bias;
};
WeightsGradient run_grad_weights(const OpInfo& op, const OpInputs& inputs);

/// Winners as positions row * W + column in the plane of the input.
std::vector<std::int32_t> argmax_in_input(const OpInfo& op, const ParamSet& params, Shape input,
                                          Shape output, ConstWinners winners);

}  // namespace convscope::cli
