#pragma once
#include <string>

#include "core/eval/number_ref.hpp"

namespace convscope {

// Why a gradient is 0, in a sentence without a capital letter at its start and a full stop at its
// end, so that it can follow others. No op is known by name: what differs is in its row.

/// Of one number: "the ReLU is off here, R[3, 4] = -0.5 ≤ 0", "no window reads this pixel",
/// "∂L/∂R is 0 in all 9 cells that read it", "its 9 terms cancel". Empty where it is no gradient,
/// or not 0 (nor below the rounding error of its map). Looks at a few thousand terms at most.
/// Precondition: exists().
std::string why_zero(const Results& results, const NumberRef& ref);

/// Of a map whose gradient is 0 everywhere: the reason, and where along the chain from the loss it
/// begins: "∂L/∂P is 0 already: ∂L/∂P = P, and P is 0 everywhere (the ReLU is off here, R ≤ 0)".
/// Empty where it is not.
std::string why_all_zero(const Results& results, std::size_t map);
/// Of a channel that is 0 everywhere, in a map that is not. Empty where it is not.
std::string why_channel_zero(const Results& results, std::size_t map, int channel);
/// As why_all_zero(), of dL/dweights of a stage.
std::string why_all_weights_zero(const Results& results, std::size_t stage);

/// Of a map whose gradient is 0 in some cells: "62 % are 0: the ReLU is off here, R ≤ 0", with a
/// share for each reason where there are several. Empty where none or all are. Large maps are
/// sampled evenly; takes some milliseconds, so callers keep it as long as the results.
std::string why_partly_zero(const Results& results, std::size_t map);

}  // namespace convscope
