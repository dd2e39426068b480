#include "core/io/op_params.hpp"

#include <algorithm>
#include <array>

namespace convscope {
namespace {

using Extents = std::array<int, 4>;

Extents extents_of(Shape shape) {
    return {shape.n, shape.c, shape.h, shape.w};
}

/// True when `field` can be what decides extent `axis`: setting it changes this extent to `wanted`
/// and no other.
bool decides(const OpInfo& op, const ParamSet& params, std::size_t field, Shape input,
             std::size_t axis, int wanted) {
    ParamSet changed = params;
    changed[field] = wanted;
    Extents expected = extents_of(op.weights_shape(params, input));
    expected[axis] = wanted;
    return extents_of(op.weights_shape(changed, input)) == expected;
}

}  // namespace

bool is_switch(const ParamField& field) {
    constexpr std::array<std::string_view, 2> kSwitch = {"false", "true"};
    return std::ranges::equal(field.choices, kSwitch);
}

ParamSet infer_params(const OpInfo& op, ParamSet params, std::vector<bool> given, Shape weights) {
    const Shape input{1, weights.c, weights.h, weights.w};
    const Extents wanted = extents_of(weights);
    for (std::size_t axis = 0; axis < wanted.size(); ++axis) {
        if (extents_of(op.weights_shape(params, input))[axis] == wanted[axis]) continue;
        for (std::size_t field = 0; field < op.fields.size(); ++field) {
            if (given[field] || !decides(op, params, field, input, axis, wanted[axis])) continue;
            params[field] = wanted[axis];
            given[field] = true;
            break;
        }
    }
    return params;
}

}  // namespace convscope
