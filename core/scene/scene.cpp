#include "core/scene/scene.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace convscope {
namespace {

void set_field(Layer& layer, std::string_view path, int value) {
    layer.params[field_index(*find_op(layer.op), path)] = value;
}

Layer default_layer(const Scene& scene, std::string_view op) {
    Layer layer;
    layer.id = fresh_layer_id(scene, op);
    layer.op = op;
    layer.params = default_params(*find_op(op));
    return layer;
}

/// [-1 1] in each channel.
Layer edge_layer(const Scene& scene) {
    Layer layer = default_layer(scene, "conv2d");
    set_field(layer, "kernel.w", 2);
    set_field(layer, "kernel.h", 1);
    Tensor weights(Shape{1, scene.image.shape().c, 1, 2});
    for (int c = 0; c < weights.shape().c; ++c) {
        weights.view()(0, c, 0, 0) = -1;
        weights.view()(0, c, 0, 1) = 1;
    }
    layer.weights = std::make_shared<const Tensor>(std::move(weights));
    layer.weights_name = "[-1 1]";
    return layer;
}

Layer pool_layer(const Scene& scene) {
    Layer layer = default_layer(scene, "max_pool2d");
    for (const std::string_view path : {"window.w", "window.h", "stride.x", "stride.y"})
        set_field(layer, path, 2);
    return layer;
}

/// The loss that is the easiest to follow back: one cell of the last map.
Objective middle_cell(const Scene& scene) {
    const auto plan = plan_shapes(scene);
    const Shape last = plan ? plan->shapes.back() : scene.image.shape();
    return {.kind = "cell", .channel = 0, .y = last.h / 2, .x = last.w / 2};
}

}  // namespace

const Layer* Scene::find_layer(std::string_view id) const {
    const auto layer = std::ranges::find(layers, id, &Layer::id);
    return layer == layers.end() ? nullptr : &*layer;
}

Layer* Scene::find_layer(std::string_view id) {
    const auto layer = std::ranges::find(layers, id, &Layer::id);
    return layer == layers.end() ? nullptr : &*layer;
}

bool is_same_snapshot(const Scene& a, const Scene& b) {
    return a.image.shares_all_tiles(b.image) &&
           std::tie(a.image_name, a.layers, a.objective, a.kept_objective) ==
               std::tie(b.image_name, b.layers, b.objective, b.kept_objective);
}

std::string fresh_layer_id(const Scene& scene, std::string_view op) {
    if (op.ends_with("2d")) op.remove_suffix(2);
    const std::string stem(op.substr(op.rfind('_') + 1));  // rfind is npos where there is none.
    for (int number = 1;; ++number) {
        const std::string id = stem + std::to_string(number);
        if (scene.find_layer(id) == nullptr) return id;
    }
}

Scene default_scene(TiledImage image, std::string image_name) {
    assert(!image.empty());
    Scene scene;
    scene.image = std::move(image);
    scene.image_name = std::move(image_name);
    scene.layers.push_back(edge_layer(scene));
    scene.layers.push_back(default_layer(scene, "relu"));
    scene.layers.push_back(pool_layer(scene));
    while (!scene.layers.empty() && !plan_shapes(scene)) scene.layers.pop_back();
    scene.objective = middle_cell(scene);
    return scene;
}

}  // namespace convscope
