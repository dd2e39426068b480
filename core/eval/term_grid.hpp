#pragma once
#include <vector>

#include "core/eval/links.hpp"

namespace convscope {

/// The terms of one number as they lie on the maps: planes (channels or filters) of rows and
/// columns. All calls are for the same results.
class TermGrid {
  public:
    /// So many are kept; of longer sums each term is found when it is asked for.
    static constexpr std::int64_t kMostKept = 1 << 17;

    /// Precondition: exists().
    TermGrid(const Results& results, const NumberRef& ref);

    int planes() const { return planes_; }
    int rows() const { return rows_; }
    int columns() const { return columns_; }
    bool empty() const { return planes_ == 0; }
    /// Precondition: inside.
    Term at(const Results& results, int plane, int row, int column) const;

  private:
    NumberRef ref_;
    int planes_ = 0, rows_ = 0, columns_ = 0;
    std::vector<Term> kept_;
};

}  // namespace convscope
