#include "core/scene/advice.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/scene/filter_facts.hpp"
#include "core/scene/objective_fit.hpp"
#include "core/scene/op_traits.hpp"

namespace convscope {
namespace {

std::string size_text(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

bool works(std::span<const Layer> layers, Shape picture) {
    return !stack_shapes(layers, picture).failure.has_value();
}

/// The first value from `first` up or down to `last` that passes.
template <class Test>
std::optional<int> first_that(int first, int last, Test test) {
    const int step = first <= last ? 1 : -1;
    for (int value = first; value != last + step; value += step)
        if (test(value)) return value;
    return std::nullopt;
}

/// True where there is no window.
bool window_fits(const Layer& layer, Shape input) {
    const OpInfo& op = *find_op(layer.op);
    return std::ranges::all_of(std::array{Axis::kX, Axis::kY}, [&](Axis axis) {
        const auto walk = window_walk(op, layer.params, input, axis);
        return !walk || walk->output() > 0;
    });
}

/// Why its window does not fit; empty when that is not what is wrong.
std::string window_reason(const Layer& layer, Shape input) {
    const OpInfo& op = *find_op(layer.op);
    const auto windows = window_fields(op);
    if (!windows || window_fits(layer, input)) return {};
    const WindowWalk x = *window_walk(op, layer.params, input, Axis::kX);
    const WindowWalk y = *window_walk(op, layer.params, input, Axis::kY);
    std::string text =
        "its " + std::string(windows->noun) + " is " + size_text(x.window.size, y.window.size);
    if (x.window.dilation > 1 || y.window.dilation > 1)
        text += " and with its dilation spans " + size_text(x.window.span(), y.window.span());
    const bool padded = x.window.pad > 0 || y.window.pad > 0;
    return text + ", but the map " + (padded ? "with its padding " : "") + "is only " +
           size_text(input.w + 2 * x.window.pad, input.h + 2 * y.window.pad);
}

/// The least side of a square picture that works; nothing once a layer fails for another reason
/// than a window that is too large, which more pixels do not mend.
std::optional<int> least_square(std::span<const Layer> layers, int channels) {
    for (int side = 1; side <= kMaxSide; ++side) {
        const auto failure = stack_shapes(layers, {1, channels, side, side}).failure;
        if (!failure) return side;
        if (window_fits(layers[failure->layer], failure->input)) return std::nullopt;
    }
    return std::nullopt;
}

/// For a layer whose window fits nowhere.
std::string removal_advice(std::span<const Layer> layers, Shape picture, std::size_t failing) {
    const OpInfo& op = *find_op(layers[failing].op);
    const std::string fact =
        "no size of the picture or the " + std::string(window_fields(op)->noun) + " changes that, ";
    for (std::size_t i = failing + 1; i-- > 0;) {
        if (!layers[i].enabled) continue;
        std::vector<Layer> others(layers.begin(), layers.end());
        others[i].enabled = false;
        if (works(others, picture)) return fact + "but without " + layers[i].id + " it works";
    }
    return fact + "and neither does taking out one layer: take out several";
}

std::string join_choices(const std::vector<std::string>& choices) {
    std::string text;
    for (const std::string& choice : choices) text += (text.empty() ? "" : ", or ") + choice;
    return text;
}

}  // namespace

std::optional<Extent2> least_picture(std::span<const Layer> layers, int channels) {
    const auto fits = [&](int w, int h) { return works(layers, {1, channels, h, w}); };
    // Large enough on both sides first, then each side as small as it can be.
    const auto side = least_square(layers, channels);
    if (!side) return std::nullopt;
    const int w = *first_that(1, *side, [&](int n) { return fits(n, *side); });
    const int h = *first_that(1, *side, [&](int n) { return fits(w, n); });
    if (std::int64_t{w} * h > kMaxPixels) return std::nullopt;
    return Extent2{w, h};
}

std::optional<Extent2> largest_picture(std::span<const Layer> layers, Shape picture) {
    const auto cut = [&](int side) {
        return Extent2{std::min(picture.w, side), std::min(picture.h, side)};
    };
    const auto side = first_that(std::max(picture.w, picture.h), 1, [&](int n) {
        return works(layers, {1, picture.c, cut(n).y, cut(n).x});
    });
    return side ? std::optional(cut(*side)) : std::nullopt;
}

std::optional<Extent2> largest_window(std::span<const Layer> layers, std::size_t index,
                                      Shape picture) {
    std::vector<Layer> trial(layers.begin(), layers.end());
    Layer& layer = trial[index];
    const auto windows = window_fields(*find_op(layer.op));
    if (!windows) return std::nullopt;
    const int now_w = layer.params[windows->w], now_h = layer.params[windows->h];
    const auto fits = [&](int w, int h) {
        layer.params[windows->w] = w;
        layer.params[windows->h] = h;
        return works(trial, picture);
    };
    // Small enough on both sides first, then each side as large as it can be.
    const auto side = first_that(std::max(now_w, now_h), 1, [&](int n) {
        return fits(std::min(now_w, n), std::min(now_h, n));
    });
    if (!side) return std::nullopt;
    const int low = std::min(now_h, *side);
    const int w = *first_that(now_w, 1, [&](int n) { return fits(n, low); });
    const int h = *first_that(now_h, 1, [&](int n) { return fits(w, n); });
    return Extent2{w, h};
}

std::optional<int> nearest_value(const Scene& scene, std::size_t layer, std::size_t field,
                                 std::size_t limit_bytes) {
    Scene trial = scene;
    Layer& changed = trial.layers[layer];
    const OpInfo& op = *find_op(changed.op);
    const ParamField& limits = op.fields[field];
    const int wish = changed.params[field];
    const auto passes = [&](int value) {
        if (value < limits.minimum || value > limits.maximum) return false;
        changed.params[field] = value;
        const StackShapes stack = stack_shapes(trial.layers, trial.image.shape());
        if (stack.failure) return false;
        trial.objective = scene.objective;
        trial.objective = fit_objective(trial, stack.plan);
        return check_objective(trial, stack.plan) && check_memory(trial, stack.plan, limit_bytes);
    };
    const int furthest = std::max(wish - limits.minimum, limits.maximum - wish);
    for (int distance = 1; distance <= furthest; ++distance) {
        if (passes(wish - distance)) return wish - distance;
        if (passes(wish + distance)) return wish + distance;
    }
    return std::nullopt;
}

Error stack_error(std::span<const Layer> layers, Shape picture, const StackFailure& failure) {
    const Layer& layer = layers[failure.layer];
    const std::string reason = window_reason(layer, failure.input);
    std::vector<std::string> choices;
    if (reason.empty()) {
        choices.push_back(failure.error.message);
        if (const auto size = largest_picture(layers, picture))
            choices.push_back("use a picture of at most " + size_text(size->x, size->y));
        return {join_choices(choices), layer.id};
    }
    if (const auto size = least_picture(layers, picture.c))
        choices.push_back("use a picture of at least " + size_text(size->x, size->y));
    if (const auto size = largest_window(layers, failure.layer, picture))
        choices.push_back("make the " + std::string(window_fields(*find_op(layer.op))->noun) +
                          " at most " + size_text(size->x, size->y));
    if (choices.empty()) choices.push_back(removal_advice(layers, picture, failure.layer));
    return {reason + ": " + join_choices(choices), layer.id};
}

Error param_error(const Scene& scene, const SetParam& edit, const Error& cause) {
    const auto index = static_cast<std::size_t>(scene.find_layer(edit.layer) - scene.layers.data());
    const Layer& layer = scene.layers[index];
    const OpInfo& op = *find_op(layer.op);
    if (!check_params(op, layer.params)) return cause;
    const auto value = nearest_value(scene, index, edit.field, memory_limit());
    if (!value) return cause;
    const std::string advice = "for " + std::string(op.fields[edit.field].label) + " of " +
                               layer.id + " the nearest value that works is " +
                               std::to_string(*value);
    const auto failure = stack_shapes(scene.layers, scene.image.shape()).failure;
    if (!failure) return {cause.message + "; " + advice, cause.where};
    const Layer& failing = scene.layers[failure->layer];
    const std::string reason = window_reason(failing, failure->input);
    return {(reason.empty() ? failure->error.message + "; " : reason + ": ") + advice, failing.id};
}

}  // namespace convscope
