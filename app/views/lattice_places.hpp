#pragma once
#include <string>

#include "app/views/board_frame.hpp"
#include "core/eval/cell_lattice.hpp"

namespace convscope::app {

// Where cells of a map's lattice lie on the screen: for frames around them.

/// Whether one of these channels is drawn. A list shows all of its channels, and so does a picture
/// in colour.
bool shows_channel(const BoardFrame& frame, const DrawnMap& map, const AxisLattice& channels);

/// Of cells of the map, and of the padding drawn around it; cut at its frame, empty where nothing
/// is to be seen.
PixelRect place_of_cells(const BoardFrame& frame, const DrawnMap& map, Rect cells,
                         std::optional<int> channel);

/// Whether each cell may have a frame of its own: cells have at least `smallest` pixels, and no
/// more than a few thousand are seen.
bool have_room_for_frames(const DrawnMap& map, const CellLattice& cells, float smallest);

/// The columns and rows that may be seen, padding too.
Rect visible_with_padding(const MapTransform& transform);

/// place(cell's column, its row) for those of them.
template <class Place>
void for_each_visible(const DrawnMap& map, const CellLattice& cells, const Place& place) {
    const Rect visible = visible_with_padding(map.transform);
    const auto run = [](const AxisLattice& axis, int begin, int end) {
        const int skipped = begin > axis.first ? ceil_div(begin - axis.first, axis.step) : 0;
        return Interval{axis.first + skipped * axis.step, std::min(end, axis.last() + 1)};
    };
    const Interval columns = run(cells.x, visible.x0, visible.x1);
    const Interval rows = run(cells.y, visible.y0, visible.y1);
    for (int y = rows.begin; y < rows.end; y += cells.y.step)
        for (int x = columns.begin; x < columns.end; x += cells.x.step) place(x, y);
}

/// "3,4 2x1", "3,4 2x1 step 3,1", for scripts: the first cell, columns and rows.
std::string lattice_text(const CellLattice& cells);

}  // namespace convscope::app
