#include "app/cli/golden_network.hpp"

#include <string>

#include "app/cli/op_runner.hpp"

namespace convscope::cli {
namespace {

/// One layer with all that was computed in it.
struct Stage {
    const OpInfo* op = nullptr;
    ParamSet params;
    Tensor weights;
    std::vector<float> bias;
    OpOutput output;
    Tensor grad_output;

    OpInputs inputs(ConstTensorView input) const {
        return {params, input, weights.view(), bias, grad_output.view(), output.winners};
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

Result<Tensor> input_tensor(const GoldenCase& golden, const std::string& name) {
    const NpyArray* array = golden.find_input(name);
    if (array == nullptr) return Error{"has no input \"" + name + "\"", {}};
    Result<Tensor> tensor = to_tensor(*array, {});
    if (!tensor) return Error{"input \"" + name + "\" " + tensor.error().message, {}};
    return tensor;
}

/// Inputs of a layer. `weights` and `bias` are what the case calls them.
Result<Stage> make_stage(const GoldenCase& golden, const GoldenLayer& layer,
                         const std::string& weights, const std::string& bias) {
    Stage stage;
    stage.op = layer.op;
    stage.params = layer.params;
    if (layer.op->weights_shape == nullptr) return stage;
    Result<Tensor> tensor = input_tensor(golden, weights);
    if (!tensor) return tensor.error();
    stage.weights = *std::move(tensor);
    if (const NpyArray* values = golden.find_input(bias)) stage.bias = values->values;
    return stage;
}

/// The last map's loss and its gradient, sample by sample.
float run_objective(const ObjectiveInfo& info, const Objective& objective, ConstTensorView output,
                    TensorView gradient) {
    const Shape shape = output.shape();
    const Shape sample{1, shape.c, shape.h, shape.w};
    const BlockGrid blocks = block_grid(shape.plane());
    float loss = 0;
    for (int n = 0; n < shape.n; ++n) {
        const ConstTensorView values(output.row(n, 0, 0), sample, output.row_stride());
        const TensorView slopes(gradient.row(n, 0, 0), sample, gradient.row_stride());
        std::vector<float> parts;
        for (int c = 0; c < shape.c; ++c)
            for (int block = 0; block < blocks.count(); ++block)
                parts.push_back(
                    info.value_block(objective, values, c, blocks.rect(block, shape.plane())));
        loss += combine_loss(parts, static_cast<std::size_t>(shape.c),
                             static_cast<std::size_t>(blocks.count()));
        info.gradient(objective, values, slopes, shape.plane());
    }
    return loss;
}

Result<std::vector<ComputedTensor>> compute_op(const GoldenCase& golden) {
    const std::string weights_name(golden.layers[0].op->weights_key);
    Result<Stage> made = make_stage(golden, golden.layers[0], weights_name, "bias");
    if (!made) return made.error();
    Stage& stage = *made;
    const Result<Tensor> input = input_tensor(golden, "input");
    if (!input) return input.error();
    Result<OpOutput> output = run_forward(*stage.op, stage.inputs(input->view()));
    if (!output) return output.error();
    stage.output = *std::move(output);
    const Shape shape = stage.output.values.shape();

    std::vector<ComputedTensor> results;
    results.push_back(computed("output", stage.output.values.view()));
    if (stage.op->has_winners)
        results.push_back({"argmax", extents_of(shape),
                           argmax_in_input(*stage.op, stage.params, input->shape(), shape,
                                           stage.output.winners)});
    if (golden.find_input("grad_output") == nullptr) return results;
    Result<Tensor> gradient = input_tensor(golden, "grad_output");
    if (!gradient) return gradient.error();
    if (gradient->shape() != shape)
        return Error{"input \"grad_output\" has another shape than the output", {}};
    stage.grad_output = *std::move(gradient);
    const OpInputs inputs = stage.inputs(input->view());
    results.push_back(computed("grad_input", run_grad_input(*stage.op, inputs).view()));
    if (stage.op->weights_shape != nullptr) {
        WeightsGradient slopes = run_grad_weights(*stage.op, inputs);
        results.push_back(computed("grad_" + weights_name, slopes.weights.view()));
        results.push_back(computed("grad_bias", std::move(slopes.bias)));
    }
    return results;
}

/// Backward through all stages; `gradient` is dL with respect to the last output.
void run_backward(std::vector<Stage>& stages, ConstTensorView input, Tensor gradient,
                  std::vector<ComputedTensor>& results) {
    for (std::size_t i = stages.size(); i-- > 0;) {
        Stage& stage = stages[i];
        stage.grad_output = std::move(gradient);
        const OpInputs inputs = stage.inputs(i == 0 ? input : stages[i - 1].output.values.view());
        if (stage.op->weights_shape != nullptr) {
            const std::string prefix = "grad_layer" + std::to_string(i);
            WeightsGradient slopes = run_grad_weights(*stage.op, inputs);
            results.push_back(computed(prefix + "_weight", slopes.weights.view()));
            results.push_back(computed(prefix + "_bias", std::move(slopes.bias)));
        }
        gradient = run_grad_input(*stage.op, inputs);
    }
    results.push_back(computed("grad_input", gradient.view()));
}

Result<std::vector<ComputedTensor>> compute_pipeline(const GoldenCase& golden) {
    const Result<Tensor> input = input_tensor(golden, "input");
    if (!input) return input.error();
    std::vector<ComputedTensor> results;
    std::vector<Stage> stages;
    ConstTensorView current = input->view();
    for (std::size_t i = 0; i < golden.layers.size(); ++i) {
        const std::string name = "layer" + std::to_string(i);
        Result<Stage> stage =
            make_stage(golden, golden.layers[i], name + "_weight", name + "_bias");
        if (!stage) return stage.error();
        Result<OpOutput> output = run_forward(*stage->op, stage->inputs(current));
        if (!output) return Error{name + " " + output.error().message, {}};
        stage->output = *std::move(output);
        stages.push_back(*std::move(stage));
        current = stages.back().output.values.view();
        results.push_back(computed(name + "_output", current));
    }
    Objective objective;
    objective.kind = golden.objective;
    if (Result<void> valid = check_objective(objective, current.shape()); !valid)
        return valid.error();
    Tensor gradient(current.shape());
    const float loss =
        run_objective(*find_objective(golden.objective), objective, current, gradient.view());
    results.push_back(computed("loss", std::vector<float>{loss}));
    run_backward(stages, input->view(), std::move(gradient), results);
    return results;
}

}  // namespace

Result<std::vector<ComputedTensor>> compute_golden_case(const GoldenCase& golden) {
    return golden.is_pipeline ? compute_pipeline(golden) : compute_op(golden);
}

}  // namespace convscope::cli
