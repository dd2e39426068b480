#pragma once
#include <vector>

#include "core/ops/op_table.hpp"

namespace convscope {

/// Parameters that a file may leave out because the weights tell them: kernel size, filters.
/// Each field not `given` takes the extent of `weights` that makes them agree, where one does.
/// Precondition: the op has weights.
ParamSet infer_params(const OpInfo& op, ParamSet params, std::vector<bool> given, Shape weights);

}  // namespace convscope
