#include "core/eval/why_zero.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/eval/zero_names.hpp"
#include "core/eval/zero_reasons.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kMostTerms = 4096;

/// Of one gradient that is 0.
class ZeroSentence {
  public:
    ZeroSentence(const Results& results, const NumberRef& ref)
        : results_(results), ref_(ref), names_(results) {}

    std::string write() {
        const std::size_t read = objective_map(results_.scene, results_.plan);
        if (is_of_map() && ref_.map == read)
            return "here the loss has the gradient 0: " + names_.loss_formula();
        if (upstream_map() > read) return names_.no_part_in_loss();
        tally_ = tally_terms(results_, ref_, kMostTerms);
        if (tally_.terms == 0)
            return std::string("no window reads this ") + (ref_.map == 0 ? "pixel" : "cell");
        if (is_all_zero(results_.gradients[upstream_map()])) return upstream() + " is 0 everywhere";
        if (ref_.kind == NumberRef::Kind::kGradBias) return of_bias();
        if (!is_of_map()) return of_weight();
        if (tally_.counted < tally_.terms) return unclear();
        if (tally_.all(ZeroReason::kNotPassed)) return not_passed();
        if (tally_.all(ZeroReason::kUpstreamZero)) return upstream_zero();
        if (tally_.all(ZeroReason::kWeightZero))
            return tally_.terms == 1 ? "the weight between is 0"
                                     : "all " + count() + " weights between are 0";
        return tally_.of(ZeroReason::kNone) > 0 ? cancelled() : mixture();
    }

  private:
    bool is_of_map() const { return ref_.kind == NumberRef::Kind::kGradient; }
    /// Whose gradient the terms carry.
    std::size_t upstream_map() const { return (is_of_map() ? ref_.map : ref_.stage) + 1; }
    std::string upstream() const { return names_.gradient(upstream_map()); }
    std::string count() const { return format_count(tally_.terms); }

    /// The terms that were not looked at may be anything that adds up to 0.
    std::string unclear() const { return "its " + count() + " terms are 0 or cancel"; }
    std::string of_bias() const {
        if (tally_.of(ZeroReason::kNone) > 0) return cancelled();
        if (tally_.counted < tally_.terms) return unclear();
        return upstream() + " is 0 in " +
               (tally_.terms == 1 ? "the one cell" : "all " + count() + " cells") +
               " of its filter";
    }
    std::string of_weight() const {
        if (tally_.of(ZeroReason::kNone) > 0) return cancelled();
        if (tally_.counted < tally_.terms) return unclear();
        const std::string input = names_.letter(ref_.stage);
        return "in each of its " + count() + " terms " + upstream() + " or " + input + " is 0";
    }
    std::string not_passed() const {
        const std::string here = names_.value_at(ref_.map, ref_.cell);
        const std::string why = names_.not_passed(ref_.map, here);
        return tally_.terms == 1 ? why : why + ", for all " + count() + " windows that read it";
    }
    std::string upstream_zero() const {
        if (tally_.terms > 1)
            return upstream() + " is 0 in all " + count() + " cells that it could come from";
        const Term term = explain_number(results_, ref_, 0, 1).terms.front();
        return names_.number(factors_of(results_, ref_, term).a) +
               ", the one gradient that reaches it, is 0";
    }
    std::string cancelled() const {
        if (tally_.terms == 1) return "its one term is too small for a float";
        return "its " + count() + " terms cancel";
    }
    /// "of its 9 terms 4 have ∂L/∂R = 0, 5 have a weight of 0"
    std::string mixture() const {
        const std::pair<ZeroReason, std::string> parts[] = {
            {ZeroReason::kNotPassed, "not passed on"},
            {ZeroReason::kUpstreamZero, "with " + upstream() + " = 0"},
            {ZeroReason::kWeightZero, "with a weight of 0"}};
        std::string text = "its " + count() + " terms are all 0:", comma = " ";
        for (const auto& [reason, what] : parts) {
            if (tally_.of(reason) == 0) continue;
            text += std::exchange(comma, ", ") + format_count(tally_.of(reason)) + " " + what;
        }
        return text;
    }

    const Results& results_;
    NumberRef ref_;
    ZeroNames names_;
    TermTally tally_;
};

double error_bound_of(const Results& results, const NumberRef& ref) {
    return ref.kind == NumberRef::Kind::kGradient
               ? results.gradients[ref.map].error_bound
               : results.layers[ref.stage].grad_weights_error_bound;
}

bool is_gradient(const NumberRef& ref) {
    return ref.kind == NumberRef::Kind::kGradient || ref.kind == NumberRef::Kind::kGradWeight ||
           ref.kind == NumberRef::Kind::kGradBias;
}

}  // namespace

std::string why_zero(const Results& results, const NumberRef& ref) {
    if (!is_gradient(ref)) return {};
    const double value{number_at(results, ref)}, bound = error_bound_of(results, ref);
    if (value == 0) return ZeroSentence(results, ref).write();
    if (!(std::fabs(value) <= bound)) return {};
    std::array<char, 32> size{};
    std::snprintf(size.data(), size.size(), "%.1g", bound);
    return "zero within rounding, which can make up to " + std::string(size.data()) + " of it";
}

}  // namespace convscope
