#pragma once
#include "core/eval/results.hpp"

namespace convscope::app {

// A map that is a list of numbers is drawn as one column, however its tensor is shaped.

/// A single column of one channel (what flatten and dense layers give), or channels of one cell
/// each (what global average pooling gives).
bool is_vector(Shape shape);

/// A column with one number for each channel. Precondition: planes of one cell.
Map channels_as_column(const Map& map);

}  // namespace convscope::app
