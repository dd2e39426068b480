#pragma once
#include <span>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// A button above the filter grid: makes new weights of the same shape from the old ones, filter
/// by filter and channel by channel. THE list is in filter_ops.cpp; a new one is one row.
struct FilterOp {
    std::string_view id;       ///< In scripts: "flip_x".
    std::string_view label;    ///< "Flip left-right".
    std::string_view tooltip;  ///< One sentence.
    std::string_view sign;     ///< On a small button.
    Tensor (*apply)(ConstTensorView weights);
};

std::span<const FilterOp> filter_ops();
const FilterOp* find_filter_op(std::string_view id);  ///< Null when unknown.

}  // namespace convscope
