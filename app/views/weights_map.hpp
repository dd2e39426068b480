#pragma once
#include "app/views/filter_card.hpp"

namespace convscope::app {

/// How weights lie in a heat map, which stands where they have no grid.
struct WeightsSpread {
    WeightsSpread(WeightsForm form, Shape weights, int shown_filter);

    Shape shape;
    bool all;    ///< A row for each output; else the channels of one filter side by side.
    int filter;  ///< The one that is shown.

    int rows() const { return all ? shape.n : shape.h; }
    int columns() const { return shape.c * columns_of_channel(); }
    int columns_of_channel() const { return all ? shape.w * shape.h : shape.w; }
    Cell cell_at(int row, int column) const;
    int column_of(Cell cell) const {
        return cell.c * columns_of_channel() + (all ? cell.y * shape.w : 0) + cell.x;
    }
};

struct WeightsMapSpec {
    std::string path;    ///< "layer/dense1/filter/0", which ends with the filter that is shown.
    std::string symbol;  ///< "G", "∂L/∂G"
    NumberRef::Kind kind;
    ConstTensorView weights;  ///< K,C,h,w
    ColourScale scale;
    PixelRect area;
};
/// Weights as colours. A click on the row of an output shows that one.
void draw_weights_map(const BoardFrame& frame, const LayerModel& layer, const WeightsMapSpec& spec);

}  // namespace convscope::app
