#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "core/base/memory.hpp"
#include "core/ops/target_objectives.hpp"
#include "core/scene/advice.hpp"
#include "core/scene/objective_fit.hpp"
#include "core/scene/scene.hpp"
#include "core/scene/stack.hpp"

namespace convscope {
namespace {

std::string size_text(Shape shape) {
    return std::to_string(shape.w) + " x " + std::to_string(shape.h);
}

std::string channel_text(int channels) {
    return std::to_string(channels) + (channels == 1 ? " channel" : " channels");
}

/// Errors of layer code name a parameter in the sentence; `where` names the layer.
Error in_layer(const Layer& layer, std::string message) {
    return {std::move(message), layer.id};
}

bool is_plain_id(std::string_view id) {
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

Result<void> check_ids(const Scene& scene) {
    if (scene.layers.size() > static_cast<std::size_t>(kMaxLayers))
        return Error{"there are " + std::to_string(scene.layers.size()) +
                         " layers: remove some, at most " + std::to_string(kMaxLayers) + " work",
                     "layers"};
    std::set<std::string_view> seen;
    for (const Layer& layer : scene.layers) {
        if (!is_plain_id(layer.id))
            return Error{"a layer is called \"" + layer.id +
                             "\": give it an id of letters, digits, _ and - only",
                         "layers"};
        if (!seen.insert(layer.id).second)
            return in_layer(layer, "two layers have this id: give one of them another");
    }
    return {};
}

Result<void> check_layer_params(const Layer& layer) {
    const OpInfo* op = find_op(layer.op);
    if (op == nullptr) {
        std::string known;
        for (const OpInfo& row : op_table())
            known += (known.empty() ? "" : ", ") + std::string(row.id);
        return in_layer(layer, "there is no op \"" + layer.op + "\": use one of " + known);
    }
    if (auto params = check_params(*op, layer.params); !params)
        return in_layer(layer, params.error().message);
    return {};
}

Result<void> check_weight_numbers(const Layer& layer) {
    const ConstTensorView weights = layer.weights->view();
    const Shape shape = weights.shape();
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a)
                    if (!std::isfinite(weights(k, c, b, a)))
                        return in_layer(layer, "the weight of filter " + std::to_string(k) +
                                                   ", channel " + std::to_string(c) + ", row " +
                                                   std::to_string(b) + ", column " +
                                                   std::to_string(a) +
                                                   " is not a finite number: type one");
    return {};
}

Result<void> check_bias_numbers(const Layer& layer) {
    for (std::size_t k = 0; k < layer.bias.size(); ++k)
        if (!std::isfinite(layer.bias[k]))
            return in_layer(layer, "the bias of filter " + std::to_string(k) +
                                       " is not a finite number: type one");
    return {};
}

/// `input`: what the layer reads; null when it is switched off and may read anything.
Result<void> check_weights(const Layer& layer, const Shape* input) {
    const OpInfo& op = *find_op(layer.op);
    if (op.weights_shape == nullptr) {
        if (layer.weights != nullptr || !layer.bias.empty())
            return in_layer(layer,
                            std::string(op.label) + " has no weights and no bias: remove them");
        return {};
    }
    if (layer.weights == nullptr) return in_layer(layer, "its weights are missing: give them");
    const Shape have = layer.weights->shape(), want = *wanted_weights(layer, input);
    if (have != want)
        return in_layer(layer, "the weights are " + std::to_string(have.n) + " of " +
                                   size_text(have) + " for " + channel_text(have.c) +
                                   ", but the layer needs " + std::to_string(want.n) + " of " +
                                   size_text(want) + " for " + channel_text(want.c));
    if (!layer.bias.empty() && layer.bias.size() != static_cast<std::size_t>(have.n))
        return in_layer(layer, "there are " + std::to_string(layer.bias.size()) +
                                   " bias values for " + std::to_string(have.n) +
                                   " filters: give one for each, or none");
    return {};
}

bool has_weights(const Scene& scene, const std::shared_ptr<const Tensor>& weights) {
    return std::ranges::any_of(scene.layers, [&](const Layer& layer) {
        return layer.weights == weights || layer.kept.weights == weights;
    });
}

/// `before`: a scene whose weights are finite, or null.
Result<void> check_all_weights(const Scene& scene, const NetworkPlan& plan, const Scene* before) {
    const auto inputs = layer_inputs(plan, scene.layers.size());
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        const Layer& layer = scene.layers[i];
        if (auto ok = check_weights(layer, inputs[i]); !ok) return ok;
        if (auto ok = check_bias_numbers(layer); !ok) return ok;
        if (layer.weights == nullptr || (before != nullptr && has_weights(*before, layer.weights)))
            continue;
        if (auto ok = check_weight_numbers(layer); !ok) return ok;
    }
    return {};
}

std::size_t padded_bytes(Shape shape) {
    return Shape{shape.n, shape.c, shape.h, padded_width<float>(shape.w)}.count() * sizeof(float);
}

/// Weights of all layers, also of those that are switched off.
std::size_t weight_bytes(const Scene& scene, const NetworkPlan& plan) {
    const auto inputs = layer_inputs(plan, scene.layers.size());
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        const Layer& layer = scene.layers[i];
        if (const auto shape = wanted_weights(layer, inputs[i])) bytes += padded_bytes(*shape);
        if (layer.kept.weights != nullptr) bytes += layer.kept.weights->memory_bytes();
    }
    return bytes;
}

