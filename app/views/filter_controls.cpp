#include <algorithm>
#include <cmath>

#include "app/views/filter_card.hpp"
#include "app/views/filter_edits.hpp"
#include "app/views/pins.hpp"
#include "app/views/preset_list.hpp"
#include "app/widgets/number_field.hpp"
#include "core/io/preset_file.hpp"

namespace convscope::app {
namespace {

constexpr float kChangeButton = 19, kChangeGap = 1, kLinkSwitch = 22;  // At scale 1.
constexpr float kPresetPicture = 18, kPresetCell = 6;
constexpr float kListShare = 0.75f;  // Of the window's height.

/// Of the channels, the weight of the largest magnitude.
float largest(ConstTensorView weights, int y, int x) {
    float found = 0;
    for (int c = 0; c < weights.shape().c; ++c)
        if (std::abs(weights(0, c, y, x)) > std::abs(found)) found = weights(0, c, y, x);
    return found;
}

/// The filter in small, in front of its name.
void draw_preset_picture(const BoardFrame& frame, const FilterPreset& preset) {
    const float side = std::round(frame.px(kPresetPicture));
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy({side, side});
    ImGui::SameLine();
    if (!ImGui::IsRectVisible(corner, {corner.x + side, corner.y + side})) return;
    const ConstTensorView weights = preset.weights.view();
    const Shape shape = weights.shape();
    const ColourScale scale = frame.scales.preset(weights);
    const float cell =
        std::max(1.0f, std::min(std::floor(frame.px(kPresetCell)),
                                std::floor(side / static_cast<float>(std::max(shape.w, shape.h)))));
    const float x0 = std::round(corner.x + (side - cell * static_cast<float>(shape.w)) / 2);
    const float y0 = std::round(corner.y + (side - cell * static_cast<float>(shape.h)) / 2);
    const Pen pen = frame.pen();
    for (int y = 0; y < shape.h; ++y)
        for (int x = 0; x < shape.w; ++x) {
            const float left = x0 + cell * static_cast<float>(x);
            const float top = y0 + cell * static_cast<float>(y);
            pen.fill({left, top, left + cell, top + cell}, scale.colour(largest(weights, y, x)));
        }
    pen.outline({x0 - 1, y0 - 1, x0 + cell * static_cast<float>(shape.w) + 1,
                 y0 + cell * static_cast<float>(shape.h) + 1},
                pen.theme().border);
}

/// For weights that have no presets.
void draw_random_button(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    if (chip(frame.ui(), {.path = "layer/" + layer.id + "/random",
                          .rect = rect,
                          .text = "random",
                          .tooltip = "Sets all weights to small random numbers, other ones each "
                                     "time."}))
        frame.edit(random_edit(frame.newest(layer), 0, ++frame.context.ui.random_weights));
}

void draw_link_switch(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    UiState& ui = frame.context.ui;
    const float word = text_size(frame.context.look.fonts.small_text, "link").x;
    const bool word_fits = frame.px(kLinkSwitch + 6) + word <= width(rect);
    if (toggle_switch(frame.ui(), {.path = "layer/" + layer.id + "/link_channels",
                                   .rect = rect,
                                   .text = word_fits ? "link" : "",
                                   .tooltip = "Links the channels: a weight set in one of them is "
                                              "set in all.",
                                   .on = ui.link_channels}))
        ui.link_channels = !ui.link_channels;
}

}  // namespace

void draw_preset_choice(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    if (!has_sliding_filter(*layer.op)) {
        draw_random_button(frame, layer, rect);
        return;
    }
    const std::string path = "layer/" + layer.id + "/preset";
    const Layer& newest = frame.newest(layer);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    if (ImGui::IsPopupOpen((path + "##list").c_str()))
        ImGui::SetNextWindowSizeConstraints({0, 0}, {screen.x, screen.y * kListShare});
    if (!begin_choice(frame.ui(), {.path = path,
                                   .rect = rect,
                                   .text = weights_label(newest),
                                   .tooltip = "Presets: filters to start from."}))
        return;
    UiState& ui = frame.context.ui;
    if (ImGui::IsWindowAppearing()) forget_own_presets(ui);
    for_each_preset(
        ui, [&](const std::string& group) { choice_heading(frame.ui(), group); },
        [&](const FilterPreset& preset, bool own) {
            draw_preset_picture(frame, preset);
            if (choice_item(frame.ui(), {.path = path + "/" + preset_path(preset, own),
                                         .text = preset.label,
                                         .tooltip = preset.description,
                                         .on = preset.label == newest.weights_name}))
                frame.edit(preset_edit(newest, layer.shown_filter, preset));
        });
    ImGui::Separator();
    if (choice_item(frame.ui(), {.path = path + "/save",
                                 .text = "Save as preset…",
                                 .tooltip = "Keeps this filter under a name, for other scenes too.",
                                 .enabled = !ui.presets_folder.empty()}))
        ui.ask_preset = AskedPreset{.layer = layer.id,
                                    .filter = layer.shown_filter,
                                    .deletes = false,
                                    .id = {},
                                    .label = {}};
    end_choice();
}

void draw_change_buttons(const BoardFrame& frame, const LayerModel& layer, const PixelRect& row) {
    const Pen pen = frame.pen();
    const float side = std::round(pen.px(kChangeButton)), gap = std::round(pen.px(kChangeGap));
    float x = row.x0;
    for (const FilterOp& op : filter_ops()) {
        const std::string path = "layer/" + layer.id + "/change/" + std::string(op.id);
        const std::string tooltip = std::string(op.label) + ". " + std::string(op.tooltip);
        const PixelRect rect{x, row.y0, x + side, row.y1};
        if (chip(frame.ui(), {.path = path, .rect = rect, .tooltip = tooltip})) {
            const Result<Edit> edit = filter_op_edit(frame.newest(layer), layer.shown_filter, op);
            if (edit)
                frame.edit(*edit);
            else
                frame.refuse(edit.error().text());
        }
        pen.text_in(pen.look().fonts.small_text, rect, Align::kCentre, pen.theme().text, op.sign);
        x = rect.x1 + gap;
    }
    if (layer.weights.c > 1)
        draw_link_switch(frame, layer, {x + pen.px(4), row.y0, row.x1, row.y1});
}

void draw_bias(const BoardFrame& frame, const LayerModel& layer, const PixelRect& rect) {
    const Layer& newest = frame.newest(layer);
    const std::string path = "layer/" + layer.id + "/bias";
    if (newest.bias.empty()) {
        const float left = std::max(rect.x0, rect.x1 - chip_width(frame.ui(), "add bias"));
        if (chip(frame.ui(), {.path = path + "/add",
                              .rect = {left, rect.y0, rect.x1, rect.y1},
                              .text = "add bias",
                              .tooltip = "Gives each filter a number that is added to all cells of "
                                         "its output."}))
            frame.edit(bias_edit(newest, layer.shown_filter, 0));
        return;
    }
    const Pen pen = frame.pen();
    const int filter = existing_filter(newest, layer.shown_filter);
    const PixelRect remove{rect.x1 - height(rect), rect.y0, rect.x1, rect.y1};
    const PixelRect box{remove.x0 - pen.px(58), rect.y0, remove.x0 - pen.px(4), rect.y1};
    pen.text_in(pen.look().fonts.small_text, {rect.x0, rect.y0, box.x0 - pen.px(5), rect.y1},
                Align::kRight, pen.theme().quiet, "bias");
    const WeightEdit change = weight_field(
        frame.ui(), frame.editor,
        {.path = path + "/" + std::to_string(filter),
         .rect = box,
         .value = newest.bias[static_cast<std::size_t>(filter)],
         .tooltip = "Bias of the shown filter: added to all cells of its output.\nClick "
                    "and type, turn the wheel, or drag up and down."});
    if (ImGui::IsMouseHoveringRect({box.x0, box.y0}, {box.x1, box.y1}) && ImGui::IsWindowHovered())
        point_at_newest(frame, layer, NumberRef::Kind::kBias, {filter, 0, 0, 0});
    if (!change.message.empty()) frame.refuse(change.message);
    if (change.cancelled) frame.cancel(change.gesture);
    if (change.value) frame.edit(bias_edit(newest, filter, *change.value), change.gesture);
    if (chip(frame.ui(), {.path = path + "/remove",
                          .rect = remove,
                          .text = "×",
                          .tooltip = "Removes the bias of every filter."}))
        frame.edit(SetBias{layer.id, {}});
}

}  // namespace convscope::app
