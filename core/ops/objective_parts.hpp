#pragma once
#include <array>
#include <string>

#include "core/ops/each_cell.hpp"
#include "core/ops/index_text.hpp"
#include "core/ops/lane_simd.hpp"
#include "core/ops/objectives.hpp"
#include "core/ops/term_range.hpp"

namespace convscope {

// What the rows of objective_table() share.

/// The lane sum (core/ops/reduce.hpp) over one block, which `add_lanes` makes of the grids of these
/// maps.
template <class AddLanes, class... Maps>
float block_lane_sum(int channel, Rect block, AddLanes add_lanes, const Maps&... maps) {
    std::array<std::array<float, kMaxTailFloats>, sizeof...(Maps)> tails;
    std::array<float, kLanes> lanes{};
    std::size_t next = 0;
    // Braces: evaluated from left to right.
    const std::array<LaneGrid, sizeof...(Maps)> grids{
        block_lanes(maps, channel, block, tails[next++].data())...};
    std::apply([&](const auto&... each) { add_lanes(each..., lanes.data()); }, grids);
    return fold_lanes(lanes);
}

inline Term product_term(float a, float b, Cell at = {}) {
    Term term;
    term.a = a;
    term.b = b;
    term.cell_a = term.cell_b = at;
    return term;
}

/// Of an L that adds a term for every cell: terms [first, last) as make_term(cell) gives them, by
/// channel, row and column, in their blocks and lanes.
template <class MakeTerm>
Explanation explain_map_sum(Shape shape, std::int64_t first, std::int64_t last,
                            MakeTerm make_term) {
    const BlockGrid blocks = block_grid(shape.plane());
    Explanation sum;
    sum.reduction = Reduction::kBlocks;
    sum.channels = shape.c;
    sum.parts = shape.c * blocks.count();
    sum.term_count = static_cast<std::int64_t>(shape.count());
    const TermRange range = clip_terms(first, last, sum.term_count);
    for (std::int64_t i = range.first; i < range.last; ++i) {
        std::int64_t rest = i;
        Cell cell;
        cell.x = take_digit(rest, shape.w);
        cell.y = take_digit(rest, shape.h);
        cell.c = static_cast<int>(rest);
        Term term = make_term(cell);
        term.cell_a = term.cell_b = cell;
        term.part =
            cell.c * blocks.count() + cell.y / kBlockSize * blocks.columns + cell.x / kBlockSize;
        term.lane = cell.x % kLanes;
        sum.terms.push_back(term);
    }
    return sum;
}

/// A number that is given and no sum.
inline Explanation explain_given(float value) {
    Explanation sum;
    sum.start = value;
    return sum;
}

/// Terms [first, last) of a few, one after the other.
Explanation explain_ordered(std::vector<Term> terms, std::int64_t first, std::int64_t last);

/// "P[3,2]", with the channel where there are several, "P_2[3,2]", "I_g[3,2]",
/// and of a list by its place, "Z[4]".
std::string named_cell(const std::string& letter, Cell cell, Shape map);

}  // namespace convscope
