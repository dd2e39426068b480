#pragma once
#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope::app {

/// How several cells become one.
enum class Minify {
    kLargest,  ///< The value of the largest magnitude; the first that is not finite wins.
    kMean,
};

/// One channel of `values`, `rect` of it, each 2^level x 2^level cells (fewer at the right and
/// bottom border) made one: ceil(width / 2^level) cells a row, dense. The corner of `rect` is a
/// multiple of 2^level.
std::vector<float> minify(ConstTensorView values, int channel, Rect rect, int level, Minify how);

}  // namespace convscope::app
