#include "app/views/weights_map.hpp"

#include <algorithm>

#include "app/views/disclosure.hpp"
#include "app/views/pins.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/heat_map.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/eval/letters.hpp"

namespace convscope::app {

WeightsSpread::WeightsSpread(WeightsForm form, Shape weights, int shown_filter)
    : shape(weights),
      all(form == WeightsForm::kAllRows),
      filter(std::clamp(shown_filter, 0, weights.n - 1)) {}

Cell WeightsSpread::cell_at(int row, int column) const {
    const int channel = column / columns_of_channel(), place = column % columns_of_channel();
    return all ? Cell{row, channel, place / shape.w, place % shape.w}
               : Cell{filter, channel, row, place};
}

void draw_weights_map(const BoardFrame& frame, const LayerModel& layer,
                      const WeightsMapSpec& spec) {
    const WeightsSpread spread(weights_form(layer), spec.weights.shape(), layer.shown_filter);
    const int channels = spread.shape.c;
    const int first = first_filter(frame.results.plan, static_cast<std::size_t>(layer.stage));
    const auto describe = [&](int row, int column) {
        const Cell cell = spread.cell_at(row, column);
        NumberRef ref{spec.kind, 0, static_cast<std::size_t>(layer.stage), cell};
        // While a walk is on, one filter may be all that was handed over.
        if (!spread.all) ref.cell.n = layer.shown_filter;
        point_at_newest(frame, layer, spec.kind, ref.cell);
        const std::string hidden = exists(frame.results, ref)
                                       ? undisclosed_hint(disclose(frame.context, ref))
                                       : std::string();
        if (!hidden.empty()) return hidden;
        return spec.symbol +
               (spread.all ? ", output " + std::to_string(first + cell.n) : std::string()) +
               ", channel " + channel_name(cell.c, channels) + ", [" + std::to_string(cell.x) +
               ", " + std::to_string(cell.y) + "] = " + format_signed(spec.weights(cell)) +
               (spread.all ? "\nA row for each output; click one to show it."
                           : "\nToo large for the grid, which edits up to 31 × 31.");
    };
    const auto clicked = heat_map(
        frame.ui(),
        {.path = spec.path,
         .area = spec.area,
         .columns = spread.columns(),
         .rows = spread.rows(),
         .columns_of_part = spread.all ? 0 : spread.columns_of_channel(),
         .value = [&](int row, int column) { return spec.weights(spread.cell_at(row, column)); },
         .describe = describe,
         .scale = spec.scale,
         .marked_row = spread.all ? spread.filter : -1,
         .kept = &frame.heat_maps[spec.weights.data()]});
    if (clicked && spread.all) frame.context.ui.shown_filter[layer.id] = clicked->row;
}

}  // namespace convscope::app
