#pragma once
#include <string>

#include "core/scene/edit.hpp"

namespace convscope {

/// What `edit` changed that nobody asked for, in a sentence or a few: weights of other layers that
/// follow their new input, another loss, its cell or class moved to where there still is one.
/// Empty when nothing. `after` is apply_edit(before, edit).
std::string describe_consequences(const Scene& before, const Edit& edit, const Scene& after);

}  // namespace convscope
