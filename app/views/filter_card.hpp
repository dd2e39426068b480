#pragma once
#include <optional>
#include <vector>

#include "app/views/board_frame.hpp"
#include "app/views/card_text.hpp"
#include "app/views/param_fields.hpp"

namespace convscope::app {

/// How the weights of a layer are drawn.
enum class WeightsForm {
    kGrid,     ///< One filter, a cell for each weight.
    kHeatMap,  ///< One filter too large for a grid: colours only.
    kAllRows,  ///< Of a layer without sliding filters: a row of colours for each output.
};

WeightsForm weights_form(const LayerModel& layer);

/// How much a card says below its numbers: as much as there is room for.
enum class Wordiness {
    kFull,
    kBrief,  ///< One line for each fact.
    kLeast,  ///< The size of the output in a tooltip only.
    kNone,   ///< All of it in the tooltip of the filter's symbol.
};

/// Where the parts of the two cards of a filter lie, from the card's top on: the grids of weights
/// and of their gradients stand at the same height in their cards.
struct FilterCardLayout {
    PixelRect card;
    PixelRect title, filters;  ///< `filters` is empty for a single one.
    PixelRect channels;        ///< Pages of channels; empty where all are shown.
    WeightsForm form = WeightsForm::kGrid;
    PixelRect grid;
    int first_channel = 0;            ///< Shown, of as many as the metrics have.
    float below_grid = 0;             ///< y, first of the buttons that change the whole filter.
    std::size_t groups_per_line = 1;  ///< Of parameters.
    Wordiness words = Wordiness::kFull;
    GridMetrics metrics;
};
/// `place` is the lower or the upper card of `column`.
FilterCardLayout filter_card_layout(const BoardFrame& frame, const LayerModel& layer,
                                    const CardColumn& column, const PixelRect& place);

/// The card of the gradient, which ends where its content does.
PixelRect gradient_card_rect(const BoardFrame& frame, const LayerModel& layer,
                             const CardColumn& column);

/// Of the buttons that change the whole filter, at scale 1.
inline constexpr float kChangeRow = 24;

/// What the card says of the newest weights; `words` of kFull and kBrief are the same facts.
std::vector<ReadOut> filter_read_outs(const BoardFrame& frame, const LayerModel& layer,
                                      Wordiness words);

/// Parameters side by side. The bias is the last of all, and no group of the table: null.
using FieldLine = std::vector<std::optional<FieldGroup>>;
std::vector<FieldLine> field_lines(const OpInfo& op, std::size_t groups_per_line);

/// Buttons "1", "2", ... that choose the filter which is shown large, and pages of its channels.
void draw_filter_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect,
                         const std::string& path);
void draw_channel_pages(const BoardFrame& frame, const LayerModel& layer,
                        const FilterCardLayout& layout, const std::string& path);

// Parts of the card of weights, in filter_controls.cpp.

void draw_preset_choice(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect);
/// Buttons for the changes one can make to a whole filter, and the switch that links channels.
void draw_change_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& row);
/// The bias of the shown filter, or a button that adds one to each.
void draw_bias(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect);

}  // namespace convscope::app
