#include <algorithm>
#include <utility>

#include "core/eval/dense_index.hpp"
#include "core/eval/partial_gradients.hpp"
#include "core/eval/partial_number.hpp"
#include "core/eval/step_terms.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope {
namespace {

std::size_t weights_of_filter(const Results& results, std::size_t stage) {
    const Shape weights = results.layers[stage].grad_weights.shape();
    return weights.count() / static_cast<std::size_t>(weights.n);
}

/// Each filter has so many outputs, one behind the other.
std::int64_t outputs_of_filter(const Results& results, std::size_t stage) {
    return static_cast<std::int64_t>(results.plan.shapes[stage + 1].count()) /
           results.layers[stage].grad_weights.shape().n;
}

/// How its parts' partials are told apart.
WeightParts weight_parts(const Results& results, std::size_t stage) {
    const Layer& layer = results.scene.layers[results.plan.layers[stage]];
    return find_op(layer.op)->weight_parts(results.plan.shapes[stage],
                                           results.plan.shapes[stage + 1]);
}

Tensor tensor_of(Shape shape, const std::vector<float>& numbers) {
    return from_dense(shape, std::vector<float>(numbers.begin(), numbers.end() - 1));
}

/// Whether +0 in place of a gradient takes its products out of a sum: 0 · ∞ would be NaN.
bool zero_takes_out(const Results& results, std::size_t stage) {
    const ValueRange& input = results.values[stage].range;
    return input.nan_count == 0 && input.infinite_count == 0;
}

}  // namespace

PatchedWeights::PatchedWeights(const Results& results, const StepPhase& phase)
    : results_(&results), phase_(phase) {}

const PatchedFilter& PatchedWeights::at(std::int64_t cells, std::int64_t terms) {
    const std::int64_t each = outputs_of_filter(*results_, phase_.stage);
    filter_.filter = static_cast<int>(cells / each);
    const std::int64_t outputs = cells % each;
    Shape shape = results_->layers[phase_.stage].grad_weights.shape();
    shape.n = 1;
    const std::vector<float> before = sums(filter_.filter, outputs);
    filter_.weights = tensor_of(shape, before);
    filter_.bias = before.back();
    if (terms == 0) return filter_;
    const std::vector<float> after = sums(filter_.filter, outputs + 1);
    // Terms come in the order of the weights; the bias's comes last, when all are done.
    Cell last = OuterTerms(*results_, phase_, cells).term(terms - 1).cell_b;
    last.n = 0;
    const TensorView weights = filter_.weights.view();
    for_each_run(shape, 0, dense_index(shape, last) + 1, [&](Cell cell, int length) {
        std::copy_n(after.begin() + dense_index(shape, cell), length, &weights(cell));
    });
    return filter_;
}

std::vector<float> PatchedWeights::sums(int filter, std::int64_t outputs) {
    if (outputs == 0)
        return std::vector<float>(weights_of_filter(*results_, phase_.stage) + 1, 0.0f);
    if (outputs == outputs_of_filter(*results_, phase_.stage)) return own_numbers(filter);
    const bool blocks = !weight_parts(*results_, phase_.stage).disjoint;
    return blocks && zero_takes_out(*results_, phase_.stage) ? summed_blocks(filter, outputs)
                                                             : explained(filter, outputs);
}

std::vector<float> PatchedWeights::own_numbers(int filter) const {
    const LayerResult& layer = results_->layers[phase_.stage];
    const ConstTensorView all = layer.grad_weights.view();
    const Shape shape = all.shape();
    std::vector<float> numbers = to_dense(
        ConstTensorView(all.row(filter, 0, 0), {1, shape.c, shape.h, shape.w}, all.row_stride()));
    numbers.push_back(layer.grad_bias.empty() ? 0
                                              : layer.grad_bias[static_cast<std::size_t>(filter)]);
    return numbers;
}

std::vector<float> PatchedWeights::explained(int filter, std::int64_t outputs) const {
    using Number = NumberRef::Kind;
    const LayerResult& layer = results_->layers[phase_.stage];
    Shape shape = layer.grad_weights.shape();
    shape.n = 1;
    std::vector<float> numbers;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(shape.count()); ++i) {
        Cell cell = dense_cell(shape, i);
        cell.n = filter;
        numbers.push_back(
            partial_number(*results_, {Number::kGradWeight, 0, phase_.stage, cell}, outputs));
    }
    const NumberRef bias{Number::kGradBias, 0, phase_.stage, {filter, 0, 0, 0}};
    numbers.push_back(exists(*results_, bias) ? partial_number(*results_, bias, outputs) : 0);
    return numbers;
}

std::vector<float> PatchedWeights::summed_blocks(int filter, std::int64_t outputs) {
    if (!visited_) visited_.emplace(*results_, phase_.stage);
    visited_->show(filter * outputs_of_filter(*results_, phase_.stage) + outputs);
    // One filter alone: its channel of dL/doutput, and its numbers of the kept partials.
    const Shape output = results_->plan.shapes[phase_.stage + 1];
    const ConstTensorView masked = visited_->view();
    OpInputs inputs = op_inputs(*results_, phase_.stage);
    inputs.grad_output = {
        masked.row(0, filter, 0), {1, 1, output.h, output.w}, masked.row_stride()};
    const BlockGrid grid = block_grid(output.plane());
    const auto row = static_cast<int>(outputs / output.w);
    const int first_cut = row / kBlockSize * grid.columns;
    const std::size_t weights = weights_of_filter(*results_, phase_.stage), size = weights + 1;
    const LayerResult& layer = results_->layers[phase_.stage];
    const auto filters = static_cast<std::size_t>(layer.grad_weights.shape().n);
    std::vector<float> partials(static_cast<std::size_t>(grid.count()) * size, 0.0f);
    for (std::size_t part = 0; part < static_cast<std::size_t>(first_cut); ++part) {
        const float* kept = layer.grad_weights_partials.data() + part * filters * size;
        const auto k = static_cast<std::size_t>(filter);
        std::copy_n(kept + k * weights, weights,
                    partials.begin() + static_cast<std::ptrdiff_t>(part * size));
        partials[part * size + weights] = kept[filters * weights + k];
    }
    const Layer& its = results_->scene.layers[results_->plan.layers[phase_.stage]];
    const auto kernel = find_op(its.op)->fast.grad_weights_part;
    parallel_for(grid.columns, {}, [&](int i) {
        thread_local Scratch scratch;
        const auto part = static_cast<std::size_t>(first_cut + i);
        kernel(inputs, first_cut + i, std::span(partials).subspan(part * size, size), scratch);
    });
    std::vector<float> total(size);
    combine_grad_weights(inputs.grad_output.shape(), partials, size, total);
    return total;
}

}  // namespace convscope
