#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <utility>

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
    /// Of a channel that is 0 everywhere, in a map that is not; else empty.
    const std::string& of_channel(const Results& results, std::size_t map, int channel);
    /// Of a map that is 0 in some cells.
    const std::string& of_part(const Results& results, std::size_t map);
    /// Of the gradients of a stage's weights, all of them 0.
    const std::string& of_weights(const Results& results, std::size_t stage);

  private:
    std::map<std::size_t, std::string> whole_, part_, weights_;
    std::map<std::pair<std::size_t, int>, std::string> channels_;
};

/// Why what is shown of a gradient map is 0 everywhere, "0 everywhere: ..."; empty where it is not,
/// or where nobody shall know yet.
std::string zero_reason(const BoardFrame& frame, std::size_t map);

/// A gradient map, or the channel of it that is shown, that is 0 everywhere has nothing to show: it
/// says why instead.
void draw_zero_notes(const BoardFrame& frame);

}  // namespace convscope::app
