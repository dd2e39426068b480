#pragma once
#include <string_view>

#include "app/widgets/map_transform.hpp"

namespace convscope::app {

/// Draws the padding around a map as what it is: cells in dashed lines, no part of the map, with
/// `sign` in each where it fits ("0"; empty for none).
void draw_padding(const Pen& pen, const MapTransform& transform, std::string_view sign,
                  ImFont* font);

}  // namespace convscope::app
