#pragma once
#include "core/eval/number_ref.hpp"

namespace convscope {

/// A bound of the rounding error of one gradient: of a weight or a bias from its own terms, and
/// never above the bound of its layer; of a cell that of its map. Precondition: exists().
double gradient_error_bound(const Results& results, const NumberRef& ref);

}  // namespace convscope
