#include "core/eval/steps.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

#include "core/eval/dense_index.hpp"
#include "core/eval/step_terms.hpp"

namespace convscope {
namespace {

using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;

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

/// Of dL/dinput that is scattered: with the last output that adds to the cell it is complete;
/// where none does, with the end of the phase.
std::int64_t cells_of_input(const Results& results, const StepPhase& phase,
                            const NumberRef& number) {
    std::int64_t last = explain_number(results, number, 0, 0).term_count;
    while (last > 0) {
        const std::int64_t first = std::max<std::int64_t>(0, last - kTermsAtOnce);
        const std::vector<Term> terms = explain_number(results, number, first, last).terms;
        const auto adds = std::find_if(terms.rbegin(), terms.rend(), std::mem_fn(&Term::chosen));
        if (adds != terms.rend())
            return dense_index(results.plan.shapes[phase.map + 1], adds->cell_a) + 1;
        last = first;
    }
    return phase.cells;
}

/// Whether the number is one of those that the phase makes.
bool makes(const StepPhase& phase, const NumberRef& number) {
    switch (number.kind) {
        case Number::kValue:
            return phase.kind == Kind::kOutput && phase.map == number.map;
        case Number::kGradient:
            return (phase.kind == Kind::kLossGradient || phase.kind == Kind::kGradInput) &&
                   phase.map == number.map;
        case Number::kGradWeight:
        case Number::kGradBias:
            return phase.kind == Kind::kGradWeights && phase.stage == number.stage;
        case Number::kLoss:
            return phase.kind == Kind::kLoss;
        case Number::kWeight:
        case Number::kBias:
            break;
    }
    return false;
}

/// With so many outer cells of the phase that makes it the number is complete.
std::int64_t cells_until(const Results& results, const StepPhase& phase, const NumberRef& number) {
    switch (phase.kind) {
        case Kind::kLoss:
            return phase.cells;
        case Kind::kGradWeights:
            return cells_of_weight(results, phase, number);
        case Kind::kGradInput:
            if (phase.order == WalkOrder::kByOutput) return cells_of_input(results, phase, number);
            break;
        case Kind::kOutput:
        case Kind::kLossGradient:
            break;
    }
    return dense_index(results.plan.shapes[number.map], number.cell) + 1;
}

/// Of the layer that a phase belongs to; empty where it belongs to none.
std::string_view layer_id(const Results& results, const StepPhase& phase) {
    if (phase.kind == Kind::kLoss || phase.kind == Kind::kLossGradient) return {};
    return results.scene.layers[results.plan.layers[phase.stage]].id;
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

std::optional<StepPosition> StepWalk::position_of(const NumberRef& number) const {
    const auto found =
        std::ranges::find_if(phases_, [&](const StepPhase& phase) { return makes(phase, number); });
    if (found == phases_.end()) return std::nullopt;
    return StepPosition{static_cast<std::size_t>(found - phases_.begin()),
                        cells_until(*results_, *found, number), 0};
}

std::optional<std::size_t> StepWalk::counterpart(const StepWalk& other,
                                                 const StepPhase& phase) const {
    const std::string_view layer = layer_id(*other.results_, phase);
    const auto found = std::ranges::find_if(phases_, [&](const StepPhase& own) {
        return own.kind == phase.kind && layer_id(*results_, own) == layer;
    });
    if (found == phases_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - phases_.begin());
}

StepPosition StepWalk::same_place(const StepWalk& before, const StepPosition& position,
                                  StepGrain grain) const {
    if (position == before.start()) return start();
    if (position == before.end()) return end();
    const StepPhase& old = before.phase(position);
    if (const auto same = counterpart(before, old)) {
        const bool as_many = phases_[*same].cells == old.cells && phases_[*same].order == old.order;
        return as_many ? clamped({*same, position.cell, position.terms})
                       : position_at(*same, before.fraction_of(position), grain);
    }
    for (std::size_t i = position.phase; i-- > 0;)
        if (const auto nearest = counterpart(before, before.phases_[i]))
            return {*nearest, phases_[*nearest].cells, 0};
    return start();
}

/// With other parameters an outer cell may have fewer terms.
StepPosition StepWalk::clamped(StepPosition position) const {
    if (position.terms > 0) {
        const OuterTerms outer(*results_, phase(position), position.cell);
        if (position.terms >= outer.count()) return {position.phase, position.cell + 1, 0};
    }
    return normal(position);
}

}  // namespace convscope
