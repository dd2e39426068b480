#include "core/ops/objective_parts.hpp"

namespace convscope {

Explanation explain_ordered(std::vector<Term> terms, std::int64_t first, std::int64_t last) {
    Explanation sum;
    sum.term_count = std::ssize(terms);
    const TermRange range = clip_terms(first, last, sum.term_count);
    sum.terms.assign(terms.begin() + range.first, terms.begin() + range.last);
    return sum;
}

std::string named_cell(const std::string& letter, Cell cell, Shape map) {
    const MapIndex channel{"c", map.c, letter == "I" && map.c == 3, &cell.c};
    return letter + subscript(channel) + cell_text(map, {"x", &cell.x}, {"y", &cell.y});
}

}  // namespace convscope
