#pragma once
#include <cstdint>
#include <vector>

#include "core/eval/results.hpp"

namespace convscope {

/// What a cell is to the windows of a layer that chooses the largest; the strongest of them last.
enum class PoolMark : std::uint8_t {
    kNone,
    kFlatTie,     ///< It ties in a window that is 0 everywhere: that says little.
    kFlatWinner,  ///< It won such a window, by the rule alone.
    kTie,         ///< It equals the winner of a window, which came first.
    kWinner,
};

/// Of the cells of one channel of what `stage` reads, within `cells`, row by row. Ties are left out
/// where finding them would take long. Precondition: its op has winners.
std::vector<PoolMark> pool_marks(const Results& results, std::size_t stage, int channel,
                                 Rect cells);

}  // namespace convscope
