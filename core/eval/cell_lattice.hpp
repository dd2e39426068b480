#pragma once
#include <cstdint>
#include <functional>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// Evenly spaced places along one axis: `first`, `first + step`, ...
struct AxisLattice {
    int first = 0, step = 1, count = 0;  ///< `step` > 0.

    int last() const { return first + step * (count - 1); }
    bool contains(int at) const {
        return at >= first && count > 0 && at <= last() && (at - first) % step == 0;
    }
    /// Those in [0, extent).
    AxisLattice clipped(int extent) const;
    friend bool operator==(const AxisLattice&, const AxisLattice&) = default;
};

/// The cells that a stepping window leaves: every combination of its axes.
struct CellLattice {
    AxisLattice n, c, y, x;

    static CellLattice of_cell(Cell cell);
    static CellLattice of_rect(Rect rect, int channels);

    bool empty() const { return n.count <= 0 || c.count <= 0 || y.count <= 0 || x.count <= 0; }
    bool contains(Cell cell) const {
        return n.contains(cell.n) && c.contains(cell.c) && y.contains(cell.y) && x.contains(cell.x);
    }
    std::int64_t count() const;
    Rect rect() const;  ///< Around all of them; empty for none.
    /// No cell between two of them is left out.
    bool is_dense() const { return (x.step == 1 || x.count == 1) && (y.step == 1 || y.count == 1); }
    CellLattice clipped(Shape shape) const;
    friend bool operator==(const CellLattice&, const CellLattice&) = default;
};

/// The lattice that `count` cells make which are visited axis by axis, the same way each time, as
/// the terms of a sum are. Asks for a handful of them.
CellLattice lattice_of(std::int64_t count, const std::function<Cell(std::int64_t)>& cell_at);

}  // namespace convscope
