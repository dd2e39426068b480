#pragma once
#include <cstdint>

#include "core/eval/steps.hpp"

namespace convscope {

/// The terms of one outer cell of a phase, in the order in which a walk visits them.
class OuterTerms {
  public:
    OuterTerms(const Results& results, const StepPhase& phase, std::int64_t index);

    const NumberRef& number() const { return number_; }  ///< As outer_number() tells.
    std::int64_t count() const { return count_; }
    /// Terms [first, last). By output they are those of the output itself: each names the input
    /// cell and the weight that its gradient reaches; with a bias dL/dbias takes the last one.
    std::vector<Term> terms(std::int64_t first, std::int64_t last) const;
    Term term(std::int64_t i) const { return terms(i, i + 1).front(); }
    bool is_bias(std::int64_t i) const { return has_bias_ && i + 1 == count_; }

    /// Whether a product of its own is done for the term: a gradient is spread neither into the
    /// padding nor to cells that a maximum did not choose.
    bool is_step(const Term& term) const;

    /// How many terms are done one step after, or before, `done` of them. After the last step all
    /// are, before the first none.
    std::int64_t after(std::int64_t done, StepGrain grain) const;
    std::int64_t before(std::int64_t done, StepGrain grain) const;

  private:
    int channel_of(std::int64_t i) const;
    std::int64_t first_of_channel_behind(std::int64_t i) const;
    std::int64_t first_of_channel(std::int64_t i) const;
    std::int64_t first_step_from(std::int64_t i) const;   ///< count() when there is none.
    std::int64_t last_step_before(std::int64_t i) const;  ///< -1 when there is none.

    const Results* results_;
    const StepPhase* phase_;
    NumberRef number_, explained_;
    Reduction reduction_ = Reduction::kOrdered;
    std::int64_t first_ = 0, count_ = 0;  ///< first_: of L, whose outer cells are its terms.
    bool has_bias_ = false, skips_ = false;
};

}  // namespace convscope
