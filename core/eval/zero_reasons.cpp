#include "core/eval/zero_reasons.hpp"

#include <algorithm>
#include <iterator>

namespace convscope {
namespace {

/// Of a factor that is 0.
ZeroReason reason_of(const NumberRef& factor) {
    if (factor.kind == NumberRef::Kind::kGradient) return ZeroReason::kUpstreamZero;
    return factor.kind == NumberRef::Kind::kWeight ? ZeroReason::kWeightZero
                                                   : ZeroReason::kSampleZero;
}

ZeroReason reason_of(const Results& results, const NumberRef& ref, const Term& term) {
    if (!term.chosen) return ZeroReason::kNotPassed;
    if (term.a != 0 && term.b != 0) return ZeroReason::kNone;
    const Factors factors = factors_of(results, ref, term);
    ZeroReason first = ZeroReason::kNone;
    if (term.a == 0) first = reason_of(factors.a);
    if (term.b == 0 && factors.b) first = std::min(first, reason_of(*factors.b));
    return first;
}

}  // namespace

TermTally tally_terms(const Results& results, const NumberRef& ref, std::int64_t most) {
    const Explanation sum = explain_number(results, ref, 0, most);
    TermTally tally{.terms = sum.term_count, .counted = std::ssize(sum.terms)};
    for (const Term& term : sum.terms)
        ++tally.of_reason[static_cast<std::size_t>(reason_of(results, ref, term))];
    return tally;
}

TermTally tally_terms_from(const Results& results, const NumberRef& ref, Cell carrier) {
    TermTally tally;
    Explanation part;
    for (std::int64_t first = 0; first == 0 || first < part.term_count; first += kTermsAtOnce) {
        part = explain_number(results, ref, first, first + kTermsAtOnce);
        for (const Term& term : part.terms) {
            if (term.cell_a != carrier) continue;
            ++tally.terms;
            ++tally.of_reason[static_cast<std::size_t>(reason_of(results, ref, term))];
        }
    }
    tally.counted = tally.terms;
    return tally;
}

bool is_all_zero(const Map& map) {
    return map.range.magnitude() == 0 && map.range.nan_count == 0 && map.range.infinite_count == 0;
}

}  // namespace convscope
