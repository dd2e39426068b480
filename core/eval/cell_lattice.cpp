#include "core/eval/cell_lattice.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace convscope {
namespace {

constexpr std::size_t kAxes = 4;

std::array<int, kAxes> places(Cell cell) {
    return {cell.n, cell.c, cell.y, cell.x};
}

AxisLattice between(int first, int last, int step) {
    const int size = std::abs(step);
    return {std::min(first, last), std::max(1, size),
            size == 0 ? 1 : std::abs(last - first) / size + 1};
}

}  // namespace

AxisLattice AxisLattice::clipped(int extent) const {
    if (count <= 0) return {};
    const int skipped = first < 0 ? ceil_div(-first, step) : 0;
    const int start = first + skipped * step;
    const int room = start >= extent ? 0 : (extent - 1 - start) / step + 1;
    return {start, step, std::clamp(count - skipped, 0, room)};
}

CellLattice CellLattice::of_cell(Cell cell) {
    return {{cell.n, 1, 1}, {cell.c, 1, 1}, {cell.y, 1, 1}, {cell.x, 1, 1}};
}

CellLattice CellLattice::of_rect(Rect rect, int channels) {
    return {{0, 1, 1}, {0, 1, channels}, {rect.y0, 1, rect.height()}, {rect.x0, 1, rect.width()}};
}

std::int64_t CellLattice::count() const {
    return empty() ? 0 : std::int64_t{n.count} * c.count * y.count * x.count;
}

Rect CellLattice::rect() const {
    return empty() ? Rect{} : Rect{x.first, y.first, x.last() + 1, y.last() + 1};
}

CellLattice CellLattice::clipped(Shape shape) const {
    return {n.clipped(shape.n), c.clipped(shape.c), y.clipped(shape.h), x.clipped(shape.w)};
}

CellLattice lattice_of(std::int64_t count, const std::function<Cell(std::int64_t)>& cell_at) {
    if (count <= 0) return {};
    const auto first = places(cell_at(0)), last = places(cell_at(count - 1));
    std::array<int, kAxes> steps{};
    // Term `stride` is the first one a step away along the next axis that is walked.
    for (std::int64_t stride = 1; stride < count;) {
        const auto next = places(cell_at(stride));
        std::size_t axis = 0;
        while (axis < kAxes && (next[axis] == first[axis] || steps[axis] != 0)) ++axis;
        if (axis == kAxes) break;
        steps[axis] = next[axis] - first[axis];
        stride *= between(first[axis], last[axis], steps[axis]).count;
    }
    std::array<AxisLattice, kAxes> axes;
    for (std::size_t i = 0; i < kAxes; ++i) axes[i] = between(first[i], last[i], steps[i]);
    return {axes[0], axes[1], axes[2], axes[3]};
}

}  // namespace convscope
