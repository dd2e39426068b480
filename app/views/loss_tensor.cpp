#include "app/views/loss_tensor.hpp"

#include <algorithm>

#include "app/views/vector_view.hpp"

namespace convscope::app {
namespace {

bool is_channel_list(Shape shape) {
    return is_vector(shape) && shape.c > 1;
}

/// One channel of `tensor`, which shares its memory.
TensorView channel_of(Tensor& tensor, int channel) {
    const Shape shape = tensor.shape();
    const TensorView all = tensor.view();
    return {all.row(0, channel, 0), {1, 1, shape.h, shape.w}, all.row_stride()};
}

}  // namespace

bool is_target(const Objective& objective) {
    return find_objective(objective.kind)->takes_target;
}

std::string kept_name(const std::string& symbol) {
    return "kept " + symbol;
}

TiledImage canvas_of(const Tensor& tensor, int channel) {
    const Shape shape = tensor.shape();
    if (is_channel_list(shape)) {
        const Tensor column = from_dense({1, 1, shape.c, 1}, to_dense(tensor.view()));
        return TiledImage::from_tensor(column.view());
    }
    const ConstTensorView all = tensor.view();
    return TiledImage::from_tensor(
        ConstTensorView(all.row(0, channel, 0), {1, 1, shape.h, shape.w}, all.row_stride()));
}

std::shared_ptr<const Tensor> with_canvas(const Tensor& tensor, int channel,
                                          const TiledImage& canvas) {
    const Shape shape = tensor.shape();
    if (is_channel_list(shape))
        return std::make_shared<const Tensor>(
            from_dense(shape, to_dense(std::as_const(canvas).to_tensor().view())));
    Tensor painted = tensor.clone();
    canvas.copy_to(channel_of(painted, channel), shape.plane());
    return std::make_shared<const Tensor>(std::move(painted));
}

std::shared_ptr<const Tensor> filled_tensor(Shape shape, float value) {
    Tensor tensor(shape);
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y) std::fill_n(tensor.view().row(0, c, y), shape.w, value);
    return std::make_shared<const Tensor>(std::move(tensor));
}

const Map& TensorMap::update(const std::shared_ptr<const Tensor>& tensor) {
    if (shown_ == tensor) return map_;
    shown_ = tensor;
    const bool as_column = is_channel_list(tensor->shape());
    map_.values = as_column ? from_dense({1, 1, tensor->shape().c, 1}, to_dense(tensor->view()))
                            : tensor->clone();
    const ConstTensorView values = std::as_const(map_.values).view();
    const Shape shape = values.shape();
    const auto tiles = static_cast<std::size_t>(block_grid(shape.plane()).count());
    map_.tile_versions.assign(tiles, ++version_);
    map_.channel_ranges.clear();
    map_.range = {};
    for (int c = 0; c < shape.c; ++c) {
        map_.channel_ranges.push_back(range_of(values, c, shape.plane()));
        map_.range.include(map_.channel_ranges.back());
    }
    return map_;
}

}  // namespace convscope::app
