#include "core/io/weight_list.hpp"

#include <string>

#include "core/scene/refit.hpp"

namespace convscope {
namespace {

std::string size_text(Shape shape) {
    return std::to_string(shape.c) + " x " + std::to_string(shape.h) + " x " +
           std::to_string(shape.w);
}

std::size_t per_output(Shape weights) {
    return Shape{1, weights.c, weights.h, weights.w}.count();
}

Result<void> fit_layer(Layer& layer, Shape input) {
    const OpInfo& op = *find_op(layer.op);
    if (!weighs_whole_input(op, layer.params) || layer.weights == nullptr) return {};
    const Shape have = layer.weights->shape(), want = op.weights_shape(layer.params, input);
    if (have == want) return {};
    if (!holds_same_lists(have, want))
        return Error{"the weights are " + std::to_string(have.n) + " lists of " +
                         std::to_string(per_output(have)) + ", but the layer needs " +
                         std::to_string(want.n) + " lists of " + std::to_string(per_output(want)) +
                         ": it reads " + size_text(want) + " (channels x rows x columns)",
                     layer.id};
    layer.weights =
        std::make_shared<const Tensor>(from_dense(want, to_dense(layer.weights->view())));
    return {};
}

}  // namespace

Tensor as_weight_list(ConstTensorView list) {
    const Shape shape = list.shape();
    return from_dense({shape.h, shape.w, 1, 1}, to_dense(list));
}

Result<void> fit_weight_lists(Scene& scene) {
    const auto plan = plan_shapes(scene);
    if (!plan) return {};
    for (std::size_t stage = 0; stage < plan->layers.size(); ++stage)
        if (auto fits = fit_layer(scene.layers[plan->layers[stage]], plan->shapes[stage]); !fits)
            return fits;
    return {};
}

}  // namespace convscope
