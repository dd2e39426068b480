#pragma once
#include <optional>

#include "app/views/board_frame.hpp"

namespace convscope::app {

// The number that the Inspector explains and the marks belong to: the pinned one, else the one
// under the pointer.

/// Says that the pointer is on it in this frame.
void point_at(const BoardFrame& frame, const NumberRef& ref);
/// The same of a weight or bias as edited now; nothing where results have no such one yet.
void point_at_newest(const BoardFrame& frame, const LayerModel& layer, NumberRef::Kind kind,
                     Cell cell);
void pin(const BoardFrame& frame, const NumberRef& ref);

std::optional<NumberRef> pinned_number(const BoardFrame& frame);
std::optional<NumberRef> marked_number(const BoardFrame& frame);

/// A pin whose cell or layer is gone goes to what is nearest, and says so. Before anything is
/// drawn.
void keep_pin(const BoardFrame& frame);
/// Pinning by key, walking the pinned cell, letting it go. After everything was drawn. Returns
/// whether it took a key that others wait for.
bool use_pin_keys(const BoardFrame& frame);

}  // namespace convscope::app
