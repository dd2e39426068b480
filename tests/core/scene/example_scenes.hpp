#pragma once
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "core/base/random.hpp"
#include "core/scene/edit.hpp"
#include "core/scene/presets.hpp"

namespace convscope::examples {

/// Values in [0, 1), or multiples of 1/4 (which bring ties).
inline TiledImage random_image(int width, int height, int channels, Random& random,
                               bool with_ties = false) {
    Tensor pixels(Shape{1, channels, height, width});
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                pixels.view()(0, c, y, x) =
                    with_ties ? static_cast<float>(random.below(5)) / 4 : random.unit();
    return TiledImage::from_tensor(pixels.view());
}

inline std::size_t field_of(const Layer& layer, std::string_view path) {
    return field_index(*find_op(layer.op), path);
}

inline SetParam set_param(const Scene& scene, const std::string& layer, std::string_view path,
                          int value) {
    return {layer, field_of(*scene.find_layer(layer), path), value};
}

/// Applies an edit that must succeed.
inline Scene edited(const Scene& scene, const Edit& edit) {
    auto after = apply_edit(scene, edit);
    if (!after) {
        ADD_FAILURE() << edit_label(scene, edit) << ": " << after.error().text();
        return scene;
    }
    return *std::move(after);
}

inline std::shared_ptr<const Tensor> random_weights(Shape shape, Random& random) {
    return std::make_shared<const Tensor>(random_filter(shape, random.next()));
}

inline Layer layer_with_defaults(std::string id, std::string_view op, Shape input) {
    const OpInfo& info = *find_op(op);
    Layer layer;
    layer.id = std::move(id);
    layer.op = op;
    layer.params = default_params(info);
    if (info.weights_shape != nullptr)
        layer.weights = std::make_shared<const Tensor>(info.weights_shape(layer.params, input));
    return layer;
}

/// default_scene(), with a loss that every cell of the last map has a part in.
inline Scene squares_scene(TiledImage image, std::string image_name) {
    Scene scene = default_scene(std::move(image), std::move(image_name));
    scene.objective = {.kind = "half_sum_squares"};
    return scene;
}

/// conv1 (5x3, 2 filters, bias), relu1, pool1 (2x2, stride 2), conv2 (3x3, 3 filters), relu2.
inline Scene two_conv_scene(TiledImage image, Random& random) {
    Scene scene = squares_scene(std::move(image), "example");
    const int channels = scene.image.shape().c;
    scene = edited(scene, SetWeights{"conv1", random_weights({2, channels, 3, 5}, random), ""});
    scene = edited(scene, SetBias{"conv1", {0.25f, -0.5f}});
    const Shape pooled = plan_shapes(scene)->shapes.back();
    scene.layers.push_back(layer_with_defaults("conv2", "conv2d", pooled));
    scene.layers.push_back(layer_with_defaults("relu2", "relu", pooled));
    return edited(scene, SetWeights{"conv2", random_weights({3, 2, 3, 3}, random), ""});
}

}  // namespace convscope::examples
