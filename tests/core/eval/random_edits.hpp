#pragma once
#include <array>

#include "core/scene/brush.hpp"
#include "core/scene/history.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope::examples {

/// One random edit of any kind; may be one that is refused.
inline Edit random_edit(const Scene& scene, Random& random) {
    const Shape image = scene.image.shape();
    const Layer& layer =
        scene.layers[static_cast<std::size_t>(random.below(static_cast<int>(scene.layers.size())))];
    const auto filters = layer.weights == nullptr ? Shape{} : layer.weights->shape();
    const auto point = [&] {
        return BrushPoint{random.unit() * static_cast<float>(image.w),
                          random.unit() * static_cast<float>(image.h)};
    };
    switch (random.below(10)) {
        case 0: {
            const int width = image.w + random.below(5) - 2, height = image.h + random.below(5) - 2;
            return SetImage{random_image(width, height, random.below(2) == 0 ? 1 : 3, random, true),
                            "other"};
        }
        case 1:
            return SetWeight{layer.id,
                             {random.below(filters.n), random.below(filters.c),
                              random.below(filters.h), random.below(filters.w)},
                             random.unit() - 0.5f};
        case 2:
            return SetWeights{layer.id,
                              random_weights({1 + random.below(3), filters.c, 1 + random.below(4),
                                              1 + random.below(4)},
                                             random),
                              ""};
        case 3: {
            std::vector<float> bias(random.below(2) == 0 ? 0 : static_cast<std::size_t>(filters.n));
            for (float& value : bias) value = random.unit() - 0.5f;
            return SetBias{layer.id, bias};
        }
        case 4: {
            const auto fields = find_op(layer.op)->fields;
            if (fields.empty()) return SetEnabled{layer.id, !layer.enabled};
            const auto field =
                static_cast<std::size_t>(random.below(static_cast<int>(fields.size())));
            return SetParam{layer.id, field, fields[field].minimum + random.below(4)};
        }
        case 5: {
            if (random.below(3) == 0) return SetEnabled{layer.id, !layer.enabled};
            constexpr std::array kKinds{"sum", "cell", "half_sum_squares"};
            const auto kind = kKinds[static_cast<std::size_t>(random.below(3))];
            return SetObjective{{kind, 0, random.below(12), random.below(12)}};
        }
        default: {
            const Brush brush{.diameter_px = 1 + 8 * random.unit(),
                              .hardness = random.unit(),
                              .colour = {random.unit(), 1, random.unit()}};
            BrushStroke stroke(scene.image, brush, point());
            if (random.below(2) == 0) stroke.extend(point());
            return PaintImage{stroke.image()};
        }
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
