#include "app/views/vector_view.hpp"

namespace convscope::app {

bool is_vector(Shape shape) {
    return shape.w == 1 && (shape.h == 1 || shape.c == 1);
}

Map channels_as_column(const Map& map) {
    const ConstTensorView from = map.values.view();
    const int channels = from.shape().c;
    Map column;
    column.values = Tensor({1, 1, channels, 1});
    const TensorView to = column.values.view();
    for (int c = 0; c < channels; ++c) to(0, 0, c, 0) = from(0, c, 0, 0);
    column.channel_ranges = {map.range};
    column.range = map.range;
    const auto tiles = static_cast<std::size_t>(ceil_div(channels, kTileSize));
    column.tile_versions.assign(tiles, map.tile_versions.front());
    column.error_bound = map.error_bound;
    return column;
}

}  // namespace convscope::app
