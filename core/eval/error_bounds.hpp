#pragma once
#include "core/eval/results.hpp"

namespace convscope {

/// What the error of the loss's gradient follows from.
LossErrors loss_errors(const Results& results);

/// Sets the error bounds of all maps and gradients. Precondition: everything else is computed, but
/// for the sums of weights, which are kept while a layer has the same weights.
void bound_errors(Results& results);

}  // namespace convscope
