#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/ops/op_table.hpp"

namespace convscope {

// What kind of op a row of the op table is, told by its fields and shapes. The only place that
// knows what the sides of a window are called.

/// The size of the window that an op slides over a map.
struct WindowFields {
    std::size_t w = 0, h = 0;  ///< Indices of its fields.
    std::string_view noun;     ///< For sentences: "filter" or "window".
};
std::optional<WindowFields> window_fields(const OpInfo& op);  ///< Nothing when it has no window.

/// An op whose weights have the height and width of what it reads (dense): they are one list for
/// each output, by channel, row and column.
bool weighs_whole_input(const OpInfo& op, const ParamSet& params);

/// What its weights are called in sentences: "filters" or "weights".
std::string_view weights_noun(const OpInfo& op);

}  // namespace convscope
