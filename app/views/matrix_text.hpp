#pragma once
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope::app {

// Filters as text on the clipboard.

/// Filter `k` as NumPy prints it and reads it back: "[[-1, 0, 1],\n [-1, 0, 1]]", with one more
/// pair of brackets for several channels. Every number in full.
std::string matrix_text(ConstTensorView weights, int k);

/// Reads one filter, 1,C,h,w: what NumPy prints or a program writes (brackets, "array(...)"), or
/// rows of numbers separated by blanks, tabs, commas; an empty line or a semicolon ends a channel
/// or a row. An Error says which row or number is wrong.
Result<Tensor> parse_matrix(std::string_view text);

}  // namespace convscope::app
