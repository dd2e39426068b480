#include "core/eval/number_pin.hpp"

#include <algorithm>

namespace convscope {
namespace {

bool is_of_bias(NumberRef::Kind kind) {
    return kind == NumberRef::Kind::kBias || kind == NumberRef::Kind::kGradBias;
}
bool is_gradient(NumberRef::Kind kind) {
    return kind == NumberRef::Kind::kGradient || kind == NumberRef::Kind::kGradWeight ||
           kind == NumberRef::Kind::kGradBias;
}

Cell nearest(Cell cell, Shape shape) {
    return {std::clamp(cell.n, 0, shape.n - 1), std::clamp(cell.c, 0, shape.c - 1),
            std::clamp(cell.y, 0, shape.h - 1), std::clamp(cell.x, 0, shape.w - 1)};
}

/// Weights and biases of a layer that has none any more; the layer itself is there.
bool has_such(const Results& results, std::size_t stage, NumberRef::Kind kind) {
    if (is_of_bias(kind)) return !results.scene.layers[results.plan.layers[stage]].bias.empty();
    return is_of_map(kind) || !results.layers[stage].grad_weights.empty();
}

/// In the output of its layer; weights and biases stand for the map that their filter makes.
Cell in_output(const NumberPin& pin) {
    return is_of_map(pin.kind) ? pin.cell : Cell{0, pin.cell.n, pin.cell.y, pin.cell.x};
}

/// What a layer that is gone or off read, or what stands there now.
std::size_t map_before(const Results& results, const NumberPin& pin) {
    return std::min(std::max<std::size_t>(pin.map, 1) - 1, results.plan.layers.size());
}

Shape shape_of(const Results& results, const NumberRef& ref) {
    if (is_of_map(ref.kind)) return results.plan.shapes[ref.map];
    const Shape weights = results.layers[ref.stage].grad_weights.shape();
    return is_of_bias(ref.kind) ? Shape{weights.n, 1, 1, 1} : weights;
}

}  // namespace

NumberPin pin_of(const Results& results, const NumberRef& ref) {
    if (ref.kind == NumberRef::Kind::kLoss)
        return {ref.kind, {}, results.plan.shapes.size() - 1, {}};
    const std::size_t map = is_of_map(ref.kind) ? ref.map : ref.stage + 1;
    const std::string layer =
        map == 0 ? std::string() : results.scene.layers[results.plan.layers[map - 1]].id;
    return {ref.kind, layer, map, ref.cell};
}

FoundPin find_pin(const Results& results, const NumberPin& pin) {
    FoundPin found;
    found.ref.kind = pin.kind;
    if (pin.kind == NumberRef::Kind::kLoss) return found;
    const int stage = results.stage_of(pin.layer);
    found.layer_gone = !pin.layer.empty() &&
                       (stage < 0 || !has_such(results, static_cast<std::size_t>(stage), pin.kind));
    const std::size_t own = pin.layer.empty() ? 0 : static_cast<std::size_t>(stage + 1);
    if (found.layer_gone) {
        found.ref.kind =
            is_gradient(pin.kind) ? NumberRef::Kind::kGradient : NumberRef::Kind::kValue;
        found.ref.map = stage < 0 ? map_before(results, pin) : own;
    } else if (is_of_map(pin.kind)) {
        found.ref.map = own;
    } else {
        found.ref.stage = own - 1;
    }
    found.ref.cell =
        nearest(found.layer_gone ? in_output(pin) : pin.cell, shape_of(results, found.ref));
    found.cell_moved = !found.layer_gone && found.ref.cell != pin.cell;
    return found;
}

}  // namespace convscope
