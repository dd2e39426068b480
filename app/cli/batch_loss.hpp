#pragma once
#include <vector>

#include "core/io/golden_case.hpp"

namespace convscope::cli {

/// A loss of the last map of a batch.
struct BatchLoss {
    std::vector<float> per_sample = {};
    float loss = 0;
    Tensor gradient = {};                   ///< dL/d(output)
    std::vector<float> probabilities = {};  ///< Sample by sample; empty when the loss has none.
};

/// Sample by sample; `labels` has one for each when the loss takes labels. The shares are added in
/// order, and divided by their number where the loss is a mean.
BatchLoss run_batch_loss(const ObjectiveInfo& info, const std::vector<int>& labels,
                         ConstTensorView output);

/// The labels of a case, one for each of `samples`, each a class of `output`; none when the loss
/// takes no labels. An Error says what is wrong.
Result<std::vector<int>> read_labels(const GoldenCase& golden, Shape output);

}  // namespace convscope::cli
