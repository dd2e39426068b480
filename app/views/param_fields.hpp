#pragma once
#include <string_view>
#include <vector>

#include "app/views/board_frame.hpp"

namespace convscope::app {

/// Fields of an op that belong together, "stride.x" and "stride.y".
struct FieldGroup {
    std::string_view label;           ///< "stride"; "size" for the extent of a window.
    std::vector<std::size_t> fields;  ///< Indices in OpInfo::fields.
};
/// In the order of the table; choices with nothing to choose are left out.
std::vector<FieldGroup> field_groups(const OpInfo& op);

/// Width of one number's box, and the step from one line of numbers to the next, at scale 1.
inline constexpr float kFieldWidth = 24, kFieldHeight = 18, kFieldLine = 22;

/// The group's boxes side by side from (x, y) on, each of several behind its letter ("w", "h"; "x",
/// "y"). Returns the x behind the last.
float draw_group_boxes(const BoardFrame& frame, const LayerModel& layer, const FieldGroup& group,
                       ImVec2 top_left);

/// How wide that is.
float group_boxes_width(const BoardFrame& frame, const OpInfo& op, const FieldGroup& group);

}  // namespace convscope::app
