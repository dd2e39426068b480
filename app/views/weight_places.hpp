#pragma once
#include <functional>
#include <string>
#include <vector>

#include "app/views/board_frame.hpp"
#include "core/eval/cell_lattice.hpp"

namespace convscope::app {

/// Where some weights of a layer, or their gradients, stand in its card, in a grid or a heat map:
/// for frames around them. After the cards were drawn.
struct WeightPlaces {
    /// Cut at the edges of a grid that scrolls. What is too close to be told apart is one.
    std::vector<PixelRect> rects;
    /// Of a heat map, else empty: marks stay in it, and `place` says where they are, for scripts:
    /// "3,0 1x10" is the first column and row, and how many of them.
    PixelRect heat_map;
    std::string place;
};
/// `nearest`: columns of a heat map with fewer pixels between them are marked as one.
WeightPlaces places_of_weights(const BoardFrame& frame, const LayerModel& layer, bool gradient,
                               const CellLattice& cells, float nearest);

/// draw(rect) for each of them; a heat map's places are recorded as `name`.
void draw_at_places(const BoardFrame& frame, const WeightPlaces& places, const std::string& name,
                    const std::function<void(const PixelRect&)>& draw);

}  // namespace convscope::app
