#pragma once
#include <memory>

#include "app/views/board_model.hpp"
#include "core/ops/objectives.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope::app {

// The target of a loss, or the gradient painted on a layer's output, as a canvas and as a map. No
// ImGui.

/// Of the loss: half the squared distance to it. Else it is an upstream gradient.
bool is_target(const Objective& objective);

/// What a target is called that is a copy of the output, "kept P".
std::string kept_name(const std::string& symbol);

/// One channel for the painting tools. A list of channels (is_vector()) is its column.
TiledImage canvas_of(const Tensor& tensor, int channel);
/// The tensor with that channel as on the canvas.
std::shared_ptr<const Tensor> with_canvas(const Tensor& tensor, int channel,
                                          const TiledImage& canvas);
/// Every cell has this value.
std::shared_ptr<const Tensor> filled_tensor(Shape shape, float value);

/// A tensor as a map that can be drawn (a list as its column), kept while it is the same tensor.
class TensorMap {
  public:
    const Map& update(const std::shared_ptr<const Tensor>& tensor);

  private:
    std::shared_ptr<const Tensor> shown_;
    Map map_;
    std::uint64_t version_ = 0;
};

}  // namespace convscope::app
