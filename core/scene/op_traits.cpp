#include "core/scene/op_traits.hpp"

#include <algorithm>

namespace convscope {
namespace {

struct WindowKind {
    std::string_view w, h, noun;
};
constexpr WindowKind kWindowKinds[] = {{"kernel.w", "kernel.h", "filter"},
                                       {"window.w", "window.h", "window"}};

}  // namespace

std::optional<WindowFields> window_fields(const OpInfo& op) {
    for (const auto& [w, h, noun] : kWindowKinds)
        if (std::ranges::find(op.fields, w, &ParamField::path) != op.fields.end())
            return WindowFields{field_index(op, w), field_index(op, h), noun};
    return std::nullopt;
}

bool weighs_whole_input(const OpInfo& op, const ParamSet& params) {
    return op.weights_shape != nullptr &&
           op.weights_shape(params, {1, 1, 1, 1}) != op.weights_shape(params, {1, 1, 2, 2});
}

std::string_view weights_noun(const OpInfo& op) {
    return window_fields(op) ? "filters" : "weights";
}

}  // namespace convscope
