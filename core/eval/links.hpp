#pragma once
#include <vector>

#include "core/eval/cell_lattice.hpp"
#include "core/eval/number_ref.hpp"

namespace convscope {

/// What a number comes from and what it feeds: for the marks on the board. A value and its
/// gradient have the same links, walked in opposite directions.
struct NumberLinks {
    struct Cells {
        std::size_t index = 0;     ///< Of a map, or of a stage with weights.
        CellLattice cells;         ///< Inside it; not empty.
        CellLattice with_padding;  ///< And those read in the padding around it.
        /// These cells and no others. Else, several layers away, all that may be meant lie in it.
        bool exact = true;
    };
    std::vector<Cells> maps;     ///< At most one for each map; the number itself among them.
    std::vector<Cells> weights;  ///< At most one for each stage.

    const Cells* of_map(std::size_t map) const;
    const Cells* of_weights(std::size_t stage) const;
};

/// Costs no more on a large map. Precondition: exists().
NumberLinks links_of(const Results& results, const NumberRef& ref);

/// The cells that the factors of all terms of a sum stand in, in the padding too, found without
/// looking at all terms.
struct TermCells {
    std::int64_t count = 0;  ///< Terms.
    CellLattice a, b;
};
TermCells term_cells(const Results& results, const NumberRef& ref);

}  // namespace convscope
