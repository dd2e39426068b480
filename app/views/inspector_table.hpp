#pragma once
#include "app/views/inspector_patches.hpp"

namespace convscope::app {

/// All terms of a number, page by page: their place in the order of the sum, both factors with
/// their names, the product and the running total. `first` is the first term of the page, which
/// buttons and keys change. Returns the bottom.
float draw_term_table(const InspectorPart& part, std::int64_t& first);

}  // namespace convscope::app
