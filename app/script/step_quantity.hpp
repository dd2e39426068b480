#pragma once
#include <string_view>

#include "app/views/transport.hpp"
#include "core/base/result.hpp"

namespace convscope::app {

/// What a walk shows of a quantity ("R", "dR", "loss", "conv1.grad_weights", "conv1.grad_bias"):
/// NaN where it has not come yet. Without a walk an Error, as for a name that there is not.
Result<Tensor> shown_quantity(const Transport& transport, std::string_view name);

}  // namespace convscope::app