/// Of one part of dL/dweights and dL/dbias.
std::size_t partial_bytes(Shape weights) {
    return (weights.count() + static_cast<std::size_t>(weights.n)) * sizeof(float);
}

/// What one set of results keeps for a stage beside its maps.
std::size_t stage_bytes(const Layer& layer, Shape input, Shape output) {
    const OpInfo& op = *find_op(layer.op);
    std::size_t bytes = op.has_winners ? output.count() * sizeof(std::uint16_t) : 0;
    if (op.weights_shape == nullptr) return bytes;
    const Shape weights = op.weights_shape(layer.params, input);
    const auto partials = static_cast<std::size_t>(op.weight_parts(input, output).partials());
    return bytes + padded_bytes(weights) + partials * partial_bytes(weights);
}

/// What adding the parts of a stage's weight gradient takes while it lasts.
std::size_t adding_bytes(const Layer& layer, Shape input, Shape output) {
    const OpInfo& op = *find_op(layer.op);
    if (op.weights_shape == nullptr) return 0;
    const auto partials = static_cast<std::size_t>(op.weight_parts(input, output).partials());
    if (partials == 1) return 0;
    return (pairwise_copies(partials) + 1) * partial_bytes(op.weights_shape(layer.params, input));
}

/// `before`: a scene that passed, or null.
Result<NetworkPlan> planned(const Scene& scene, const Scene* before) {
    auto plan = plan_shapes(scene);
    if (!plan) return plan;
    if (auto weights = check_all_weights(scene, *plan, before); !weights) return weights.error();
    if (auto objective = check_objective(scene, *plan); !objective)
        return Error{objective.error().message, "objective"};
    if (before == nullptr || before->objective.tensor != scene.objective.tensor)
        if (auto numbers = check_objective_numbers(scene.objective); !numbers)
            return Error{numbers.error().message, "objective"};
    if (auto memory = check_memory(scene, *plan, memory_limit()); !memory) return memory.error();
    return plan;
}

}  // namespace

Result<void> check_image_size(std::int64_t width, std::int64_t height, std::int64_t channels) {
    const std::string size = std::to_string(width) + " x " + std::to_string(height);
    if (width < 1 || height < 1)
        return Error{"the picture is " + size + ": use one of at least 1 x 1 pixels", "image"};
    if (width > kMaxSide || height > kMaxSide)
        return Error{"the picture is " + size + ": scale it down to at most " +
                         std::to_string(kMaxSide) + " pixels a side",
                     "image"};
    if (width * height > kMaxPixels)
        return Error{"the picture is " + size + ": scale it down to at most " +
                         std::to_string(kMaxPixels / 1'000'000) + " megapixels",
                     "image"};
    if (channels != 1 && channels != 3)
        return Error{"the picture has " + std::to_string(channels) +
                         " channels: use one with 1 (grey) or 3 (red, green, blue)",
                     "image"};
    return {};
}

Result<NetworkPlan> plan_shapes(const Scene& scene) {
    const Shape image = scene.image.shape();
    if (auto size = check_image_size(image.w, image.h, image.c); !size) return size.error();
    if (auto ids = check_ids(scene); !ids) return ids.error();
    for (const Layer& layer : scene.layers)
        if (auto params = check_layer_params(layer); !params) return params.error();
    StackShapes stack = stack_shapes(scene.layers, image);
    if (stack.failure) return stack_error(scene.layers, image, *stack.failure);
    return std::move(stack.plan);
}

std::size_t estimate_memory(const Scene& scene, const NetworkPlan& plan) {
    std::size_t results = 0, adding = 0;
    for (std::size_t i = 0; i < plan.shapes.size(); ++i) {
        results += 2 * padded_bytes(plan.shapes[i]);
        if (i == 0) continue;
        const Layer& layer = scene.layers[plan.layers[i - 1]];
        results += stage_bytes(layer, plan.shapes[i - 1], plan.shapes[i]);
        adding = std::max(adding, adding_bytes(layer, plan.shapes[i - 1], plan.shapes[i]));
    }
    const std::size_t own =
        scene.objective.tensor == nullptr ? 0 : scene.objective.tensor->memory_bytes();
    return padded_bytes(plan.shapes.front()) + weight_bytes(scene, plan) + own + adding +
           results * static_cast<std::size_t>(kResultBuffers);
}

std::size_t memory_limit() {
    return usable_memory() / 4 * 3;
}

Result<void> check_memory(const Scene& scene, const NetworkPlan& plan, std::size_t limit_bytes) {
    const std::size_t needed = estimate_memory(scene, plan);
    if (needed <= limit_bytes) return {};
    return Error{"evaluating this takes about " + format_bytes(needed) + ", but only " +
                     format_bytes(limit_bytes) +
                     " may be used: take a smaller picture, fewer filters or fewer layers",
                 "memory"};
}

Result<NetworkPlan> plan_network(const Scene& scene) {
    return planned(scene, nullptr);
}

Result<NetworkPlan> plan_network(const Scene& scene, const Scene& before) {
    return planned(scene, &before);
}

}  // namespace convscope
