#pragma once
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

}  // namespace convscope
