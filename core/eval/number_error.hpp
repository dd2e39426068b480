#pragma once
#include <stop_token>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// A bound of the rounding error of one gradient: of a weight or a bias from its own terms, and
/// never above the bound of its layer; of a cell that of its map. Wrong when it was stopped.
/// Precondition: exists().
double gradient_error_bound(const Results& results, const NumberRef& ref,
                            const std::stop_token& stop = {});

}  // namespace convscope
