#include "app/views/unread_cells.hpp"

#include <algorithm>

namespace convscope::app {
namespace {

/// One behind the last cell that a window reads.
int end_of_windows(const WindowWalk& walk) {
    const WindowAxis& window = walk.window;
    return std::clamp(window.input_index(walk.output() - 1, window.size - 1) + 1, 0, walk.input);
}

/// Marked one by one, where windows leave gaps.
std::vector<bool> cells_read(const WindowWalk& walk) {
    std::vector<bool> read(static_cast<std::size_t>(walk.input), false);
    for (int output = 0; output < walk.output(); ++output)
        for (int tap = 0; tap < walk.window.size; ++tap) {
            const int cell = walk.window.input_index(output, tap);
            if (cell >= 0 && cell < walk.input) read[static_cast<std::size_t>(cell)] = true;
        }
    return read;
}

}  // namespace

std::vector<Interval> unread_runs(const WindowWalk& walk) {
    const WindowAxis& window = walk.window;
    if (window.dilation == 1 && window.stride <= window.size) {
        const int end = end_of_windows(walk);
        if (end == walk.input) return {};
        return {{end, walk.input}};
    }
    const std::vector<bool> read = cells_read(walk);
    std::vector<Interval> runs;
    for (int cell = 0; cell < walk.input; ++cell) {
        if (read[static_cast<std::size_t>(cell)]) continue;
        if (runs.empty() || runs.back().end < cell) runs.push_back({cell, cell});
        runs.back().end = cell + 1;
    }
    return runs;
}

std::string why_unread(const WindowWalk& walk, Axis axis, int cell) {
    const std::string line = axis == Axis::kX ? "column " : "row ";
    const std::string start = "no window reads " + line + std::to_string(cell) + ": ";
    const int end = end_of_windows(walk);
    if (cell >= end)
        return start + walk.formula() +
               (walk.output() == 1 ? " window ends at " : " windows end at ") + line +
               std::to_string(end - 1);
    const WindowAxis& window = walk.window;
    std::string why =
        "windows of " + std::to_string(window.size) + " step by " + std::to_string(window.stride);
    if (window.dilation > 1)
        why += " and read every " + std::to_string(window.dilation) +
               (window.dilation == 2   ? "nd cell"
                : window.dilation == 3 ? "rd cell"
                                       : "th cell");
    return start + why + ", so that it lies between";
}

}  // namespace convscope::app
