#include <algorithm>
#include <cmath>

#include "app/views/filter_edits.hpp"
#include "app/views/loss_controls.hpp"
#include "app/views/loss_tools.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/pins.hpp"
#include "app/views/preset_list.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/number_field.hpp"
#include "core/scene/refit.hpp"

namespace convscope::app {
namespace {

constexpr float kValueField = 48, kLeastMap = 64;  // At scale 1.
constexpr float kWideCard = 260, kBeside = 8;
constexpr float kListShare = 0.75f;  ///< Of the window's height.

void set_target(const BoardFrame& frame, std::shared_ptr<const Tensor> tensor, std::string name) {
    Objective objective = frame.context.scene.objective;
    objective.tensor = std::move(tensor);
    objective.tensor_name = std::move(name);
    frame.edit(SetObjective{std::move(objective), "Set target"});
}

/// The layer whose filter another target comes from: the one pointed at last, else the first.
const Layer* filter_layer(const BoardFrame& frame) {
    const Layer* pointed = frame.context.scene.find_layer(frame.context.ui.pointed_layer);
    if (pointed != nullptr && changes_by_menu(*pointed)) return pointed;
    return first_filter_layer(frame.context.scene);
}

bool fits_into(const FilterPreset& preset, const Layer& layer) {
    const Shape filter = preset.weights.shape(), room = layer.weights->shape();
    return filter.w <= room.w && filter.h <= room.h;
}

/// The newest scene with this preset in the layer's filter, in the middle of its window, so that
/// all maps keep their shapes.
Scene scene_with(const BoardFrame& frame, const Layer& layer, const FilterPreset& preset) {
    Scene scene = frame.context.scene;
    const auto shown = frame.context.ui.shown_filter.find(layer.id);
    const int filter = shown == frame.context.ui.shown_filter.end() ? 0 : shown->second;
    const Edit edit = preset_edit(layer, existing_filter(layer, filter), preset);
    scene.find_layer(layer.id)->weights = std::make_shared<const Tensor>(
        fit_weights(std::get<SetWeights>(edit).weights->view(), layer.weights->shape()));
    scene.objective = {};
    return scene;
}

/// Presets that the layer's filter has room for.
void list_filters(const BoardFrame& frame, const Layer& layer) {
    const Shape room = layer.weights->shape();
    choice_heading(frame.ui(), "The output with another filter in " + layer.id);
    int left_out = 0;
    for_each_preset(frame.context.ui, nullptr, [&](const FilterPreset& preset, bool own) {
        if (!fits_into(preset, layer)) {
            ++left_out;
        } else if (choice_item(frame.ui(),
                               {.path = "objective/target/" + preset_path(preset, own),
                                .text = preset.label,
                                .tooltip = preset.description,
                                .on = preset.label == frame.context.scene.objective.tensor_name})) {
            frame.loss_tools.other_filter.start(scene_with(frame, layer, preset), preset.label);
        }
    });
    if (left_out > 0)
        choice_heading(frame.ui(), std::to_string(left_out) + " more are larger than " +
                                       std::to_string(room.w) + " × " + std::to_string(room.h));
}

void draw_target_choice(const BoardFrame& frame, const PixelRect& rect) {
    const std::string path = "objective/target";
    const std::string& symbol = frame.model.maps.back().symbol;
    const std::string& given = frame.context.scene.objective.tensor_name;
    const std::string name = given.empty() ? "painted" : given;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    if (ImGui::IsPopupOpen((path + "##list").c_str()))
        ImGui::SetNextWindowSizeConstraints({0, 0}, {screen.x, screen.y * kListShare});
    const bool running = frame.loss_tools.other_filter.running();
    if (!begin_choice(frame.ui(), {.path = path,
                                   .rect = rect,
                                   .text = "T: " + (running ? "computing" : name),
                                   .tooltip = "Where the target T comes from."}))
        return;
    choice_heading(frame.ui(), "The target T");
    if (choice_item(frame.ui(), {.path = path + "/output",
                                 .text = "Keep this " + symbol,
                                 .tooltip = "A copy of the present output: L is 0 until something "
                                            "changes."}))
        set_target(frame,
                   std::make_shared<const Tensor>(frame.results.values.back().values.clone()),
                   kept_name(symbol));
    if (choice_item(frame.ui(),
                    {.path = path + "/zero",
                     .text = "0 everywhere",
                     .tooltip = "A blank target, to paint on. L is half the sum of squares then."}))
        set_target(frame, filled_tensor(frame.results.plan.shapes.back(), 0), "0");
    if (const Layer* layer = filter_layer(frame)) list_filters(frame, *layer);
    end_choice();
}

void draw_reduction(const BoardFrame& frame, const PixelRect& rect) {
    const std::array<ChipChoice, 2> choices{
        ChipChoice{"objective/sum", "sum",
                   "L adds all cells: the gradient of each is by how much it exceeds T."},
        ChipChoice{"objective/mean", "mean",
                   "The sum divided by the number of cells: L does not grow with the map."}};
    Objective objective = frame.context.scene.objective;
    const auto pressed = chip_row(frame.ui(), rect, choices, objective.mean ? 1 : 0);
    if (!pressed || objective.mean == (*pressed == 1)) return;
    objective.mean = *pressed == 1;
    frame.edit(SetObjective{std::move(objective)});
}

/// The largest rectangle in the room, in the middle at its top, whose cells are squares.
PixelRect map_place(const MapModel& model, const PixelRect& room) {
    if (model.vector) return room;
    const auto columns = static_cast<float>(model.drawn_shape().w);
    const auto rows = static_cast<float>(model.drawn_shape().h);
    const float cell = std::min(width(room) / columns, height(room) / rows);
    const float wide = std::round(cell * columns), high = std::round(cell * rows);
    const float x = std::round((room.x0 + room.x1 - wide) / 2);
    return {x, room.y0, x + wide, room.y0 + high};
}

std::string target_hint(const BoardFrame& frame, const MapSpec& spec, Cell drawn) {
    const MapModel& model = frame.model.maps.back();
    const Cell cell = model.cell_of_drawn(drawn);
    const std::string place =
        model.vector ? "[" + std::to_string(drawn.y) + "]"
                     : "[" + std::to_string(drawn.x) + ", " + std::to_string(drawn.y) + "]";
    const auto equation = [&](const std::string& symbol, float value) {
        return symbol + place + " = " + format_signed(value);
    };
    return equation("T", spec.map->values.view()(0, spec.channel, drawn.y, drawn.x)) + "\n" +
           equation(model.symbol, model.value->values.view()(cell)) + "\n" +
           equation(gradient_symbol(model.symbol), model.gradient->values.view()(cell)) +
           paint_hint(frame);
}

/// T, to be painted on.
void draw_target_map(const BoardFrame& frame, const PixelRect& room) {
    const auto& tensor = frame.results.scene.objective.tensor;
    const MapModel& model = frame.model.maps.back();
    UiState& ui = frame.context.ui;
    MapSpec spec =
        map_spec(frame, frame.model.maps.size() - 1, false, std::max(0, model.value_channel));
    const std::string name = model.vector || !ui.link_zoom ? "T" : "";
    spec.path = "map/T";
    spec.texture_key = "target";
    spec.map = &frame.loss_tools.target.update(tensor);
    spec.picture = false;
    const float magnitude = spec.map->range.magnitude();
    if (!model.is_picture() && magnitude > spec.scale.high) {
        spec.scale.low = -magnitude;
        spec.scale.high = magnitude;
    }
    spec.frame = map_place(model, inset(room, 1));
    spec.zoom = ui.zooms[name];
    const ImGuiIO& io = ImGui::GetIO();
    spec.takes_keys = !ui.keys_taken && !io.WantTextInput && !io.KeyCtrl && !io.KeyAlt;
    const bool paints = TensorPainter::takes_left_button(ui);
    spec.pans_with_left = !paints;
    const MapResult result = map_widget(frame.ui(), frame.context.gpu, spec);
    ui.zooms[name] = result.zoom;
    if (paints) frame.loss_tools.painter.note(result, spec.channel);
    if (!result.hovered) return;
    point_at(frame, {NumberRef::Kind::kGradient, frame.model.maps.size() - 1, 0,
                     model.cell_of_drawn(*result.hovered)});
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left))
        show_tooltip(frame.ui(), target_hint(frame, spec, *result.hovered));
}

