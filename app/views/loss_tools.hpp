#pragma once
#include "app/views/loss_tensor.hpp"
#include "app/views/tensor_painter.hpp"
#include "core/eval/last_map_job.hpp"

namespace convscope::app {

/// What the card of the loss keeps from frame to frame.
struct LossTools {
    TensorPainter painter;
    TensorMap target;
    LastMapJob other_filter;  ///< The last map with another filter, to become the target.
};

}  // namespace convscope::app
