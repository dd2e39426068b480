#pragma once
#include <algorithm>
#include <cstdint>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The cell at `index` of a tensor's dense order (n, c, y, x).
inline Cell dense_cell(Shape shape, std::int64_t index) {
    Cell cell;
    cell.x = static_cast<int>(index % shape.w);
    index /= shape.w;
    cell.y = static_cast<int>(index % shape.h);
    index /= shape.h;
    cell.c = static_cast<int>(index % shape.c);
    cell.n = static_cast<int>(index / shape.c);
    return cell;
}

inline std::int64_t dense_index(Shape shape, Cell cell) {
    const std::int64_t plane = std::int64_t{cell.n} * shape.c + cell.c;
    return (plane * shape.h + cell.y) * shape.w + cell.x;
}

/// Cells [first, last) of a tensor's dense order: visit(cell, length) for their part of each row.
template <class Visit>
void for_each_run(Shape shape, std::int64_t first, std::int64_t last, const Visit& visit) {
    while (first < last) {
        const Cell cell = dense_cell(shape, first);
        const auto length =
            static_cast<int>(std::min<std::int64_t>(shape.w - cell.x, last - first));
        visit(cell, length);
        first += length;
    }
}

}  // namespace convscope
