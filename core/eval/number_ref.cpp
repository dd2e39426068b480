#include "core/eval/number_ref.hpp"

namespace convscope {
namespace {

const Layer& layer_of_stage(const Results& results, std::size_t stage) {
    return results.scene.layers[results.plan.layers[stage]];
}

bool is_inside(Shape shape, Cell cell) {
    return cell.n >= 0 && cell.n < shape.n && cell.c >= 0 && cell.c < shape.c && cell.y >= 0 &&
           cell.y < shape.h && cell.x >= 0 && cell.x < shape.w;
}

bool is_bias(const Results& results, const NumberRef& ref) {
    return ref.stage < results.plan.layers.size() && ref.cell.n >= 0 &&
           static_cast<std::size_t>(ref.cell.n) < layer_of_stage(results, ref.stage).bias.size();
}

Explanation explain_op(const Results& results, std::size_t stage, Quantity quantity, Cell cell,
                       std::int64_t first, std::int64_t last) {
    const OpInfo& op = *find_op(layer_of_stage(results, stage).op);
    return op.explain(op_inputs(results, stage), quantity, cell, first, last);
}

Explanation explain_objective(const Results& results, const Cell* cell, std::int64_t first,
                              std::int64_t last) {
    const Objective& objective = results.scene.objective;
    const std::size_t map = objective_map(results.scene, results.plan);
    return find_objective(objective.kind)
        ->explain(objective, results.values[map].values.view(), results.probabilities, "P", cell,
                  first, last)
        .sum;
}

Explanation explain_gradient(const Results& results, const NumberRef& ref, std::int64_t first,
                             std::int64_t last) {
    const std::size_t start = objective_map(results.scene, results.plan);
    if (ref.map == start) return explain_objective(results, &ref.cell, first, last);
    if (ref.map > start) return {};
    return explain_op(results, ref.map, Quantity::kGradInput, ref.cell, first, last);
}

/// Of the weights or a bias. L does not depend on those behind the map that it reads.
Explanation explain_parameter(const Results& results, const NumberRef& ref, Quantity quantity,
                              std::int64_t first, std::int64_t last) {
    if (ref.stage >= objective_map(results.scene, results.plan)) return {};
    return explain_op(results, ref.stage, quantity, ref.cell, first, last);
}

bool reads_weights(const Results& results, std::size_t stage) {
    return !results.layers[stage].grad_weights.empty();
}

/// The weight that a term of an output, or of the gradient of its input, reads.
std::optional<NumberRef> weight_of(const Results& results, std::size_t stage, const Term& term) {
    if (!reads_weights(results, stage)) return std::nullopt;
    return NumberRef{NumberRef::Kind::kWeight, 0, stage, term.cell_b};
}

}  // namespace

bool exists(const Results& results, const NumberRef& ref) {
    using Kind = NumberRef::Kind;
    switch (ref.kind) {
        case Kind::kValue:
        case Kind::kGradient:
            return ref.map < results.plan.shapes.size() &&
                   is_inside(results.plan.shapes[ref.map], ref.cell);
        case Kind::kWeight:
        case Kind::kGradWeight:
            return ref.stage < results.plan.layers.size() &&
                   is_inside(results.layers[ref.stage].grad_weights.shape(), ref.cell);
        case Kind::kBias:
        case Kind::kGradBias:
            return is_bias(results, ref);
        case Kind::kLoss:
            return true;
    }
    return false;
}

float number_at(const Results& results, const NumberRef& ref) {
    using Kind = NumberRef::Kind;
    switch (ref.kind) {
        case Kind::kValue:
            return results.values[ref.map].values.view()(ref.cell);
        case Kind::kGradient:
            return results.gradients[ref.map].values.view()(ref.cell);
        case Kind::kWeight:
            return layer_of_stage(results, ref.stage).weights->view()(ref.cell);
        case Kind::kGradWeight:
            return results.layers[ref.stage].grad_weights.view()(ref.cell);
        case Kind::kBias:
            return layer_of_stage(results, ref.stage).bias[static_cast<std::size_t>(ref.cell.n)];
        case Kind::kGradBias:
            return results.layers[ref.stage].grad_bias[static_cast<std::size_t>(ref.cell.n)];
        case Kind::kLoss:
            return results.loss;
    }
    return 0;
}

Explanation explain_number(const Results& results, const NumberRef& ref, std::int64_t first,
                           std::int64_t last) {
    using Kind = NumberRef::Kind;
    switch (ref.kind) {
        case Kind::kValue:
            if (ref.map == 0) return {};
            return explain_op(results, ref.map - 1, Quantity::kOutput, ref.cell, first, last);
        case Kind::kGradient:
            return explain_gradient(results, ref, first, last);
        case Kind::kGradWeight:
            return explain_parameter(results, ref, Quantity::kGradWeights, first, last);
        case Kind::kGradBias:
            return explain_parameter(results, ref, Quantity::kGradBias, first, last);
        case Kind::kLoss:
            return explain_objective(results, nullptr, first, last);
        case Kind::kWeight:
        case Kind::kBias:
            return {};
    }
    return {};
}

Explanation explain_readers(const Results& results, std::size_t map, Cell cell, std::int64_t first,
                            std::int64_t last) {
    if (map >= results.plan.layers.size()) return {};
    return explain_op(results, map, Quantity::kGradInput, cell, first, last);
}

Factors factors_of(const Results& results, const NumberRef& ref, const Term& term) {
    using Kind = NumberRef::Kind;
    const std::size_t start = objective_map(results.scene, results.plan);
    switch (ref.kind) {
        case Kind::kValue:
            return {{Kind::kValue, ref.map - 1, 0, term.cell_a},
                    weight_of(results, ref.map - 1, term)};
        case Kind::kGradient:
            if (ref.map < start) return factors_of_reader(results, ref.map, term);
            [[fallthrough]];
        case Kind::kLoss:
            return {{Kind::kValue, start, 0, term.cell_a}, std::nullopt};
        case Kind::kGradWeight:
            return {{Kind::kValue, ref.stage, 0, term.cell_a},
                    NumberRef{Kind::kGradient, ref.stage + 1, 0, term.cell_b}};
        case Kind::kGradBias:
            return {{Kind::kGradient, ref.stage + 1, 0, term.cell_a}, std::nullopt};
        case Kind::kWeight:
        case Kind::kBias:
            break;
    }
    return {ref, std::nullopt};
}

Factors factors_of_reader(const Results& results, std::size_t map, const Term& term) {
    return {{NumberRef::Kind::kGradient, map + 1, 0, term.cell_a}, weight_of(results, map, term)};
}

}  // namespace convscope
