#pragma once
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Calls visit(cell) for every cell of a tensor, in order.
template <class Visit>
void for_each_cell_of(Shape shape, const Visit& visit) {
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) visit(Cell{n, c, y, x});
}

}  // namespace convscope
