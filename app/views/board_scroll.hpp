#pragma once
#include "app/widgets/names.hpp"

namespace convscope::app {

/// Scrolls the window that is drawn, the least that shows the place with `margin` around it; where
/// it is larger than the window, its start.
void bring_into_sight(const PixelRect& place, float margin);

}  // namespace convscope::app
