#include "core/scene/refit.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/scene/objective_fit.hpp"
#include "core/scene/op_traits.hpp"
#include "core/scene/stack.hpp"

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
    const Shape input{1, wanted.c, wanted.h, wanted.w};
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

bool is_same_plane(Shape a, Shape b) {
    return a.h == b.h && a.w == b.w;
}

/// After an edit of its own parameters: what was kept for another input is out of date.
void follow_params(Layer& layer, Shape want) {
    layer.kept = {};
    if (!is_same_plane(layer.weights->shape(), want)) layer.weights_name.clear();
    layer.weights = std::make_shared<const Tensor>(fit_weights(layer.weights->view(), want));
    fit_bias(layer.bias, want.n);
}

/// After a change of what it reads: always made of the weights it was given, never of fitted ones.
void follow_input(Layer& layer, Shape want) {
    KeptWeights given = std::exchange(layer.kept, {});
    if (given.weights == nullptr) given = {layer.weights, layer.weights_name};
    const Shape shape = given.weights->shape();
    if (shape == want) {
        layer.weights = std::move(given.weights);
    } else if (holds_same_lists(shape, want) &&
               weighs_whole_input(*find_op(layer.op), layer.params)) {
        layer.weights =
            std::make_shared<const Tensor>(from_dense(want, to_dense(given.weights->view())));
    } else {
        layer.weights = std::make_shared<const Tensor>(fit_weights(given.weights->view(), want));
        layer.weights_name = is_same_plane(shape, want) ? given.name : std::string();
        layer.kept = std::move(given);
        return;
    }
    layer.weights_name = std::move(given.name);
}

/// `input`: what it reads; null when it is switched off and keeps what its weights were made for.
void refit_layer(Layer& layer, const Shape* input) {
    const auto want = wanted_weights(layer, input);
    if (!want || layer.weights == nullptr || layer.weights->shape() == *want) return;
    const bool params_agree = wanted_weights(layer, nullptr) == layer.weights->shape();
    if (params_agree)
        follow_input(layer, *want);
    else
        follow_params(layer, *want);
}

/// Brings the objective to its map, back where it was kept, or keeps it where it does not fit.
void refit_objective(Scene& scene, const NetworkPlan& plan) {
    if (scene.kept_objective != nullptr) {
        Scene wanted = scene;
        wanted.objective = *scene.kept_objective;
        if (check_objective(wanted, plan)) {
            scene.objective = std::move(wanted.objective);
            scene.kept_objective = nullptr;
        }
    }
    Objective fitted = fit_objective(scene, plan);
    if (scene.objective.tensor != nullptr && fitted.tensor == nullptr)
        scene.kept_objective = std::make_shared<const Objective>(std::move(scene.objective));
    scene.objective = std::move(fitted);
    const bool is_painted = scene.kept_objective != nullptr &&
                            find_objective(scene.kept_objective->kind)->takes_gradient;
    if (is_painted && scene.find_layer(scene.kept_objective->layer) == nullptr)
        scene.kept_objective = nullptr;  // Another layer may get its id.
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

bool holds_same_lists(Shape a, Shape b) {
    return a.n == b.n && a.count() == b.count();
}

Result<void> refit(Scene& scene) {
    const auto plan = plan_shapes(scene);
    if (!plan) return plan.error();
    Scene fitted = scene;
    refit_objective(fitted, *plan);
    if (auto fits = check_objective(fitted, *plan); !fits)
        return Error{fits.error().message, "objective"};
    if (auto memory = check_memory(scene, *plan); !memory) return memory;
    const auto inputs = layer_inputs(*plan, scene.layers.size());
    for (std::size_t i = 0; i < scene.layers.size(); ++i) refit_layer(scene.layers[i], inputs[i]);
    scene.objective = std::move(fitted.objective);
    scene.kept_objective = std::move(fitted.kept_objective);
    return {};
}

}  // namespace convscope