/// Where there is no room for both, the target takes the place of the controls.
bool draw_show_switch(const BoardFrame& frame, const PixelRect& rect) {
    bool& shown = frame.context.ui.show_target;
    if (toggle_switch(frame.ui(), {.path = "objective/show_target",
                                   .rect = rect,
                                   .text = "show T",
                                   .tooltip = "Shows the target T in place of these controls, to "
                                              "paint on it.",
                                   .on = shown}))
        shown = !shown;
    return shown;
}

}  // namespace

void draw_paint_value(const BoardFrame& frame, const PixelRect& rect) {
    const Pen pen = frame.pen();
    UiState& ui = frame.context.ui;
    const PixelRect box{rect.x1 - pen.px(kValueField), rect.y0, rect.x1, rect.y1};
    pen.text_in(pen.look().fonts.small_text, {rect.x0, rect.y0, box.x0, rect.y1}, Align::kLeft,
                pen.theme().quiet, "paint");
    const WeightEdit change = weight_field(
        frame.ui(), frame.editor,
        {.path = "objective/paint_value",
         .rect = box,
         .value = ui.loss_paint_value,
         .tooltip = "The value that a drag paints; the brush has the size of the tool bar, in "
                    "cells.\nClick and type, turn the wheel, or drag up and down. A right click "
                    "on the map takes the value there."});
    if (!change.message.empty()) frame.refuse(change.message);
    if (change.value) ui.loss_paint_value = *change.value;
}

