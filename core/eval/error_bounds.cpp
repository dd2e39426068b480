#include "core/eval/error_bounds.hpp"

namespace convscope {
namespace {

const Layer& layer_of(const Results& results, std::size_t stage) {
    return results.scene.layers[results.plan.layers[stage]];
}

const OpInfo& op_of(const Results& results, std::size_t stage) {
    return *find_op(layer_of(results, stage).op);
}

void sum_weights(LayerResult& result, const Layer& layer) {
    const OpInfo* op = find_op(layer.op);
    if (op->weight_sums == nullptr) return;
    if (result.summed_weights == layer.weights && result.summed_by == op) return;
    result.weight_sums = op->weight_sums(layer.weights->view());
    result.summed_weights = layer.weights;
    result.summed_by = op;
}

ErrorBounds known_errors(const Results& results, std::size_t stage) {
    const Map &input = results.values[stage], &grad = results.gradients[stage + 1];
    return {.input_error = input.error_bound,
            .input_magnitude = input.range.magnitude(),
            .grad_error = grad.error_bound,
            .grad_magnitude = grad.range.magnitude(),
            .grad_sums = grad.channel_sums,
            .weight_sums = &results.layers[stage].weight_sums};
}

}  // namespace

LossErrors loss_errors(const Results& results) {
    const std::size_t start = objective_map(results.scene, results.plan);
    return {.output = results.plan.shapes[start],
            .probabilities = results.probabilities,
            .output_error = results.values[start].error_bound,
            .gradient_magnitude = double{results.gradients[start].range.magnitude()}};
}

void bound_errors(Results& results) {
    const std::size_t stages = results.plan.layers.size();
    results.values.front().error_bound = 0;
    for (std::size_t i = 0; i < stages; ++i) {
        sum_weights(results.layers[i], layer_of(results, i));
        results.values[i + 1].error_bound =
            op_of(results, i)
                .error_bound(op_inputs(results, i), Quantity::kOutput, known_errors(results, i));
    }
    const Objective& objective = results.scene.objective;
    const std::size_t start = objective_map(results.scene, results.plan);
    for (std::size_t i = start; i < stages; ++i) {
        results.gradients[i + 1].error_bound = 0;
        results.layers[i].grad_weights_error_bound = 0;
    }
    Map& gradient = results.gradients[start];
    gradient.error_bound =
        find_objective(objective.kind)->gradient_error_bound(objective, loss_errors(results));
    for (std::size_t i = start; i-- > 0;) {
        const OpInfo& op = op_of(results, i);
        const OpInputs inputs = op_inputs(results, i);
        const ErrorBounds known = known_errors(results, i);
        results.gradients[i].error_bound = op.error_bound(inputs, Quantity::kGradInput, known);
        results.layers[i].grad_weights_error_bound =
            op.weights_shape == nullptr ? 0 : op.error_bound(inputs, Quantity::kGradWeights, known);
    }
}

}  // namespace convscope
