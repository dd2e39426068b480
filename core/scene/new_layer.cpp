#include "core/scene/new_layer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "core/scene/filter_facts.hpp"
#include "core/scene/op_traits.hpp"
#include "core/scene/presets.hpp"
#include "core/scene/refit.hpp"
#include "core/scene/stack.hpp"

namespace convscope {
namespace {

/// Windows as large as the map at most, and as few outputs as there may be weights for.
ParamSet fitting_params(const OpInfo& op, Shape input) {
    ParamSet params = default_params(op);
    if (const auto window = window_fields(op)) {
        for (const auto& [field, axis] : {std::pair{window->w, Axis::kX}, {window->h, Axis::kY}})
            params[field] =
                std::min(params[field], window_walk(op, params, input, axis)->largest_size());
    }
    if (op.weights_shape == nullptr) return params;
    Shape weights = op.weights_shape(params, input);
    while (weights.n > 1 && !op.output_shape(params, input)) {
        --weights.n;
        params = params_for_weights(op, params, weights);
    }
    return params;
}

/// Minus on the left, plus on the right. The three channels of a picture count as one, so that its
/// edges answer with numbers about 1, and powers of two keep them easy to add.
Tensor edge_weights(Shape shape) {
    const auto thirds = static_cast<unsigned>(ceil_div(shape.c, 3));
    const float weight = 1.0f / static_cast<float>(4 * std::bit_ceil(thirds));
    Tensor weights(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b) {
                weights.view()(k, c, b, 0) = -weight;
                weights.view()(k, c, b, shape.w - 1) = weight;
            }
    return weights;
}

}  // namespace

Tensor small_random_weights(Shape shape, std::uint64_t seed) {
    Tensor weights = random_filter(shape, seed);
    const double terms = static_cast<double>(shape.count()) / shape.n;
    const float scale =
        1.0f /
        static_cast<float>(std::bit_ceil(static_cast<unsigned>(std::ceil(std::sqrt(terms)))));
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a) weights.view()(k, c, b, a) *= scale;
    return weights;
}

Layer new_layer(const Scene& scene, std::string_view op, Shape input) {
    Layer layer;
    layer.id = fresh_layer_id(scene, op);
    layer.op = op;
    layer.params = fitting_params(*find_op(op), input);
    return layer;
}

std::shared_ptr<const Tensor> first_weights(const Layer& layer, Shape input, std::uint64_t seed) {
    const auto shape = wanted_weights(layer, &input);
    if (!shape) return nullptr;
    const bool slides = !weighs_whole_input(*find_op(layer.op), layer.params);
    return std::make_shared<const Tensor>(slides ? edge_weights(*shape)
                                                 : small_random_weights(*shape, seed));
}

}  // namespace convscope
