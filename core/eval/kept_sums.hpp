#pragma once
#include <vector>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// The sums of all blocks behind a number that the evaluation kept, `parts` of them; empty where it
/// kept none.
std::vector<float> kept_part_sums(const Results& results, const NumberRef& ref, int parts);

}  // namespace convscope
