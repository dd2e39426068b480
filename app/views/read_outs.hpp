#pragma once
#include <string>
#include <vector>

#include "core/eval/results.hpp"
#include "core/scene/filter_facts.hpp"

namespace convscope::app {

// What a card says in words below its numbers. No ImGui.

/// One fact, and the tooltip that says all of it.
struct ReadOut {
    std::string id;                  ///< In paths, "sum".
    std::string full;                ///< Where there is room; lines separated by line ends.
    std::vector<std::string> brief;  ///< For one line: the first that fits, else the last.
    std::string tooltip;
};

/// What the sums of the channels of filter `k` mean. A bias is added to flat areas too.
ReadOut sum_read_out(const Layer& layer, int k);
/// How many weights there are, and how many there would be without sharing and in a fully
/// connected layer.
ReadOut sharing_read_out(Shape weights, Shape input, Shape output);

/// The number of weights of a layer that has one for each input and output.
ReadOut list_read_out(Shape weights);

/// "floor(1 + (8 - 3)/2) = 3" for both axes, one line where they are alike, and the cells that no
/// window reads. Empty for an op without a window.
std::vector<ReadOut> size_read_outs(const Layer& layer, const OpInfo& op, Shape input);

}  // namespace convscope::app
