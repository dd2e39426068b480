#include "core/eval/results_memory.hpp"

namespace convscope {
namespace {

void ensure_shape(Tensor& tensor, Shape shape) {
    if (tensor.shape() == shape) return;
    tensor = Tensor();  // Give the old memory back first.
    tensor = Tensor(shape);
}

/// Another size means other contents: the old memory goes first.
template <class T>
void ensure_size(std::vector<T>& values, std::size_t size) {
    if (values.size() == size) return;
    values = std::vector<T>();
    values.resize(size);
}

void prepare_maps(std::vector<Map>& maps, const NetworkPlan& plan) {
    maps.resize(plan.shapes.size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const Shape shape = plan.shapes[i];
        const auto channels = static_cast<std::size_t>(shape.c);
        const auto tiles = static_cast<std::size_t>(block_grid(shape.plane()).count());
        ensure_shape(maps[i].values, shape);
        ensure_size(maps[i].tile_ranges, channels * tiles);
        ensure_size(maps[i].channel_ranges, channels);
        ensure_size(maps[i].tile_versions, tiles);
    }
}

void prepare_sums(std::vector<Map>& gradients) {
    for (Map& gradient : gradients) {
        ensure_size(gradient.tile_sums, gradient.tile_ranges.size());
        ensure_size(gradient.channel_sums, gradient.channel_ranges.size());
    }
}

void prepare_layer(LayerResult& result, const Layer& layer, Shape input, Shape output) {
    const OpInfo& op = *find_op(layer.op);
    ensure_size(result.winners, op.has_winners ? output.count() : 0);
    if (op.weights_shape == nullptr) {
        result.grad_weights = Tensor();
        result.grad_bias.clear();
        ensure_size(result.grad_weights_partials, 0);
        result.summed_weights = nullptr;
        result.weight_sums = {};
        return;
    }
    ensure_shape(result.grad_weights, layer.weights->shape());
    ensure_size(
        result.grad_weights_partials,
        static_cast<std::size_t>(op.weight_parts(input, output).partials()) * partial_size(layer));
}

}  // namespace

std::size_t partial_size(const Layer& layer) {
    const Shape shape = layer.weights->shape();
    return shape.count() + static_cast<std::size_t>(shape.n);
}

void prepare_memory(Results& results) {
    const NetworkPlan& plan = results.plan;
    prepare_maps(results.values, plan);
    prepare_maps(results.gradients, plan);
    prepare_sums(results.gradients);
    results.layers.resize(plan.layers.size());
    for (std::size_t i = 0; i < plan.layers.size(); ++i)
        prepare_layer(results.layers[i], results.scene.layers[plan.layers[i]], plan.shapes[i],
                      plan.shapes[i + 1]);
    const Shape read = plan.shapes[objective_map(results.scene, plan)];
    const std::size_t shares = static_cast<std::size_t>(read.c) *
                               static_cast<std::size_t>(block_grid(read.plane()).count());
    const bool of_blocks = find_objective(results.scene.objective.kind)->value_block != nullptr;
    ensure_size(results.loss_partials, of_blocks ? shares : 0);
}

}  // namespace convscope
