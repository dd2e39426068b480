#include "app/cli/golden_network.hpp"

#include <algorithm>
#include <string>

#include "app/cli/batch_loss.hpp"
#include "app/cli/op_runner.hpp"
#include "core/io/weight_list.hpp"

namespace convscope::cli {
namespace {

/// One layer with all that was computed in it.
struct Stage {
    const GoldenLayer* layer = nullptr;
    Tensor weights = {};
    std::vector<float> bias = {};
    OpOutput output = {};
    Tensor grad_output = {};

    OpInputs inputs(ConstTensorView input) const {
        return {layer->params, input, weights.view(), bias, grad_output.view(), output.winners};
    }
};

std::vector<int> extents_of(Shape shape) {
    return {shape.n, shape.c, shape.h, shape.w};
}

ComputedTensor computed(std::string name, ConstTensorView values) {
    return {std::move(name), extents_of(values.shape()), to_dense(values)};
}

ComputedTensor computed(std::string name, std::vector<float> values) {
    return {std::move(name), {static_cast<int>(values.size())}, std::move(values)};
}

/// An input of a case as floats.
Result<const NpyArray*> find_array(const GoldenCase& golden, const std::string& name) {
    const NpyArray* array = golden.find_input(name);
    if (array == nullptr) return Error{"has no input \"" + name + "\"", {}};
    return array;
}

Result<Tensor> input_tensor(const GoldenCase& golden, const std::string& name) {
    const Result<const NpyArray*> array = find_array(golden, name);
    if (!array) return array.error();
    Result<Tensor> tensor = to_tensor(**array, {});
    if (!tensor) return Error{"input \"" + name + "\" " + tensor.error().message, {}};
    return tensor;
}

/// An input that has this shape, but perhaps for extents of 1.
Result<Tensor> input_of_shape(const GoldenCase& golden, const std::string& name, Shape shape,
                              std::string_view whose) {
    const Result<const NpyArray*> array = find_array(golden, name);
    if (!array) return array.error();
    if (!same_but_for_ones((*array)->shape, extents_of(shape)))
        return Error{"input \"" + name + "\" has another shape than " + std::string(whose), {}};
    return from_dense(shape, (*array)->values);
}

/// What the first layer reads. Of two dimensions it is one list for each sample, as columns, but
/// for ops with windows, which read a plane.
Result<Tensor> first_input(const GoldenCase& golden, const std::string& name) {
    const NpyArray* array = golden.find_input(name);
    if (array == nullptr || array->shape.size() != 2 || array->values.empty() ||
        (!golden.layers.empty() && has_windows(*golden.layers.front().op)))
        return input_tensor(golden, name);
    return from_dense({array->shape[0], 1, array->shape[1], 1}, array->values);
}

/// The weights of a layer that reads `input`.
Result<Tensor> layer_weights(const GoldenCase& golden, const GoldenLayer& layer, Shape input) {
    if (!weighs_whole_input(*layer.op, layer.params)) return input_tensor(golden, layer.weights);
    const Result<const NpyArray*> array = find_array(golden, layer.weights);
    if (!array) return array.error();
    const Shape wanted = layer.op->weights_shape(layer.params, input);
    const auto per_output = wanted.count() / static_cast<std::size_t>(wanted.n);
    const auto& shape = (*array)->shape;
    if (shape[0] != wanted.n || (*array)->values.size() != wanted.count())
        return Error{"input \"" + layer.weights + "\" holds " +
                         std::to_string((*array)->values.size()) + " weights; the " +
                         std::string(layer.op->label) + " reads " + std::to_string(per_output) +
                         " numbers and needs " + std::to_string(wanted.n) + " x " +
                         std::to_string(per_output),
                     {}};
    return from_dense(wanted, (*array)->values);
}

/// A layer with what it has beside its input.
Result<Stage> make_stage(const GoldenCase& golden, const GoldenLayer& layer, Shape input) {
    Stage stage{.layer = &layer};
    if (layer.op->weights_shape == nullptr) return stage;
    Result<Tensor> weights = layer_weights(golden, layer, input);
    if (!weights) return weights.error();
    stage.weights = *std::move(weights);
    if (const NpyArray* values = golden.find_input(layer.bias)) stage.bias = values->values;
    return stage;
}

/// "grad_" and the names of weights and bias; the shape is that of the case's weights.
void add_weight_gradients(const GoldenCase& golden, const Stage& stage, const OpInputs& inputs,
                          std::vector<ComputedTensor>& results) {
    const GoldenLayer& layer = *stage.layer;
    if (layer.op->weights_shape == nullptr) return;
    WeightsGradient slopes = run_grad_weights(*layer.op, inputs);
    results.push_back({"grad_" + layer.weights, golden.find_input(layer.weights)->shape,
                       to_dense(slopes.weights.view())});
    results.push_back(computed("grad_" + layer.bias, std::move(slopes.bias)));
}

Result<std::vector<ComputedTensor>> compute_op(const GoldenCase& golden) {
    const GoldenLayer& layer = golden.layers[0];
    const OpInfo& op = *layer.op;
    const Result<Tensor> input = first_input(golden, "input");
    if (!input) return input.error();
    Result<Stage> made = make_stage(golden, layer, input->shape());
    if (!made) return made.error();
    Stage& stage = *made;
    Result<OpOutput> output = run_forward(op, stage.inputs(input->view()));
    if (!output) return output.error();
    stage.output = *std::move(output);
    const Shape shape = stage.output.values.shape();

    std::vector<ComputedTensor> results;
    results.push_back(computed("output", stage.output.values.view()));
    if (op.has_winners)
        results.push_back(
            {"argmax", extents_of(shape),
             argmax_in_input(op, layer.params, input->shape(), shape, stage.output.winners)});
    if (golden.find_input("grad_output") == nullptr) return results;
    Result<Tensor> gradient = input_of_shape(golden, "grad_output", shape, "the output");
    if (!gradient) return gradient.error();
    stage.grad_output = *std::move(gradient);
    const OpInputs inputs = stage.inputs(input->view());
    results.push_back(computed("grad_input", run_grad_input(op, inputs).view()));
    add_weight_gradients(golden, stage, inputs, results);
    return results;
}

Result<std::vector<ComputedTensor>> compute_objective(const GoldenCase& golden) {
    const Result<Tensor> scores = first_input(golden, "logits");
    if (!scores) return scores.error();
    const Result<std::vector<int>> labels = read_labels(golden, scores->shape());
    if (!labels) return labels.error();
    BatchLoss batch = run_batch_loss(*find_objective(golden.objective), *labels, scores->view());
    std::vector<ComputedTensor> results;
    if (!batch.probabilities.empty())
        results.push_back({"probs", extents_of(scores->shape()), std::move(batch.probabilities)});
    results.push_back(computed("loss_per_sample", std::move(batch.per_sample)));
    results.push_back(computed("loss", std::vector<float>{batch.loss}));
    results.push_back(computed("grad_logits", batch.gradient.view()));
    return results;
}

/// Backward through all stages; `gradient` is dL with respect to the last output.
void run_backward(const GoldenCase& golden, std::vector<Stage>& stages, ConstTensorView input,
                  Tensor gradient, std::vector<ComputedTensor>& results) {
    for (std::size_t i = stages.size(); i-- > 0;) {
        Stage& stage = stages[i];
        stage.grad_output = std::move(gradient);
        const OpInputs inputs = stage.inputs(i == 0 ? input : stages[i - 1].output.values.view());
        add_weight_gradients(golden, stage, inputs, results);
        gradient = run_grad_input(*stage.layer->op, inputs);
    }
    results.push_back(computed("grad_input", gradient.view()));
}

Result<std::vector<ComputedTensor>> compute_pipeline(const GoldenCase& golden) {
    const Result<Tensor> input = first_input(golden, "input");
    if (!input) return input.error();
    std::vector<ComputedTensor> results;
    std::vector<Stage> stages;
    ConstTensorView current = input->view();
    for (std::size_t i = 0; i < golden.layers.size(); ++i) {
        const std::string name = "layer" + std::to_string(i);
        Result<Stage> stage = make_stage(golden, golden.layers[i], current.shape());
        if (!stage) return stage.error();
        Result<OpOutput> output = run_forward(*golden.layers[i].op, stage->inputs(current));
        if (!output) return Error{name + " " + output.error().message, {}};
        stage->output = *std::move(output);
        stages.push_back(*std::move(stage));
        current = stages.back().output.values.view();
        results.push_back(computed(name + "_output", current));
    }
    const Result<std::vector<int>> labels = read_labels(golden, current.shape());
    if (!labels) return labels.error();
    BatchLoss batch = run_batch_loss(*find_objective(golden.objective), *labels, current);
    results.push_back(computed("loss", std::vector<float>{batch.loss}));
    run_backward(golden, stages, input->view(), std::move(batch.gradient), results);
    return results;
}

std::vector<int> without_ones(std::vector<int> shape) {
    std::erase(shape, 1);
    return shape;
}

}  // namespace

bool same_but_for_ones(const std::vector<int>& a, const std::vector<int>& b) {
    return without_ones(a) == without_ones(b);
}

Result<std::vector<ComputedTensor>> compute_golden_case(const GoldenCase& golden) {
    if (golden.is_pipeline) return compute_pipeline(golden);
    return golden.layers.empty() ? compute_objective(golden) : compute_op(golden);
}

}  // namespace convscope::cli
