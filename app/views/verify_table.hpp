#pragma once
#include "app/views/view.hpp"

namespace convscope::app {

/// One line for each number that was checked, from the cursor on in the current window; only those
/// in sight are drawn.
void draw_verify_table(const ViewContext& context, const VerifyReport& report, float width);

/// "3.8e-6"
std::string scientific(double value);

}  // namespace convscope::app
