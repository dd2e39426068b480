#include "app/views/lattice_places.hpp"

#include <algorithm>

namespace convscope::app {
namespace {

constexpr std::int64_t kMostFrames = 4096;

Rect with_padding(const MapExtent& extent) {
    return {-extent.pad_x, -extent.pad_y, extent.columns + extent.pad_x,
            extent.rows + extent.pad_y};
}

}  // namespace

bool shows_channel(const BoardFrame& frame, const DrawnMap& map, const AxisLattice& channels) {
    const MapModel& model = frame.model.maps[map.index];
    const int shown = map.gradient ? model.gradient_channel : model.value_channel;
    return shown < 0 || model.value_column || channels.contains(shown);
}

PixelRect place_of_cells(const BoardFrame& frame, const DrawnMap& map, Rect cells,
                         std::optional<int> channel) {
    const Rect drawn = intersect(frame.model.maps[map.index].drawn_of_rect(cells, channel),
                                 with_padding(map.transform.extent()));
    if (drawn.empty()) return {};
    const PixelRect place = map.transform.visible_rect_of(drawn);
    return place.empty() ? PixelRect{} : place;
}

bool have_room_for_frames(const DrawnMap& map, const CellLattice& cells, float smallest) {
    const Rect visible = visible_with_padding(map.transform);
    const std::int64_t most = std::int64_t{ceil_div(visible.width(), cells.x.step)} *
                              ceil_div(visible.height(), cells.y.step);
    return map.transform.cell_width() >= smallest && map.transform.cell_height() >= smallest &&
           std::min(most, cells.count()) <= kMostFrames;
}

Rect visible_with_padding(const MapTransform& transform) {
    const MapExtent& extent = transform.extent();
    const Rect all = with_padding(extent);
    Rect visible = transform.visible_cells();
    if (visible.x0 <= 0) visible.x0 = all.x0;
    if (visible.y0 <= 0) visible.y0 = all.y0;
    if (visible.x1 >= extent.columns) visible.x1 = all.x1;
    if (visible.y1 >= extent.rows) visible.y1 = all.y1;
    return visible;
}

std::string lattice_text(const CellLattice& cells) {
    const auto pair = [](int x, int y, const char* between) {
        return std::to_string(x) + between + std::to_string(y);
    };
    const std::string text =
        pair(cells.x.first, cells.y.first, ",") + " " + pair(cells.x.count, cells.y.count, "x");
    return cells.is_dense() ? text : text + " step " + pair(cells.x.step, cells.y.step, ",");
}

}  // namespace convscope::app
