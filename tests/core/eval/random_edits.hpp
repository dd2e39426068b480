#pragma once
#include <algorithm>
#include <array>
#include <limits>

#include "core/scene/brush.hpp"
#include "core/scene/history.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope::examples {

/// The layer as another op that keeps the shapes of everything: relu, 1 x 1 pools or a 1 x 1
/// convolution. A layer that changes its input's shape is left as it is.
inline ReplaceScene with_another_op(Scene scene, std::size_t index, Random& random) {
    Layer& layer = scene.layers[index];
    const auto plan = plan_shapes(scene);
    const auto stage = std::ranges::find(plan->layers, index);
    if (stage == plan->layers.end()) return {scene};
    const auto place = static_cast<std::size_t>(stage - plan->layers.begin());
    const Shape input = plan->shapes[place];
    if (plan->shapes[place + 1] != input) return {scene};
    constexpr std::array kOps{"relu", "max_pool2d", "avg_pool2d", "conv2d"};
    Layer other;
    other.id = layer.id;
    other.op = kOps[static_cast<std::size_t>(random.below(4))];
    const OpInfo& op = *find_op(other.op);
    other.params = default_params(op);
    for (std::size_t i = 0; i < op.fields.size(); ++i)
        if (op.fields[i].choices.empty())
            other.params[i] = op.fields[i].path.starts_with("pad") ? 0 : 1;
    if (op.weights_shape != nullptr) {
        other.params[field_index(op, "filters")] = input.c;
        other.weights = random_weights(op.weights_shape(other.params, input), random);
    }
    layer = std::move(other);
    return {scene};
}

/// The picture with some numbers that are hard on arithmetic.
inline TiledImage with_odd_pixels(const TiledImage& image, Random& random) {
    using Limits = std::numeric_limits<float>;
    constexpr std::array kOdd{Limits::quiet_NaN(), Limits::infinity(),   -Limits::infinity(),
                              Limits::max(),       Limits::denorm_min(), -0.0f};
    Tensor pixels = image.to_tensor();
    const Shape shape = image.shape();
    for (int i = 1 + random.below(4); i > 0; --i)
        pixels.view()(0, random.below(shape.c), random.below(shape.h), random.below(shape.w)) =
            kOdd[static_cast<std::size_t>(random.below(static_cast<int>(kOdd.size())))];
    return TiledImage::from_tensor(pixels.view());
}

/// A layer added, removed, moved or duplicated.
inline Edit random_layer_edit(const Scene& scene, Random& random) {
    const int count = static_cast<int>(scene.layers.size());
    const auto place = static_cast<std::size_t>(random.below(count + 1));
    const int kind = count == 0 ? 0 : random.below(4);
    if (kind == 0) {
        const auto ops = op_table();
        const auto op = static_cast<std::size_t>(random.below(static_cast<int>(ops.size())));
        return AddLayer{std::string(ops[op].id), place};
    }
    const std::string id = scene.layers[static_cast<std::size_t>(random.below(count))].id;
    if (kind == 1) return RemoveLayer{id};
    if (kind == 2) return DuplicateLayer{id};
    return MoveLayer{id, std::min(place, scene.layers.size() - 1)};
}

/// Weights, bias, one parameter or the switch of a layer.
inline Edit random_edit_of(const Layer& layer, Random& random) {
    const auto filters = layer.weights == nullptr ? Shape{} : layer.weights->shape();
    switch (random.below(4)) {
        case 0:
            return SetWeight{layer.id,
                             {random.below(filters.n), random.below(filters.c),
                              random.below(filters.h), random.below(filters.w)},
                             random.unit() - 0.5f};
        case 1:
            return SetWeights{layer.id,
                              random_weights({1 + random.below(3), filters.c, 1 + random.below(4),
                                              1 + random.below(4)},
                                             random),
                              ""};
        case 2: {
            std::vector<float> bias(random.below(2) == 0 ? 0 : static_cast<std::size_t>(filters.n));
            for (float& value : bias) value = random.unit() - 0.5f;
            return SetBias{layer.id, bias};
        }
        default: {
            const auto fields = find_op(layer.op)->fields;
            if (fields.empty()) return SetEnabled{layer.id, !layer.enabled};
            const auto field =
                static_cast<std::size_t>(random.below(static_cast<int>(fields.size())));
            return SetParam{layer.id, field, fields[field].minimum + random.below(4)};
        }
    }
}

/// Of any kind; a target or painted gradient has the shape of the map that it belongs to.
inline SetObjective random_objective(const Scene& scene, Random& random) {
    const auto kinds = objective_table();
    const ObjectiveInfo& info =
        kinds[static_cast<std::size_t>(random.below(static_cast<int>(kinds.size())))];
    Scene trial = scene;
    trial.objective = {.kind = std::string(info.id),
                       .y = random.below(12),
                       .x = random.below(12),
                       .label = random.below(6)};
    const auto plan = plan_shapes(scene);
    if (info.takes_gradient && !plan->layers.empty()) {
        const int stage = random.below(static_cast<int>(plan->layers.size()));
        trial.objective.layer = scene.layers[plan->layers[static_cast<std::size_t>(stage)]].id;
    }
    if (info.takes_target || info.takes_gradient) {
        trial.objective.mean = info.takes_target && random.below(2) == 0;
        trial.objective.tensor = random_weights(plan->shapes[objective_map(trial, *plan)], random);
    }
    return {trial.objective};
}

/// One brush stroke, of a dab or two.
inline PaintImage random_stroke(const TiledImage& image, Random& random) {
    const Shape shape = image.shape();
    const auto point = [&] {
        return BrushPoint{random.unit() * static_cast<float>(shape.w),
                          random.unit() * static_cast<float>(shape.h)};
    };
    const Brush brush{.diameter_px = 1 + 8 * random.unit(),
                      .hardness = random.unit(),
                      .colour = {random.unit(), 1, random.unit()}};
    BrushStroke stroke(image, brush, point());
    if (random.below(2) == 0) stroke.extend(point());
    return {stroke.image()};
}

/// One random edit of any kind; may be one that is refused.
inline Edit random_edit(const Scene& scene, Random& random) {
    if (scene.layers.empty() || random.below(10) == 0) return random_layer_edit(scene, random);
    const Shape image = scene.image.shape();
    const auto index =
        static_cast<std::size_t>(random.below(static_cast<int>(scene.layers.size())));
    const Layer& layer = scene.layers[index];
    switch (random.below(13)) {
        case 0: {
            const int width = image.w + random.below(5) - 2, height = image.h + random.below(5) - 2;
            return SetImage{random_image(width, height, random.below(2) == 0 ? 1 : 3, random, true),
                            "other"};
        }
        case 1:
        case 2:
        case 3:
        case 4:
            return random_edit_of(layer, random);
        case 5:
            if (random.below(3) == 0) return SetEnabled{layer.id, !layer.enabled};
            return random_objective(scene, random);
        case 6:
        case 7:
            return with_another_op(scene, index, random);
        case 8:
            return PaintImage{with_odd_pixels(scene.image, random)};
        default:
            return random_stroke(scene.image, random);
    }
}

/// An edit that was accepted, an undo or a redo.
inline void random_step(History& history, Random& random) {
    for (int tries = 0; tries < 20; ++tries) {
        if (random.below(8) == 0 && history.can_undo()) return history.undo();
        if (random.below(12) == 0 && history.can_redo()) return history.redo();
        if (history.apply(random_edit(history.current(), random))) return;
    }
}

}  // namespace convscope::examples
