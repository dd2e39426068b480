#pragma once
#include <vector>

#include "app/views/board_frame.hpp"
#include "app/views/param_fields.hpp"
#include "core/scene/filter_ops.hpp"
#include "core/scene/presets.hpp"

namespace convscope::app {

/// Where the parts of the two cards of a filter lie, from the card's top on: the grids of weights
/// and of their gradients stand at the same height in their cards.
struct FilterCardLayout {
    PixelRect card;
    PixelRect title, filters;  ///< `filters` is empty for a single one.
    PixelRect grid;
    float below_grid = 0;             ///< y, first of the buttons that change the whole filter.
    std::size_t groups_per_line = 1;  ///< Of parameters.
    GridMetrics metrics;
};
/// `place` is the lower or the upper card of `column`.
FilterCardLayout filter_card_layout(const BoardFrame& frame, const LayerModel& layer,
                                    const CardColumn& column, const PixelRect& place);

/// The card of the gradient, which ends where its content does.
PixelRect gradient_card_rect(const BoardFrame& frame, const LayerModel& layer,
                             const CardColumn& column);

/// Buttons "1", "2", ... that choose the filter which is shown large.
void draw_filter_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect,
                         const std::string& path);

void draw_preset_choice(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect);
/// Buttons for the changes one can make to a whole filter. Returns the x behind the last.
float draw_change_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& row);
/// The bias of the shown filter, or a button that adds one to each.
void draw_bias(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect);

/// The layer's biases with that of `filter` exchanged; 0 for those that had none.
Edit bias_edit(const Layer& layer, int filter, float value);
/// Edits that the menu bar offers too. They change the shown filter of several.
Edit preset_edit(const Layer& layer, int filter, const FilterPreset& preset);
Edit filter_op_edit(const Layer& layer, int filter, const FilterOp& op);
/// The first layer with weights that is not switched off; null when there is none.
const Layer* first_filter_layer(const Scene& scene);
/// The label of the preset the weights came from, or "own weights".
std::string weights_label(const Layer& layer);

}  // namespace convscope::app
