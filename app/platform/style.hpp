#pragma once
#include "app/widgets/theme.hpp"

namespace convscope::app {

/// Colours and measures of ImGui's own widgets. Between frames only.
void apply_style(const Theme& theme, float scale);

}  // namespace convscope::app
