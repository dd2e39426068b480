#pragma once
#include <optional>
#include <vector>

#include "core/eval/step_terms.hpp"
#include "core/eval/step_view.hpp"

namespace convscope {

/// k of the weights that the outer cell and its last term use or change.
std::optional<int> filter_in_work(const Results& results, const StepView& view);

/// The outer cell of a view and what it is made of or reaches, exactly these cells: all of it, or
/// with a smaller grain what the last step did. Explains a handful of terms.
std::vector<StepMark> step_marks(const Results& results, const StepView& view,
                                 const OuterTerms& outer, StepGrain grain);

}  // namespace convscope
