#pragma once
#include <span>
#include <string_view>

#include "core/base/result.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// A button above the filter grid: makes new weights from the old ones, filter by filter. THE list
/// is in filter_ops.cpp; a new one is one row.
struct FilterOp {
    std::string_view id;       ///< In scripts: "flip_x".
    std::string_view label;    ///< "Flip left-right".
    std::string_view tooltip;  ///< One sentence.
    std::string_view sign;     ///< On a small button.
    /// Weights with as many filters and channels, or why there are none. Each filter's result
    /// depends on that filter alone; only transposing changes the size.
    /// Precondition: `weights` are finite.
    Result<Tensor> (*apply)(ConstTensorView weights);
};

std::span<const FilterOp> filter_ops();
const FilterOp* find_filter_op(std::string_view id);  ///< Null when unknown.

/// The weights of a whole layer after `op` on its filter `k`. All filters of a layer have one size:
/// when the op changes it, it is done to every filter.
Result<Tensor> apply_to_filter(const FilterOp& op, ConstTensorView weights, int k);

}  // namespace convscope
