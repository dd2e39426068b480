#pragma once
#include <vector>

#include "core/ops/op_table.hpp"

namespace convscope {

/// A choice between "false" and "true", which files write as a truth value.
bool is_switch(const ParamField& field);

/// Parameters that a file may leave out because the weights tell them: kernel size, filters.
/// Each field not `given` takes the extent of `weights` that makes them agree, where one does.
/// Precondition: the op has weights.
ParamSet infer_params(const OpInfo& op, ParamSet params, std::vector<bool> given, Shape weights);

}  // namespace convscope
