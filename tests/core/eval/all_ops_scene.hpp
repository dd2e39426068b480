#pragma once
#include "tests/core/scene/example_scenes.hpp"

namespace convscope::examples {

/// Appends a layer with random weights and biases.
inline Scene with_layer(Scene scene, const std::string& id, std::string_view op, Random& random) {
    scene.layers.push_back(layer_with_defaults(id, op, plan_shapes(scene)->shapes.back()));
    const auto& weights = scene.layers.back().weights;
    if (weights == nullptr) return scene;
    const Shape shape = weights->shape();
    scene = edited(scene, SetWeights{id, random_weights(shape, random), ""});
    std::vector<float> bias(static_cast<std::size_t>(shape.n));
    for (float& value : bias) value = random.unit() - 0.5f;
    return edited(scene, SetBias{id, bias});
}

/// two_conv_scene(), then avg1 (2x2, stride 2), `joint` (flatten or global_avg_pool), dense1 with
/// five outputs, and softmax with cross-entropy: all there is.
inline Scene all_ops_scene(TiledImage image, std::string_view joint, Random& random) {
    Scene scene = two_conv_scene(std::move(image), random);
    scene = with_layer(std::move(scene), "avg1", "avg_pool2d", random);
    scene = with_layer(std::move(scene), "joint1", joint, random);
    scene = with_layer(std::move(scene), "dense1", "dense", random);
    scene = edited(scene, set_param(scene, "dense1", "units", 5));
    return edited(scene, SetObjective{{.kind = "cross_entropy", .label = 1}});
}

}  // namespace convscope::examples
