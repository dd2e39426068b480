#include "app/views/filter_edits.hpp"

#include <algorithm>

#include "app/views/matrix_text.hpp"
#include "core/scene/new_layer.hpp"
#include "core/scene/refit.hpp"

namespace convscope::app {
namespace {

/// `weights` with filter `k` exchanged for `filter` (1,C,h,w). The others keep their weights,
/// aligned at the centre of the new size.
Tensor with_filter(ConstTensorView weights, int k, ConstTensorView filter) {
    const Shape old = weights.shape(), one = filter.shape();
    Tensor result = fit_weights(weights, {old.n, old.c, one.h, one.w});
    for (int c = 0; c < one.c; ++c)
        for (int y = 0; y < one.h; ++y)
            std::copy_n(filter.row(0, c, y), one.w, result.view().row(k, c, y));
    return result;
}

Edit exchanged(const Layer& layer, int k, const Tensor& filter, std::string name) {
    return SetWeights{
        layer.id,
        std::make_shared<const Tensor>(with_filter(layer.weights->view(), k, filter.view())),
        std::move(name)};
}

Tensor in_each_channel(ConstTensorView one, int channels) {
    const Shape shape = one.shape();
    Tensor filter(Shape{1, channels, shape.h, shape.w});
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < shape.h; ++y)
            std::copy_n(one.row(0, 0, y), shape.w, filter.view().row(0, c, y));
    return filter;
}

}  // namespace

Tensor one_filter(ConstTensorView weights, int k) {
    const Shape shape = weights.shape();
    Tensor filter(Shape{1, shape.c, shape.h, shape.w});
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            std::copy_n(weights.row(k, c, y), shape.w, filter.view().row(0, c, y));
    return filter;
}

int existing_filter(const Layer& layer, int filter) {
    return std::clamp(filter, 0, layer.weights->shape().n - 1);
}

bool has_sliding_filter(const OpInfo& op) {
    return std::ranges::find(op.fields, "kernel.w", &ParamField::path) != op.fields.end();
}

Edit preset_edit(const Layer& layer, int filter, const FilterPreset& preset) {
    return exchanged(layer, existing_filter(layer, filter), preset.make(layer.weights->shape().c),
                     std::string(preset.label));
}

Result<Edit> filter_op_edit(const Layer& layer, int filter, const FilterOp& op) {
    Result<Tensor> after =
        apply_to_filter(op, layer.weights->view(), existing_filter(layer, filter));
    if (!after) return Error{after.error().message, layer.id};
    return Edit{SetWeights{layer.id, std::make_shared<const Tensor>(std::move(after).value()), ""}};
}

Edit random_edit(const Layer& layer, int filter, std::uint64_t seed) {
    constexpr const char* kName = "Random";
    const Shape shape = layer.weights->shape();
    if (!has_sliding_filter(*find_op(layer.op)))
        return SetWeights{layer.id,
                          std::make_shared<const Tensor>(small_random_weights(shape, seed)), kName};
    return exchanged(layer, existing_filter(layer, filter),
                     random_filter({1, shape.c, shape.h, shape.w}, seed), kName);
}

Result<Edit> paste_edit(const Layer& layer, int filter, std::string_view text) {
    const Result<Tensor> matrix = parse_matrix(text);
    if (!matrix) return matrix.error();
    const Shape old = layer.weights->shape(), given = matrix->view().shape();
    if (given.c != old.c && given.c != 1)
        return Error{"the matrix has " + std::to_string(given.c) +
                         " channels, but the filter reads " + std::to_string(old.c) +
                         ": copy one for each, or one for all",
                     layer.id};
    const bool same_size = given.w == old.w && given.h == old.h;
    if (!has_sliding_filter(*find_op(layer.op)) && !same_size)
        return Error{"the matrix is " + std::to_string(given.w) + " x " + std::to_string(given.h) +
                         ", but the layer has a weight for each of " + std::to_string(old.w) +
                         " x " + std::to_string(old.h) + " cells: copy as many",
                     layer.id};
    const int k = existing_filter(layer, filter);
    if (given.c == old.c) return exchanged(layer, k, *matrix, "");
    return exchanged(layer, k, in_each_channel(matrix->view(), old.c), "");
}

Edit bias_edit(const Layer& layer, int filter, float value) {
    std::vector<float> bias = layer.bias;
    bias.resize(static_cast<std::size_t>(layer.weights->shape().n));
    bias[static_cast<std::size_t>(existing_filter(layer, filter))] = value;
    return SetBias{layer.id, std::move(bias)};
}

bool changes_by_menu(const Layer& layer) {
    const OpInfo* op = find_op(layer.op);
    return layer.enabled && layer.weights != nullptr && op != nullptr && has_sliding_filter(*op);
}

const Layer* first_filter_layer(const Scene& scene) {
    const auto found = std::ranges::find_if(scene.layers, changes_by_menu);
    return found == scene.layers.end() ? nullptr : &*found;
}

std::string weights_label(const Layer& layer) {
    return layer.weights_name.empty() ? "own weights" : layer.weights_name;
}

}  // namespace convscope::app
