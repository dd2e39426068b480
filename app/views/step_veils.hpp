#pragma once
#include "app/views/board_frame.hpp"

namespace convscope::app {

// What the walk has not reached is veiled; while no walk is on nothing here does anything.

/// Puts maps that the walk is growing in the places of the results' own. Before the layout is made.
void put_grown_maps(const Transport& transport, BoardModel& model);

/// The numbers of one filter's gradient as far as the walk has come.
struct GrownFilter {
    ConstTensorView weights;  ///< The results', or those of `own`.
    int filter = 0;           ///< Which of them.
    Tensor own;
    std::optional<int> first_hidden;  ///< The first number of the filter that is not there yet.
};
GrownFilter grown_filter(const BoardFrame& frame, const LayerModel& layer, int filter);
/// How many gradients of the layer's weights, filter by filter, are complete; nothing where all
/// are.
std::optional<int> complete_gradients(const BoardFrame& frame, const LayerModel& layer);

/// Over cells of a map that are not there yet; and what the next one has so far.
void draw_step_veil(const BoardFrame& frame, const MapSpec& spec, std::size_t index, bool gradient,
                    const MapTransform& transform);
/// Over weights from `first_hidden` on, where they are drawn as grids.
void draw_filter_veil(const BoardFrame& frame, const GrownFilter& grown, const PixelRect& area,
                      const GridMetrics& metrics, int first_channel);
/// A plain veil.
void draw_veil(const Pen& pen, const PixelRect& rect);

/// How an arrow of the board is drawn: that of the phase which a walk is in is thick, others faint.
struct ArrowInk {
    Colour colour;
    float thickness;
};
/// Of an arrow `thickness` thick at scale 1, which stands for this phase of a layer.
ArrowInk arrow_ink(const BoardFrame& frame, StepPhase::Kind kind, int stage,
                   float thickness = 1.8f);

/// The current step, on every map and all weights that it touches.
void draw_step_marks(const BoardFrame& frame);

}  // namespace convscope::app
