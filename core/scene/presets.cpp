#include "core/scene/presets.hpp"

#include <vector>

#include "core/base/random.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {

Tensor FilterPreset::make(int input_channels) const {
    const ConstTensorView listed = weights.view();
    const Shape shape = listed.shape();
    Tensor filter(Shape{1, input_channels, shape.h, shape.w});
    std::vector<float> added(static_cast<std::size_t>(shape.c));
    for (int b = 0; b < shape.h; ++b)
        for (int a = 0; a < shape.w; ++a) {
            for (int c = 0; c < shape.c; ++c)
                added[static_cast<std::size_t>(c)] = listed(0, c, b, a);
            for (int c = 0; c < input_channels; ++c)
                filter.view()(0, c, b, a) = input_channels == 1
                                                ? static_cast<float>(exact_sum(added))
                                                : listed(0, c % shape.c, b, a);
        }
    return filter;
}

Tensor random_filter(Shape shape, std::uint64_t seed) {
    Random random(seed);
    Tensor filter(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a)
                    filter.view()(k, c, b, a) = static_cast<float>(random.below(9) - 4) / 4;
    return filter;
}

}  // namespace convscope
