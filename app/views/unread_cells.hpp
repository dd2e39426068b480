#pragma once
#include <string>
#include <vector>

#include "core/scene/filter_facts.hpp"

namespace convscope::app {

/// Cells along an axis that no window reads, as half-open runs in order: those that the floor of
/// the division leaves over at the end, and those between windows that step over them or whose
/// weights lie apart.
std::vector<Interval> unread_runs(const WindowWalk& walk);

/// Why: "no window reads column 7: floor(1 + (8 - 3)/2) = 3 windows end at column 6". Precondition:
/// `cell` is in one of the runs.
std::string why_unread(const WindowWalk& walk, Axis axis, int cell);

}  // namespace convscope::app
