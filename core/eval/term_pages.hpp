#pragma once
#include <optional>
#include <vector>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// A term, and what replay() makes of it and all terms before it. Nothing where terms do not add
/// up, or where finding out would take too long.
struct TermRow {
    Term term;
    std::optional<float> total;
};

/// The terms of one number with running totals, any page of them without looking at all before.
/// Remembers totals on the way. All calls are for the same results.
class TermPages {
  public:
    /// Of a sum one after the other; longer ones have no running totals.
    static constexpr std::int64_t kMostOrdered = 4'000'000;

    /// Precondition: exists().
    TermPages(const Results& results, const NumberRef& ref);

    std::int64_t count() const { return whole_.term_count; }
    bool has_totals() const;
    /// Terms [first, last), clipped to those that there are.
    std::vector<TermRow> rows(const Results& results, std::int64_t first, std::int64_t last);

  private:
    std::vector<TermRow> without_totals(const Results& results, std::int64_t first,
                                        std::int64_t last) const;
    std::vector<TermRow> in_order(const Results& results, std::int64_t first, std::int64_t last);
    std::vector<TermRow> in_blocks(const Results& results, std::int64_t first, std::int64_t last);
    std::int64_t start_of_block_row(std::int64_t term) const;

    NumberRef ref_;
    Explanation whole_;               ///< Without terms.
    int width_ = 0, height_ = 0;      ///< Of the map that blocks lie on.
    std::vector<float> checkpoints_;  ///< The total before every kCheckpoint-th term.
    std::vector<float> part_sums_;    ///< Of all blocks; empty where none were kept.
};

}  // namespace convscope
