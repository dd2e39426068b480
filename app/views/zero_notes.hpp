#pragma once
#include <cstddef>
#include <map>
#include <string>

#include "core/eval/results.hpp"

namespace convscope::app {

struct BoardFrame;

/// Why gradients are 0 (core/eval/why_zero.hpp), each found once for some results.
class ZeroNotes {
  public:
    /// For other results.
    void forget() { *this = {}; }
    /// Of a map that is 0 everywhere; else empty.
    const std::string& of_whole_map(const Results& results, std::size_t map);
    /// Of one that is 0 in some cells.
    const std::string& of_part(const Results& results, std::size_t map);
    /// Of the gradients of a stage's weights, all of them 0.
    const std::string& of_weights(const Results& results, std::size_t stage);

  private:
    std::map<std::size_t, std::string> whole_, part_, weights_;
};

/// A gradient map that is 0 everywhere has nothing to show: it says why instead.
void draw_zero_notes(const BoardFrame& frame);

}  // namespace convscope::app
