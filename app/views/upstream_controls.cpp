#include "app/views/card_text.hpp"
#include "app/views/loss_controls.hpp"
#include "app/views/loss_tensor.hpp"
#include "app/views/map_titles.hpp"

namespace convscope::app {
namespace {

/// The gradient of another layer's output, as it is now.
void choose_layer(const BoardFrame& frame, const LayerModel& layer) {
    Objective objective = frame.context.scene.objective;
    objective.layer = layer.id;
    objective.tensor =
        std::make_shared<const Tensor>(frame.results.gradients[layer.output_map()].values.clone());
    frame.edit(SetObjective{std::move(objective)});
}

void draw_layer_choice(const BoardFrame& frame, const PixelRect& rect) {
    const std::string symbol = gradient_symbol(frame.model.maps[frame.model.loss_map].symbol);
    if (!begin_choice(frame.ui(), {.path = "objective/layer",
                                   .rect = rect,
                                   .text = symbol,
                                   .tooltip = "Which gradient you paint: that of any layer's "
                                              "output. What lies before it follows; what lies "
                                              "behind has no part in L."}))
        return;
    for (const LayerModel& layer : frame.model.layers) {
        if (layer.stage < 0) continue;
        const bool on = layer.id == frame.context.scene.objective.layer;
        if (choice_item(frame.ui(),
                        {.path = "objective/layer/" + layer.id,
                         .text = gradient_symbol(frame.model.maps[layer.output_map()].symbol),
                         .tooltip = "The gradient of the output of " + layer.id +
                                    ". It starts as it is now.",
                         .key = layer.id,
                         .on = on}) &&
            !on)
            choose_layer(frame, layer);
    }
    end_choice();
}

void fill(const BoardFrame& frame, float value) {
    Objective objective = frame.context.scene.objective;
    if (objective.tensor == nullptr) return;
    const std::string symbol = gradient_symbol(frame.model.maps[frame.model.loss_map].symbol);
    objective.tensor = filled_tensor(objective.tensor->shape(), value);
    frame.edit(SetObjective{std::move(objective), "Paint " + symbol});
}

void draw_fill_buttons(const BoardFrame& frame, const PixelRect& rect) {
    const std::array<ChipChoice, 2> choices{
        ChipChoice{"objective/clear", "clear", "0 everywhere: then paint single cells."},
        ChipChoice{"objective/ones", "all 1",
                   "1 everywhere: the gradients of the sum of this output."}};
    if (const auto pressed = chip_row(frame.ui(), rect, choices, -1))
        fill(frame, *pressed == 0 ? 0.0f : 1.0f);
}

}  // namespace

void draw_upstream_controls(const BoardFrame& frame, const PixelRect& rect) {
    const Pen pen = frame.pen();
    const float row = pen.px(kControlRow), step = row + pen.px(kControlGap);
    float y = rect.y0;
    const auto next_line = [&] {
        const PixelRect line{rect.x0, y, rect.x1, y + row};
        y += step;
        return line;
    };
    draw_layer_choice(frame, next_line());
    draw_paint_value(frame, next_line());
    draw_fill_buttons(frame, next_line());
    const std::string symbol = gradient_symbol(frame.model.maps[frame.model.loss_map].symbol);
    draw_words(frame, {rect.x0, y, rect.x1, rect.y1}, y, pen.theme().quiet, "drag on " + symbol);
}

}  // namespace convscope::app
