#include "core/eval/step_view.hpp"

#include <algorithm>
#include <limits>

#include "core/eval/dense_index.hpp"
#include "core/eval/partial_number.hpp"
#include "core/eval/step_marks.hpp"
#include "core/eval/step_terms.hpp"

namespace convscope {
namespace {

using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;

/// What a phase makes.
Shown& made_by(const StepPhase& phase, StepView& view) {
    switch (phase.kind) {
        case Kind::kOutput:
            return view.values[phase.map];
        case Kind::kLoss:
            return view.loss;
        case Kind::kGradWeights:
            return view.weights[phase.stage];
        case Kind::kLossGradient:
        case Kind::kGradInput:
            break;
    }
    return view.gradients[phase.map];
}

/// The number in work when all outer cells before are complete.
std::optional<float> next_number(const StepWalk& walk, const StepPosition& position) {
    const StepPhase& phase = walk.phase(position);
    const NumberRef number = outer_number(walk.results(), phase, position.cell);
    if (phase.kind == Kind::kLoss) return partial_number(walk.results(), number, position.cell);
    if (position.terms == 0) return std::nullopt;
    return partial_number(walk.results(), number, position.terms);
}

/// Where a number stands among the outer cells of its quantity.
std::int64_t place_of(const Results& results, const NumberRef& ref) {
    if (ref.kind == Number::kValue || ref.kind == Number::kGradient)
        return dense_index(results.plan.shapes[ref.map], ref.cell);
    const Shape weights = results.layers[ref.stage].grad_weights.shape();
    if (ref.kind == Number::kGradWeight) return dense_index(weights, ref.cell);
    return static_cast<std::int64_t>(weights.count()) + ref.cell.n;
}

/// Of a filter that is in work.
std::optional<float> patched_number(const PatchedFilter& patched, const NumberRef& ref,
                                    float whole) {
    Cell cell = ref.cell;
    if (cell.n != patched.filter)
        return cell.n < patched.filter ? std::optional(whole) : std::nullopt;
    cell.n = 0;
    return ref.kind == NumberRef::Kind::kGradBias ? patched.bias : patched.weights.view()(cell);
}

}  // namespace

const Shown* shown_of(const StepView& view, const NumberRef& ref) {
    switch (ref.kind) {
        case NumberRef::Kind::kValue:
            return &view.values[ref.map];
        case NumberRef::Kind::kGradient:
            return &view.gradients[ref.map];
        case NumberRef::Kind::kGradWeight:
        case NumberRef::Kind::kGradBias:
            return &view.weights[ref.stage];
        case NumberRef::Kind::kLoss:
            return &view.loss;
        case NumberRef::Kind::kWeight:
        case NumberRef::Kind::kBias:
            break;
    }
    return nullptr;
}

std::optional<float> shown_number(const Results& results, const StepView& view,
                                  const NumberRef& ref) {
    const Shown* found = shown_of(view, ref);
    if (found == nullptr) return number_at(results, ref);
    const Shown& shown = *found;
    switch (shown.kind) {
        case Shown::Kind::kNone:
            return std::nullopt;
        case Shown::Kind::kFirst: {
            if (ref.kind == NumberRef::Kind::kLoss) return shown.next;
            const std::int64_t place = place_of(results, ref);
            if (place == shown.count) return shown.next;
            return place < shown.count ? std::optional(number_at(results, ref)) : std::nullopt;
        }
        case Shown::Kind::kPartial:
            if (shown.map != nullptr) return shown.map->values.view()(ref.cell);
            return patched_number(*shown.filter, ref, number_at(results, ref));
        case Shown::Kind::kAll:
            break;
    }
    return number_at(results, ref);
}

void StepStates::set_walk(const StepWalk* walk) {
    walk_ = walk;
    view_ = {};
    if (scattered_) version_ = scattered_->version();
    scattered_ = nullptr;
    patched_ = nullptr;
}

const StepView& StepStates::at(const StepPosition& position, StepGrain grain) {
    const Results& results = walk_->results();
    view_ = {};
    view_.position = position;
    view_.phase = walk_->phase(position);
    view_.values.resize(results.plan.shapes.size());
    view_.gradients.resize(results.plan.shapes.size());
    view_.weights.resize(results.plan.layers.size());
    show_quantities();
    show_outer(grain);
    return view_;
}

void StepStates::show_quantities() {
    const std::vector<StepPhase>& phases = walk_->phases();
    const std::size_t current = view_.position.phase;
    view_.values.front().kind = Shown::Kind::kAll;
    for (std::size_t i = 0; i < current; ++i) made_by(phases[i], view_).kind = Shown::Kind::kAll;
    show_current(phases[current]);
    // Behind the map that the loss reads all gradients are 0, as that map's own ones tell.
    const std::size_t last = objective_map(walk_->results().scene, walk_->results().plan);
    const Shown& first = view_.gradients[last];
    if (first.kind != Shown::Kind::kAll) return;
    for (std::size_t i = last + 1; i < view_.gradients.size(); ++i) view_.gradients[i] = first;
    for (std::size_t i = last; i < view_.weights.size(); ++i) view_.weights[i] = first;
}

void StepStates::show_current(const StepPhase& phase) {
    Shown& shown = made_by(phase, view_);
    const auto [index, cell, terms] = view_.position;
    const bool spreads = phase.order == WalkOrder::kByOutput;
    if (scattered_ && (!spreads || phase != scattered_->phase())) {
        version_ = scattered_->version();
        scattered_ = nullptr;
    }
    if (patched_ && (!spreads || phase != patched_->phase())) patched_ = nullptr;
    if (cell == phase.cells) {
        shown.kind = Shown::Kind::kAll;
    } else if (cell == 0 && terms == 0) {
        shown.kind = Shown::Kind::kNone;
    } else if (!spreads) {
        shown.kind = Shown::Kind::kFirst;
        shown.count = cell;
        shown.next = next_number(*walk_, view_.position);
    } else if (phase.kind == Kind::kGradInput) {
        if (!scattered_)
            scattered_ = std::make_unique<ScatteredGradient>(walk_->results(), phase, version_);
        shown.map = scattered_->at(cell, terms, time_);
        view_.pending = shown.map == nullptr;
        if (!view_.pending) shown.kind = Shown::Kind::kPartial;
    } else {
        if (!patched_) patched_ = std::make_unique<PatchedWeights>(walk_->results(), phase);
        shown.kind = Shown::Kind::kPartial;
        shown.filter = &patched_->at(cell, terms);
    }
}

void StepStates::show_outer(StepGrain grain) {
    if (view_.position == walk_->start()) return;
    const StepPhase& phase = view_.phase;
    const bool complete = view_.position.terms == 0;
    const std::int64_t cell = view_.position.cell - (complete ? 1 : 0);
    const OuterTerms outer(walk_->results(), phase, cell);
    view_.outer = outer.number();
    view_.term_count = outer.count();
    view_.terms_done = complete ? outer.count() : view_.position.terms;
    const std::int64_t products = view_.terms_done - (outer.is_bias(view_.terms_done - 1) ? 1 : 0);
    if (products > 0) view_.term = outer.term(products - 1);
    view_.reduction = outer.reduction();
    view_.divisor = outer.divisor();
    if (grain == StepGrain::kProduct) view_.added = outer.added(view_.terms_done);
    if (phase.kind == Kind::kLoss)
        view_.total = view_.loss.next.value_or(walk_->results().loss);
    else if (phase.order == WalkOrder::kByNumber)
        view_.total =
            complete ? number_at(walk_->results(), outer.number()) : made_by(phase, view_).next;
    const bool compares = view_.total && outer.reduction() == Reduction::kMaximum;
    if (compares && !outer.has_candidate(view_.terms_done))
        view_.total = -std::numeric_limits<float>::infinity();
    view_.filter = filter_in_work(walk_->results(), view_);
    view_.marks = step_marks(walk_->results(), view_, outer, grain);
    view_.moment =
        complete && phase.order == WalkOrder::kByNumber ? CodeMoment::kFinish : CodeMoment::kTerm;
}

}  // namespace convscope
