#include "app/layout.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

// Lengths at scale 1.
constexpr float kMenuBar = 34, kToolBar = 46, kStatusLine = 26;

}  // namespace

float usual_drawers_height(float window_height, float scale) {
    constexpr float kShare = 0.28f, kLowest = 230, kHighest = 400;
    return std::clamp(kShare * window_height / scale, kLowest, kHighest);
}

WindowRegions window_regions(float width, float height, float scale, float drawers_height) {
    constexpr float kLargestShare = 0.5f;
    const float menu = std::round(kMenuBar * scale), tools = std::round(kToolBar * scale),
                status = std::max(menu, height - std::round(kStatusLine * scale));
    const float wanted = drawers_height > 0 ? std::max(drawers_height, kLeastDrawersHeight) : 0;
    const float share = std::round(std::min(wanted * scale, kLargestShare * (status - menu)));
    return {{0, 0, width, menu},
            {0, menu, tools, status},
            {tools, menu, width, status - share},
            {0, status, width, height},
            {tools, status - share, width, share > 0 ? status : status - share}};
}

}  // namespace convscope::app
