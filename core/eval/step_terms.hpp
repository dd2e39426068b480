#pragma once
#include <cstdint>
#include <optional>

#include "core/eval/steps.hpp"

namespace convscope {

/// The terms of one outer cell of a phase, in the order in which a walk visits them.
class OuterTerms {
  public:
    OuterTerms(const Results& results, const StepPhase& phase, std::int64_t index);

    const NumberRef& number() const { return number_; }  ///< As outer_number() tells.
    std::int64_t count() const { return count_; }
    Reduction reduction() const { return reduction_; }
    float divisor() const { return divisor_; }  ///< Of the whole sum.
    /// Terms [first, last). By output they are those of the output itself: each names the input
    /// cell and the weight that its gradient reaches; with a bias dL/dbias takes the last one.
    std::vector<Term> terms(std::int64_t first, std::int64_t last) const;
    Term term(std::int64_t i) const { return terms(i, i + 1).front(); }
    bool is_bias(std::int64_t i) const { return has_bias_ && i + 1 == count_; }
    /// By output: the last one of the first `done` as a term of the gradient that it is added to;
    /// nothing of a bias, and where none was added.
    std::optional<Term> added(std::int64_t done) const;
    /// Whether a maximum has found a candidate among the first `done`.
    bool has_candidate(std::int64_t done) const;

    /// Whether a product of its own is done for the term: a gradient is spread neither into the
    /// padding nor to cells that get nothing of it from a maximum.
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
    float divisor_ = 1;
    bool has_bias_ = false, skips_ = false;
    bool shared_ = false;  ///< Of a gradient that all winners of a maximum get.
};

}  // namespace convscope
