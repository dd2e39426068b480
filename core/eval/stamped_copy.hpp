#pragma once
#include <string>

#include "core/eval/results.hpp"

namespace convscope {

/// "∂L/∂I is a copy of G, stamped where the window was, times 0.5": where the first layer slides
/// filters over the picture and ∂L/∂R is not 0 in one cell alone, and the numbers are really these
/// products. Else empty.
std::string stamped_copy_note(const Results& results);

}  // namespace convscope
