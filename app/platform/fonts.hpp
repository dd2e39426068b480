#pragma once
#include "app/widgets/theme.hpp"

namespace convscope::app {

/// Rasterises every face at `scale` into ImGui's atlas, in place of what was there: what was
/// returned before is gone. Between frames only; the renderer picks the new atlas up by itself.
Fonts load_fonts(float scale);

}  // namespace convscope::app
