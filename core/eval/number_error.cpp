#include "core/eval/number_error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/ops/rounding.hpp"

namespace convscope {
namespace {

constexpr std::int64_t kRoundingsPerTerm = 2;  // Where multiply-adds are not fused.
constexpr std::int64_t kRoundingsAround = 8;   // Folds and divisions.

/// Roundings that a term passes through at most.
std::int64_t roundings_of(const Explanation& sum) {
    const std::int64_t one_by_one = kRoundingsPerTerm * sum.term_count + kRoundingsAround;
    if (sum.reduction != Reduction::kBlocks) return one_by_one;
    constexpr std::int64_t kLane = kBlockSize * kBlockSize / kLanes;
    const int depth = std::bit_width(static_cast<unsigned>(std::max(sum.parts, 1)));
    return std::min(one_by_one,
                    kRoundingsPerTerm * kLane + kRoundingsAround + depth + sum.channels);
}

/// What errors the factors of a term have, at most.
struct FactorErrors {
    double a = 0, b = 0;
};

FactorErrors factor_errors(const Results& results, const NumberRef& ref) {
    const double of_gradient = results.gradients[ref.stage + 1].error_bound;
    if (ref.kind == NumberRef::Kind::kGradBias) return {.a = of_gradient};
    return {.a = results.values[ref.stage].error_bound, .b = of_gradient};
}

/// Sums over terms: of their size, and of what the factors' errors make of them at most: cells that
/// share a gradient have the same error.
struct TermSums {
    double absolute = 0, inherited = 0;

    void include(const Term& term, const FactorErrors& errors, bool gradient_is_b) {
        const double gradient = gradient_is_b ? double{term.b} : double{term.a};
        if (!term.chosen || gradient == 0) return;  // Nothing reached it: exact.
        const double a = std::fabs(double{term.a}), b = std::fabs(double{term.b});
        const double divisor = std::fabs(double{term.divisor});
        absolute += (a + errors.a) * (b + errors.b) / divisor;
        inherited += (b * errors.a + (a + errors.a) * errors.b) / divisor;
    }
};

}  // namespace

double gradient_error_bound(const Results& results, const NumberRef& ref) {
    if (ref.kind == NumberRef::Kind::kGradient) return results.gradients[ref.map].error_bound;
    const double common = results.layers[ref.stage].grad_weights_error_bound;
    if (ref.stage >= objective_map(results.scene, results.plan)) return common;
    const FactorErrors errors = factor_errors(results, ref);
    TermSums sums;
    Explanation part;
    for (std::int64_t first = 0; first == 0 || first < part.term_count; first += kTermsAtOnce) {
        part = explain_number(results, ref, first, first + kTermsAtOnce);
        for (const Term& term : part.terms)
            sums.include(term, errors, ref.kind == NumberRef::Kind::kGradWeight);
    }
    const double own = rounding_error(roundings_of(part), sums.absolute) + sums.inherited;
    return std::min(own, common);
}

}  // namespace convscope
