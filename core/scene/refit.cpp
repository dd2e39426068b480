#include "core/scene/refit.hpp"

#include <algorithm>
#include <cassert>

namespace convscope {
namespace {

int centre(int size) {
    return (size - 1) / 2;
}

/// `b` is `a` with this extent larger by one.
bool differs_only_in(int Shape::*extent, Shape a, Shape b) {
    if (b.*extent != a.*extent + 1) return false;
    b.*extent = a.*extent;
    return a == b;
}

void set_weights_axis(const OpInfo& op, ParamSet& params, int Shape::*extent, Shape wanted) {
    const Shape input{1, wanted.c, 1, 1};
    const Shape now = op.weights_shape(params, input);
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        ParamSet next = params;
        ++next[i];
        if (!differs_only_in(extent, now, op.weights_shape(next, input))) continue;
        params[i] += wanted.*extent - now.*extent;
        return;
    }
}

void fit_bias(std::vector<float>& bias, int filters) {
    const std::size_t old = bias.size();
    if (old == 0) return;
    bias.resize(static_cast<std::size_t>(filters));
    for (std::size_t k = old; k < bias.size(); ++k) bias[k] = bias[k % old];
}

void refit_layer(Layer& layer, Shape input) {
    const OpInfo& op = *find_op(layer.op);
    if (op.weights_shape == nullptr || layer.weights == nullptr) return;
    const Shape have = layer.weights->shape(), want = op.weights_shape(layer.params, input);
    if (have == want) return;
    layer.weights = std::make_shared<const Tensor>(fit_weights(layer.weights->view(), want));
    fit_bias(layer.bias, want.n);
    if (have.h != want.h || have.w != want.w) layer.weights_name.clear();
}

void clamp_objective_cell(Objective& objective, Shape output) {
    const ObjectiveInfo* info = find_objective(objective.kind);
    if (info == nullptr || !info->picks_cell) return;
    objective.channel = std::clamp(objective.channel, 0, output.c - 1);
    objective.y = std::clamp(objective.y, 0, output.h - 1);
    objective.x = std::clamp(objective.x, 0, output.w - 1);
}

}  // namespace

Tensor fit_weights(ConstTensorView weights, Shape wanted) {
    const Shape have = weights.shape();
    const int shift_x = centre(wanted.w) - centre(have.w);
    const int shift_y = centre(wanted.h) - centre(have.h);
    Tensor fitted(wanted);
    const Rect kept =
        intersect({shift_x, shift_y, shift_x + have.w, shift_y + have.h}, wanted.plane());
    for (int k = 0; k < wanted.n; ++k)
        for (int c = 0; c < wanted.c; ++c)
            for (int b = kept.y0; b < kept.y1; ++b)
                std::copy_n(weights.row(k % have.n, c % have.c, b - shift_y) + kept.x0 - shift_x,
                            kept.width(), fitted.view().row(k, c, b) + kept.x0);
    return fitted;
}

ParamSet params_for_weights(const OpInfo& op, ParamSet params, Shape wanted) {
    assert(op.weights_shape != nullptr);
    for (int Shape::*extent : {&Shape::n, &Shape::h, &Shape::w})
        set_weights_axis(op, params, extent, wanted);
    return params;
}

Result<void> refit(Scene& scene) {
    const auto plan = plan_shapes(scene);
    if (!plan) return plan.error();
    if (auto memory = check_memory(scene, *plan); !memory) return memory;
    std::size_t stage = 0;
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        Layer& layer = scene.layers[i];
        const bool used = stage < plan->layers.size() && plan->layers[stage] == i;
        const int channels = layer.weights == nullptr ? 1 : layer.weights->shape().c;
        refit_layer(layer, used ? plan->shapes[stage] : Shape{1, channels, 1, 1});
        if (used) ++stage;
    }
    clamp_objective_cell(scene.objective, plan->shapes.back());
    return {};
}

}  // namespace convscope