void draw_target_controls(const BoardFrame& frame, const PixelRect& whole) {
    PixelRect rect = whole;
    // A wide card, as in focus, has the target beside them.
    const bool wide = width(whole) >= frame.px(kWideCard);
    if (wide) rect.x1 = std::round((whole.x0 + whole.x1) / 2) - frame.px(kBeside);
    const float row = frame.px(kControlRow), step = row + frame.px(kControlGap);
    const auto line = [&](int index) {
        const float y = rect.y0 + step * static_cast<float>(index);
        return PixelRect{rect.x0, y, rect.x1, y + row};
    };
    const bool small = !wide && height(rect) < 3 * step + frame.px(kLeastMap);
    if (small && draw_show_switch(frame, line(0))) {
        draw_target_map(frame, {rect.x0, line(1).y0, rect.x1, rect.y1});
        return;
    }
    int next = small ? 1 : 0;
    draw_reduction(frame, line(next++));
    draw_target_choice(frame, line(next++));
    draw_paint_value(frame, line(next++));
    if (wide)
        draw_target_map(frame, {rect.x1 + 2 * frame.px(kBeside), whole.y0, whole.x1, whole.y1});
    else if (!small)
        draw_target_map(frame, {rect.x0, line(next).y0, rect.x1, rect.y1});
}

void take_computed_target(const BoardFrame& frame) {
    LastMapJob& job = frame.loss_tools.other_filter;
    auto outcome = job.take();
    frame.context.ui.computing_target = job.running();
    if (!outcome || !is_target(frame.context.scene.objective)) return;
    if (outcome->map == nullptr)
        frame.refuse(
            "There is not enough memory for the output of another filter: take a smaller "
            "picture.");
    else
        set_target(frame, std::move(outcome->map), std::move(outcome->name));
}

}  // namespace convscope::app
