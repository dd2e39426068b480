#pragma once
#include <vector>

#include "core/ops/objectives.hpp"

namespace convscope {

// Softmax with cross-entropy. The last map, whatever its shape, is read as a list of class scores
// ("logits") z in the order channel, row, column:
//
//   e_j = portable_exp(z_j - max)          max: the largest z
//   S   = the sum of all e_j, one after the other in double, rounded once to float
//   p_j = e_j / S                          the probabilities
//   L   = portable_log(S) - (z_label - max)
//   dL/dz_j = p_j - 1 for the label, p_j for the others
//
// So no score is too large. A score of -infinity has the probability 0 (and as the label L =
// infinity); +infinity, NaN, or nothing but -infinity make every number NaN, as in PyTorch.

inline constexpr int kMaxClasses = 16'384;

/// The row of objective_table().
ObjectiveInfo softmax_cross_entropy();

/// p_j of one sample (n = 1). Precondition: at most kMaxClasses scores.
std::vector<float> softmax(ConstTensorView scores);

/// Ok, or a sentence: too many classes, a label that is none of them.
Result<void> check_label(int label, Shape output);

/// The label nearest to this one for which check_label() can be Ok.
int nearest_label(int label, Shape output);

}  // namespace convscope
