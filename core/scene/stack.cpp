#include "core/scene/stack.hpp"

#include "core/scene/op_traits.hpp"

namespace convscope {
namespace {

/// The input that a layer's weights were made for: a window's is as large as the window.
Shape own_input(const Layer& layer) {
    const Shape weights = layer.weights->shape();
    return {1, weights.c, weights.h, weights.w};
}

std::optional<StackFailure> idle_failure(const Layer& layer, std::size_t index) {
    const OpInfo& op = *find_op(layer.op);
    if (layer.weights == nullptr || !weighs_whole_input(op, layer.params)) return std::nullopt;
    const Shape input = own_input(layer);
    const auto output = op.output_shape(layer.params, input);
    if (output) return std::nullopt;
    return StackFailure{index, input, output.error()};
}

}  // namespace

StackShapes stack_shapes(std::span<const Layer> layers, Shape picture) {
    StackShapes result;
    NetworkPlan& plan = result.plan;
    plan.shapes.push_back(picture);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!layers[i].enabled) {
            result.failure = idle_failure(layers[i], i);
            if (result.failure) return result;
            continue;
        }
        const Shape input = plan.shapes.back();
        auto output = find_op(layers[i].op)->output_shape(layers[i].params, input);
        if (!output) {
            result.failure = {i, input, output.error()};
            return result;
        }
        plan.layers.push_back(i);
        plan.shapes.push_back(*output);
    }
    return result;
}

std::vector<const Shape*> layer_inputs(const NetworkPlan& plan, std::size_t layer_count) {
    std::vector<const Shape*> inputs(layer_count);
    for (std::size_t stage = 0; stage < plan.layers.size(); ++stage)
        inputs[plan.layers[stage]] = &plan.shapes[stage];
    return inputs;
}

std::optional<Shape> wanted_weights(const Layer& layer, const Shape* input) {
    const OpInfo& op = *find_op(layer.op);
    if (op.weights_shape == nullptr) return std::nullopt;
    if (input != nullptr) return op.weights_shape(layer.params, *input);
    if (layer.weights == nullptr) return std::nullopt;
    return op.weights_shape(layer.params, own_input(layer));
}

}  // namespace convscope
