#pragma once
#include <utility>

#include "core/ops/op_table.hpp"

namespace convscope {

// What forward_two_sides() functions share.

/// Collects the cells at a kink.
class KinkList {
  public:
    void add(Cell cell) {
        if (kinks_.count++ < static_cast<std::int64_t>(kShownKinks)) kinks_.first.push_back(cell);
    }
    Kinks take() { return std::move(kinks_); }

  private:
    Kinks kinks_;
};

/// Calls visit(cell) for every cell of a tensor, in order.
template <class Visit>
void for_each_cell_of(Shape shape, const Visit& visit) {
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) visit(Cell{n, c, y, x});
}

}  // namespace convscope
