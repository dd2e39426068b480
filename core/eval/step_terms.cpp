#include "core/eval/step_terms.hpp"

#include <algorithm>
#include <limits>

#include "core/eval/dense_index.hpp"

namespace convscope {
namespace {

using Kind = StepPhase::Kind;
using Number = NumberRef::Kind;

bool spreads(const StepPhase& phase) {
    return phase.order == WalkOrder::kByOutput;
}

bool has_biases(const Results& results, std::size_t stage) {
    return !results.layers[stage].grad_bias.empty();
}

}  // namespace

NumberRef outer_number(const Results& results, const StepPhase& phase, std::int64_t index) {
    const Shape shape = results.plan.shapes[phase.map];
    switch (phase.kind) {
        case Kind::kOutput:
            return {Number::kValue, phase.map, 0, dense_cell(shape, index)};
        case Kind::kLoss:
            return {Number::kLoss, 0, 0, {}};
        case Kind::kLossGradient:
            return {Number::kGradient, phase.map, 0, dense_cell(shape, index)};
        case Kind::kGradWeights: {
            if (spreads(phase)) return {Number::kGradient, phase.map, 0, dense_cell(shape, index)};
            const Shape weights = results.layers[phase.stage].grad_weights.shape();
            const auto count = static_cast<std::int64_t>(weights.count());
            if (index < count)
                return {Number::kGradWeight, 0, phase.stage, dense_cell(weights, index)};
            return {Number::kGradBias, 0, phase.stage, {static_cast<int>(index - count), 0, 0, 0}};
        }
        case Kind::kGradInput: {
            const std::size_t map = spreads(phase) ? phase.map + 1 : phase.map;
            return {Number::kGradient, map, 0, dense_cell(results.plan.shapes[map], index)};
        }
    }
    return {};
}

OuterTerms::OuterTerms(const Results& results, const StepPhase& phase, std::int64_t index)
    : results_(&results),
      phase_(&phase),
      number_(outer_number(results, phase, index)),
      explained_(number_) {
    if (spreads(phase)) {
        explained_.kind = NumberRef::Kind::kValue;
        has_bias_ = phase.kind == Kind::kGradWeights && has_biases(results, phase.stage);
        skips_ = phase.kind == Kind::kGradInput;
    }
    const Explanation head = explain_number(results, explained_, 0, 0);
    reduction_ = head.reduction;
    divisor_ = head.divisor;
    first_ = phase.kind == Kind::kLoss ? index : 0;
    count_ = phase.kind == Kind::kLoss ? std::min<std::int64_t>(1, head.term_count)
                                       : head.term_count + (has_bias_ ? 1 : 0);
    if (skips_ && reduction_ == Reduction::kMaximum)
        shared_ = std::ranges::any_of(terms(0, count_),
                                      [](const Term& term) { return term.chosen && term.tied; });
}

std::vector<Term> OuterTerms::terms(std::int64_t first, std::int64_t last) const {
    std::vector<Term> found =
        explain_number(*results_, explained_, first_ + first, first_ + std::min(last, count_))
            .terms;
    if (has_bias_ && first < count_ && last >= count_) {
        Term bias;
        bias.a = number_at(*results_, number_);
        bias.b = 1;
        bias.cell_a = number_.cell;
        found.push_back(bias);
    }
    return found;
}

bool OuterTerms::is_step(const Term& term) const {
    if (!skips_) return true;
    if (term.in_padding) return false;
    return reduction_ != Reduction::kMaximum || term.chosen || (shared_ && term.tied);
}

std::optional<Term> OuterTerms::added(std::int64_t done) const {
    if (!spreads(*phase_) || is_bias(done - 1)) return std::nullopt;
    const std::int64_t last = skips_ ? last_step_before(done) : done - 1;
    if (last < 0) return std::nullopt;
    Term reached = term(last);
    if (phase_->kind == Kind::kGradWeights) {
        reached.b = number_at(*results_, number_);
        return reached;
    }
    const NumberRef input{Number::kGradient, phase_->map, 0, reached.cell_a};
    const std::int64_t all = explain_number(*results_, input, 0, 0).term_count;
    for (std::int64_t first = 0; first < all; first += kTermsAtOnce) {
        const std::int64_t end = std::min(first + kTermsAtOnce, all);
        const auto some = explain_number(*results_, input, first, end).terms;
        const auto own = std::ranges::find(some, number_.cell, &Term::cell_a);
        if (own != some.end()) return *own;
    }
    return std::nullopt;
}

bool OuterTerms::has_candidate(std::int64_t done) const {
    return std::ranges::any_of(terms(0, done), [](const Term& term) { return !term.in_padding; });
}

int OuterTerms::channel_of(std::int64_t i) const {
    return is_bias(i) ? std::numeric_limits<int>::max() : term(i).cell_a.c;
}

std::int64_t OuterTerms::first_of_channel_behind(std::int64_t i) const {
    const int channel = channel_of(i);
    std::int64_t low = i, high = count_;  // Terms come channel by channel.
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (channel_of(middle) == channel ? low : high) = middle;
    }
    return high;
}

std::int64_t OuterTerms::first_of_channel(std::int64_t i) const {
    const int channel = channel_of(i);
    std::int64_t low = -1, high = i;
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (channel_of(middle) == channel ? high : low) = middle;
    }
    return high;
}

std::int64_t OuterTerms::first_step_from(std::int64_t i) const {
    for (; i < count_; i += kTermsAtOnce) {
        const std::vector<Term> some = terms(i, std::min(i + kTermsAtOnce, count_));
        const auto found =
            std::ranges::find_if(some, [this](const Term& term) { return is_step(term); });
        if (found != some.end()) return i + (found - some.begin());
    }
    return count_;
}

std::int64_t OuterTerms::last_step_before(std::int64_t i) const {
    for (; i > 0; i -= std::min(i, kTermsAtOnce)) {
        const std::int64_t first = std::max<std::int64_t>(0, i - kTermsAtOnce);
        const std::vector<Term> some = terms(first, i);
        for (std::size_t back = some.size(); back-- > 0;)
            if (is_step(some[back])) return first + static_cast<std::int64_t>(back);
    }
    return -1;
}

std::int64_t OuterTerms::after(std::int64_t done, StepGrain grain) const {
    if (done >= count_) return count_;
    if (grain == StepGrain::kWindow) return count_;
    if (grain == StepGrain::kChannel) return first_of_channel_behind(done);
    if (!skips_) return done + 1;
    const std::int64_t step = first_step_from(done);
    return first_step_from(step + 1) < count_ ? step + 1 : count_;
}

std::int64_t OuterTerms::before(std::int64_t done, StepGrain grain) const {
    if (done <= 0 || grain == StepGrain::kWindow) return 0;
    if (grain == StepGrain::kChannel) return first_of_channel(done - 1);
    if (!skips_) return done - 1;
    const std::int64_t step = last_step_before(done);
    return step < 0 ? 0 : last_step_before(step) + 1;
}

}  // namespace convscope
