#include "app/views/focus_header.hpp"

#include <algorithm>

#include "app/platform/imgui_compat.hpp"
#include "app/views/board_part.hpp"
#include "app/views/free_keys.hpp"
#include "app/views/key_table.hpp"

namespace convscope::app {
namespace {

void focus_on(UiState& ui, std::string layer) {
    if (layer.empty()) ui.last_focus = ui.focus_layer;
    ui.focus_layer = std::move(layer);
}

/// "conv 2 of 5: R₁ = I ∗ G₁"
std::string header_text(const BoardModel& model, const std::string& focused) {
    const std::vector<std::string> stops = focus_stops(model);
    const auto place = std::ranges::find(stops, focused) - stops.begin() + 1;
    const std::string count =
        " " + std::to_string(place) + " of " + std::to_string(stops.size()) + "   ";
    if (focused == kFocusOnLoss) return "loss" + count + "L = " + model.loss_formula;
    const auto layer = std::ranges::find(model.layers, focused, &LayerModel::id);
    if (layer == model.layers.end()) return "";
    if (layer->stage < 0) return std::string(layer->op->label) + "   off";
    return std::string(layer->op->label) + count + model.maps[layer->output_map()].formula;
}

/// The op under the pointer, else the one that was focused last, else the first.
std::string layer_to_focus(const BoardFrame& frame) {
    const UiState& ui = frame.context.ui;
    if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows)) {
        std::string pointed = layer_at(frame.model, frame.layout, ImGui::GetIO().MousePos.x);
        if (!pointed.empty()) return pointed;
    }
    const auto stops = focus_stops(frame.model);
    const bool known = std::ranges::find(stops, ui.last_focus) != stops.end();
    return known ? ui.last_focus : stops.front();
}

}  // namespace

void draw_focus_header(const BoardFrame& frame, const PixelRect& rect) {
    const Pen pen = frame.pen();
    UiState& ui = frame.context.ui;
    const WidgetUi widgets = frame.ui();
    const float middle = (rect.y0 + rect.y1) / 2, half = pen.px(11), gap = pen.px(6);
    float x = rect.x0;
    const auto button = [&](std::string_view path, std::string_view text,
                            const std::string& tooltip) {
        const PixelRect place{x, middle - half, x + chip_width(widgets, text), middle + half};
        x = place.x1 + gap;
        return chip(widgets, {.path = path, .rect = place, .text = text, .tooltip = tooltip});
    };
    const std::string focused = ui.focus_layer;
    if (button("focus/previous", "<", "The op before." + key_hint("focus_previous")))
        focus_on(ui, focus_step(frame.model, focused, -1));
    if (button("focus/next", ">", "The next op, the loss as the last." + key_hint("focus_next")))
        focus_on(ui, focus_step(frame.model, focused, 1));
    if (button("focus/close", "whole network",
               "Back to the whole network. Esc, or key " + keys_of("focus") + "."))
        focus_on(ui, {});
    const std::string text = header_text(frame.model, focused);
    pen.formula(pen.look().fonts.bold, {x + gap, middle}, pen.theme().text, text);
    hover_area(widgets, "focus/title", {x, rect.y0, rect.x1, rect.y1}, text);
}

void use_board_keys(const BoardFrame& frame) {
    UiState& ui = frame.context.ui;
    if (!keys_are_free(ui)) return;
    if (is_command_pressed("fit_network")) ui.fit_network = !ui.fit_network;
    if (ui.focus_layer.empty()) {
        if (is_command_pressed("focus")) focus_on(ui, layer_to_focus(frame));
        return;
    }
    const bool back = ImGui::GetIO().KeyShift;
    if (is_command_pressed("focus_next") || (is_key_pressed(Key::kTab) && !back))
        focus_on(ui, focus_step(frame.model, ui.focus_layer, 1));
    else if (is_command_pressed("focus_previous") || (is_key_pressed(Key::kTab) && back))
        focus_on(ui, focus_step(frame.model, ui.focus_layer, -1));
    else if (is_command_pressed("focus") || (is_key_pressed(Key::kEscape) && may_let_go(ui)))
        focus_on(ui, {});
}

}  // namespace convscope::app
