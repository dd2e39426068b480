#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// What keeps a term of a gradient from adding anything, the first of these that holds.
enum class ZeroReason {
    kNotPassed,     ///< The op does not pass it on: a ReLU that is off, a cell that did not win.
    kUpstreamZero,  ///< The gradient that it would pass on is 0.
    kWeightZero,
    kSampleZero,  ///< Of a weight: the input under it is 0, or padding.
    kNone,        ///< It adds something.
};
inline constexpr std::size_t kZeroReasons = 5;

/// The terms behind one gradient by what became of them.
struct TermTally {
    std::int64_t terms = 0;    ///< Of the whole sum.
    std::int64_t counted = 0;  ///< Of which so many were looked at, the first ones.
    std::array<std::int64_t, kZeroReasons> of_reason{};

    std::int64_t of(ZeroReason reason) const { return of_reason[static_cast<std::size_t>(reason)]; }
    /// Every term has this one reason. No term: false.
    bool all(ZeroReason reason) const { return terms > 0 && of(reason) == terms; }
};

/// Of a gradient that an op made: not that of the map which L reads, nor one behind it. At most
/// `most` terms are looked at.
TermTally tally_terms(const Results& results, const NumberRef& ref, std::int64_t most);
/// The same of those terms alone that carry the gradient of cell `carrier` of the next map to
/// `ref`, a cell of a map. All terms are searched for them.
TermTally tally_terms_from(const Results& results, const NumberRef& ref, Cell carrier);

/// Every number of the map is 0 and none is NaN.
bool is_all_zero(const Map& map);

}  // namespace convscope
