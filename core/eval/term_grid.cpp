#include "core/eval/term_grid.hpp"

namespace convscope {

TermGrid::TermGrid(const Results& results, const NumberRef& ref) : ref_(ref) {
    const TermCells cells = term_cells(results, ref);
    if (cells.a.empty()) return;
    planes_ = cells.a.c.count;
    rows_ = cells.a.y.count;
    columns_ = cells.a.x.count;
    // Several terms of one cell (ReLU's 0 and its input) stand in a row.
    if (cells.a.count() != cells.count) {
        planes_ = rows_ = 1;
        columns_ = static_cast<int>(cells.count);
    }
    if (cells.count <= kMostKept) kept_ = explain_number(results, ref, 0, cells.count).terms;
}

Term TermGrid::at(const Results& results, int plane, int row, int column) const {
    const std::int64_t index = (std::int64_t{plane} * rows_ + row) * columns_ + column;
    if (!kept_.empty()) return kept_[static_cast<std::size_t>(index)];
    return explain_number(results, ref_, index, index + 1).terms.front();
}

}  // namespace convscope
