#include "core/eval/steps.hpp"

#include <algorithm>

#include "core/eval/dense_index.hpp"
#include "core/eval/step_terms.hpp"

namespace convscope {
namespace {

using Kind = StepPhase::Kind;

std::int64_t cells_of(const Results& results, std::size_t map) {
    return static_cast<std::int64_t>(results.plan.shapes[map].count());
}

StepPhase weights_phase(const Results& results, std::size_t stage, WalkOrder order) {
    const LayerResult& layer = results.layers[stage];
    const auto numbers =
        static_cast<std::int64_t>(layer.grad_weights.shape().count() + layer.grad_bias.size());
    const std::int64_t outputs = cells_of(results, stage + 1);
    return {Kind::kGradWeights, stage, stage + 1, order,
            order == WalkOrder::kByOutput ? outputs : numbers};
}

StepPhase input_phase(const Results& results, std::size_t stage, WalkOrder order) {
    return {Kind::kGradInput, stage, stage, order,
            cells_of(results, order == WalkOrder::kByOutput ? stage + 1 : stage)};
}

/// Of a dL/dweights phase, with the last of them the number is complete.
std::int64_t cells_of_weight(const Results& results, const StepPhase& phase,
                             const NumberRef& number) {
    const Shape weights = results.layers[phase.stage].grad_weights.shape();
    if (phase.order == WalkOrder::kByOutput)  // Each filter has its own outputs, one after another.
        return phase.cells / weights.n * (number.cell.n + 1);
    const std::int64_t before = number.kind == NumberRef::Kind::kGradBias
                                    ? static_cast<std::int64_t>(weights.count()) + number.cell.n
                                    : dense_index(weights, number.cell);
    return before + 1;
}

/// With so many outer cells the number is complete, or spread; nothing where the phase does
/// neither.
std::optional<std::int64_t> cells_until(const Results& results, const StepPhase& phase,
                                        const NumberRef& number) {
    using Number = NumberRef::Kind;
    if (number.kind == Number::kGradWeight || number.kind == Number::kGradBias) {
        if (phase.kind != Kind::kGradWeights || phase.stage != number.stage) return std::nullopt;
        return cells_of_weight(results, phase, number);
    }
    const NumberRef first = outer_number(results, phase, 0);
    if (first.kind != number.kind || first.map != number.map) return std::nullopt;
    if (number.kind == Number::kLoss) return phase.cells;
    return dense_index(results.plan.shapes[number.map], number.cell) + 1;
}

}  // namespace

StepWalk::StepWalk(const Results& results, StepOrders orders) : results_(&results) {
    for (std::size_t stage = 0; stage < results.plan.layers.size(); ++stage)
        phases_.push_back(
            {Kind::kOutput, stage, stage + 1, WalkOrder::kByNumber, cells_of(results, stage + 1)});
    const std::size_t last = objective_map(results.scene, results.plan);
    const NumberRef loss{NumberRef::Kind::kLoss, 0, 0, {}};
    const std::int64_t terms = explain_number(results, loss, 0, 0).term_count;
    // Where L is no sum, it comes at once.
    phases_.push_back(
        {Kind::kLoss, 0, last, WalkOrder::kByNumber, std::max<std::int64_t>(1, terms)});
    phases_.push_back(
        {Kind::kLossGradient, 0, last, WalkOrder::kByNumber, cells_of(results, last)});
    for (std::size_t stage = last; stage-- > 0;) {
        if (!results.layers[stage].grad_weights.empty())
            phases_.push_back(weights_phase(results, stage, orders.grad_weights));
        phases_.push_back(input_phase(results, stage, orders.grad_input));
    }
}

StepPosition StepWalk::normal(StepPosition position) const {
    if (position.cell > 0 || position.terms > 0 || position.phase == 0) return position;
    return {position.phase - 1, phases_[position.phase - 1].cells, 0};
}

StepPosition StepWalk::next(StepPosition position, StepGrain grain) const {
    if (position == end()) return position;
    if (position.cell == phase(position).cells) position = {position.phase + 1, 0, 0};
    const OuterTerms outer(*results_, phase(position), position.cell);
    const std::int64_t done = outer.after(position.terms, grain);
    if (done >= outer.count()) return {position.phase, position.cell + 1, 0};
    return {position.phase, position.cell, done};
}

StepPosition StepWalk::previous(StepPosition position, StepGrain grain) const {
    if (position == start()) return position;
    const std::int64_t cell = position.terms > 0 ? position.cell : position.cell - 1;
    const OuterTerms outer(*results_, phase(position), cell);
    const std::int64_t done = position.terms > 0 ? position.terms : outer.count();
    return normal({position.phase, cell, outer.before(done, grain)});
}

StepPosition StepWalk::position_at(std::size_t phase, double fraction, StepGrain grain) const {
    const StepPhase& found = phases_[phase];
    const double cells = std::clamp(fraction, 0.0, 1.0) * static_cast<double>(found.cells);
    const auto cell = static_cast<std::int64_t>(cells);
    if (cell >= found.cells) return {phase, found.cells, 0};
    if (grain == StepGrain::kWindow) {
        // To the nearest end of a step, but into the phase when there is any share of it.
        const bool upper = cells - static_cast<double>(cell) >= 0.5 || (cell == 0 && cells > 0);
        return normal({phase, cell + (upper ? 1 : 0), 0});
    }
    const OuterTerms outer(*results_, found, cell);
    const auto terms = static_cast<std::int64_t>((cells - static_cast<double>(cell)) *
                                                 static_cast<double>(outer.count()));
    // To the end of a step: back to the one before, and forth over it.
    if (terms <= 0) return normal({phase, cell, 0});
    return next(normal({phase, cell, outer.before(terms, grain)}), grain);
}

double StepWalk::fraction_of(const StepPosition& position) const {
    const StepPhase& found = phase(position);
    double part = 0;
    if (position.terms > 0)
        part = static_cast<double>(position.terms) /
               static_cast<double>(OuterTerms(*results_, found, position.cell).count());
    return (static_cast<double>(position.cell) + part) / static_cast<double>(found.cells);
}

std::optional<StepPosition> StepWalk::position_of(const NumberRef& number,
                                                  std::size_t phase) const {
    const auto found_in = [&](std::size_t i) -> std::optional<StepPosition> {
        const auto cells = cells_until(*results_, phases_[i], number);
        return cells ? std::optional(StepPosition{i, *cells, 0}) : std::nullopt;
    };
    if (const auto found = found_in(phase)) return found;
    for (std::size_t i = 0; i < phases_.size(); ++i)
        if (const auto found = found_in(i)) return found;
    return std::nullopt;
}

StepPosition StepWalk::clamped(StepPosition position) const {
    if (position.phase >= phases_.size()) return end();
    const std::int64_t cells = phase(position).cells;
    if (position.cell >= cells) return {position.phase, cells, 0};
    if (position.terms > 0) {
        const OuterTerms outer(*results_, phase(position), position.cell);
        if (position.terms >= outer.count()) return {position.phase, position.cell + 1, 0};
    }
    return normal(position);
}

}  // namespace convscope
