#pragma once
#include "core/base/random.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Values in -1..1, the same for the same seed.
inline Tensor random_tensor(Shape shape, unsigned seed) {
    Random random(seed);
    Tensor tensor(shape);
    const TensorView view = tensor.view();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) view(n, c, y, x) = 2 * random.unit() - 1;
    return tensor;
}

}  // namespace convscope
