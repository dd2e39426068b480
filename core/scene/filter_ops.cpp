#include "core/scene/filter_ops.hpp"

#include <algorithm>

namespace convscope {
namespace {

/// Weight [a,b] of the result is `value(k, c, b, a)`.
template <class Function>
Tensor build(Shape shape, Function value) {
    Tensor result(shape);
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a) result.view()(k, c, b, a) = value(k, c, b, a);
    return result;
}

Tensor clear(ConstTensorView weights) {
    return Tensor(weights.shape());
}

Tensor flip_x(ConstTensorView weights) {
    const int last = weights.shape().w - 1;
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return weights(k, c, b, last - a); });
}

Tensor flip_y(ConstTensorView weights) {
    const int last = weights.shape().h - 1;
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return weights(k, c, last - b, a); });
}

Tensor rotate_180(ConstTensorView weights) {
    const Tensor flipped = flip_x(weights);
    return flip_y(flipped.view());
}

// 0 - w, not -w: a weight of 0 stays 0 and does not become -0.
Tensor negate(ConstTensorView weights) {
    return build(weights.shape(),
                 [&](int k, int c, int b, int a) { return 0 - weights(k, c, b, a); });
}

constexpr FilterOp kOps[] = {
    {"flip_x", "Flip left-right", "Mirrors each channel: left becomes right.", "\u21c4", flip_x},
    {"flip_y", "Flip up-down", "Mirrors each channel: top becomes bottom.", "\u21c5", flip_y},
    {"rotate_180", "Turn 180 degrees",
     "Turns each channel by half a turn: what mathematics calls convolution turns the filter "
     "first.",
     "\u21bb", rotate_180},
    {"negate", "Negate", "Changes the sign of every weight: the output changes its sign too.",
     "\u00b1", negate},
    {"clear", "Clear", "Sets every weight to 0.", "0", clear},
};

}  // namespace

std::span<const FilterOp> filter_ops() {
    return kOps;
}

const FilterOp* find_filter_op(std::string_view id) {
    const auto op = std::ranges::find(kOps, id, &FilterOp::id);
    return op == std::end(kOps) ? nullptr : op;
}

}  // namespace convscope
