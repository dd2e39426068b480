#pragma once
#include <utility>

#include "core/ops/each_cell.hpp"
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

}  // namespace convscope
