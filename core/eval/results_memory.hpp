#pragma once
#include "core/eval/results.hpp"

namespace convscope {

/// Gives all that `results` holds the sizes that results.scene and results.plan ask for. What has
/// them already stays as it is; the memory of the rest is given back first.
void prepare_memory(Results& results);

/// Floats of one part of dL/dweights and dL/dbias of a layer with weights.
std::size_t partial_size(const Layer& layer);

}  // namespace convscope
