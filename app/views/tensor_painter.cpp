#include "app/views/tensor_painter.hpp"

#include <cmath>

#include "app/platform/imgui_compat.hpp"
#include "app/views/board_frame.hpp"
#include "app/views/loss_tensor.hpp"
#include "app/views/map_titles.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

/// What the newest scene's loss has to paint on; null where the results are not of its shape.
const Tensor* newest_tensor(const BoardFrame& frame) {
    const Objective &newest = frame.context.scene.objective, &shown = frame.results.scene.objective;
    if (newest.tensor == nullptr || shown.tensor == nullptr || newest.kind != shown.kind ||
        newest.tensor->shape() != shown.tensor->shape())
        return nullptr;
    return newest.tensor.get();
}

/// One channel takes the mean of a colour: three equal numbers are that number.
PaintSettings number_settings(const UiState& ui) {
    PaintSettings settings = ui.paint;
    const float value = ui.loss_paint_value;
    settings.brush.colour = {value, value, value};
    settings.background = {0, 0, 0};
    settings.brush.channels = {true, true, true};
    return settings;
}

std::string stroke_label(const BoardFrame& frame) {
    if (is_target(frame.context.scene.objective)) return "Paint target";
    return "Paint " + gradient_symbol(frame.model.maps[frame.model.loss_map].symbol);
}

void draw_clipped_brush(const BoardFrame& frame, const MapResult& map) {
    const PixelRect& clip = map.transform.frame();
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
    draw_brush_ring(frame, map);
    list->PopClipRect();
}

}  // namespace

std::string paint_hint(const BoardFrame& frame) {
    return "\nDrag: paints " + format_brief(frame.context.ui.loss_paint_value) +
           ". Right click: takes this value. Esc drops the stroke.";
}

bool TensorPainter::takes_left_button(const UiState& ui) {
    return !ui.space_pans && find_tool(ui.tool).takes_left_button();
}

void TensorPainter::stop() {
    stroke_.reset();
    used_.reset();
    picking_ = false;
}

void TensorPainter::update(const BoardFrame& frame) {
    if (!used_) return stop();
    const Used used = *std::exchange(used_, std::nullopt);
    const Tensor* tensor = newest_tensor(frame);
    if (stroke_ && is_key_pressed(Key::kEscape)) {
        frame.cancel(stroke_->gesture());
        stroke_.reset();
    }
    // Undone, or another loss: what follows would bring it back.
    if (stroke_ && (tensor == nullptr || !is_painted(*tensor))) stroke_.reset();
    if (tensor == nullptr) return;
    pick(frame, used);
    if (used.map.pressed && !picking_)
        press(frame, used);
    else if (stroke_)
        follow(frame, used);
    if (!used.map.active) stroke_.reset();
    const bool near = used.map.hovered || used.map.active;
    if (near && !picking_ && takes_left_button(frame.context.ui) &&
        find_tool(frame.context.ui.tool).uses_size)
        draw_clipped_brush(frame, used.map);
}

bool TensorPainter::is_painted(const Tensor& tensor) const {
    return &tensor == painted_.get() || same_bits(tensor.view(), painted_->view());
}

void TensorPainter::press(const BoardFrame& frame, const Used& used) {
    const UiState& ui = frame.context.ui;
    const ToolInfo& tool = find_tool(ui.tool);
    if (tool.begin == nullptr) return;
    channel_ = used.channel;
    stroke_.emplace(tool, canvas_of(*frame.context.scene.objective.tensor, channel_),
                    number_settings(ui), BrushPoint{used.map.pointer.x, used.map.pointer.y},
                    frame.context.ui.new_gesture());
    set_tensor(frame);
}

void TensorPainter::follow(const BoardFrame& frame, const Used& used) {
    const bool shown = frame.results.scene.objective.tensor == frame.context.scene.objective.tensor;
    if (stroke_->follow({used.map.pointer.x, used.map.pointer.y}, shown || !used.map.active))
        set_tensor(frame);
}

void TensorPainter::set_tensor(const BoardFrame& frame) {
    Objective objective = frame.context.scene.objective;
    painted_ = with_canvas(*objective.tensor, channel_, stroke_->image());
    objective.tensor = painted_;
    objective.tensor_name.clear();
    frame.edit(SetObjective{std::move(objective), stroke_label(frame)}, stroke_->gesture());
}

void TensorPainter::pick(const BoardFrame& frame, const Used& used) {
    UiState& ui = frame.context.ui;
    const ToolInfo& tool = find_tool(ui.tool);
    if (used.map.pressed) picking_ = tool.picks || ImGui::GetIO().KeyAlt;
    if (!used.map.active) picking_ = false;
    const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Right);
    const bool right_click = used.map.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right) &&
                             way.x == 0 && way.y == 0 && tool.takes_left_button();
    if (!picking_ && !right_click) return;
    const int x = static_cast<int>(std::floor(used.map.pointer.x));
    const int y = static_cast<int>(std::floor(used.map.pointer.y));
    const TiledImage canvas = canvas_of(*frame.context.scene.objective.tensor, used.channel);
    if (canvas.shape().plane().contains(x, y)) ui.loss_paint_value = canvas.pixel(0, y, x);
}

}  // namespace convscope::app
