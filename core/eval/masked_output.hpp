#pragma once
#include <cstdint>
#include <optional>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// Of an output that reads every cell of its input's channels (or of some of them) once and in
/// order, as averages and dense layers do: what its first `terms` terms make, by the op's own
/// kernel from an input with +0 behind them. Nothing where the terms are others. Takes about as
/// long as copying the input. Precondition: `ref` is a value of a layer and no maximum.
std::optional<float> masked_output(const Results& results, const NumberRef& ref,
                                   std::int64_t terms);

}  // namespace convscope
