#include "app/views/painter.hpp"

#include <algorithm>
#include <cmath>

#include "app/platform/imgui_compat.hpp"
#include "app/views/board_frame.hpp"
#include "core/scene/picture_ops.hpp"

namespace convscope::app {
namespace {

/// Dashes along the picture's axes about which strokes are mirrored.
void draw_guides(const BoardFrame& frame, const MapResult& picture) {
    const Mirrors& mirrors = frame.context.ui.paint.brush.mirrors;
    const Shape shape = frame.results.plan.shapes.front();
    const PixelRect all = picture.transform.rect_of(shape.plane());
    const PixelRect& clip = picture.transform.frame();
    const Pen pen = frame.pen();
    const auto dashes = [&](ImVec2 from, ImVec2 to) {
        const float length = std::max(to.x - from.x, to.y - from.y), dash = pen.px(7);
        const ImVec2 way{(to.x - from.x) / length, (to.y - from.y) / length};
        for (float at = 0; at < length; at += 2 * dash) {
            const float end = std::min(length, at + dash);
            const ImVec2 a{from.x + way.x * at, from.y + way.y * at};
            const ImVec2 b{from.x + way.x * end, from.y + way.y * end};
            pen.line(a, b, Colour{0, 0, 0, 190}, pen.px(3));
            pen.line(a, b, Colour{255, 255, 255}, pen.px(1.4f));
        }
    };
    const float x = (all.x0 + all.x1) / 2, y = (all.y0 + all.y1) / 2;
    const float x0 = std::max(all.x0, clip.x0), x1 = std::min(all.x1, clip.x1);
    const float y0 = std::max(all.y0, clip.y0), y1 = std::min(all.y1, clip.y1);
    if (mirrors.left_right && x > x0 && x < x1) dashes({x, y0}, {x, y1});
    if (mirrors.up_down && y > y0 && y < y1) dashes({x0, y}, {x1, y});
}

}  // namespace

void Painter::stop() {
    stroke_.reset();
    picking_ = false;
}

void Painter::update(const BoardFrame& frame, const MapResult& picture) {
    if (stroke_ && is_key_pressed(Key::kEscape)) {
        frame.cancel(stroke_->gesture());
        stroke_.reset();
    }
    // Undone, or another picture was opened: what follows would bring it back.
    if (stroke_ && !frame.context.scene.image.same_pixels(stroke_->image())) stroke_.reset();
    if (piece_.update(frame, picture)) {
        stroke_.reset();
        return;
    }
    pick(frame, picture);
    const bool newest = frame.context.scene.image.shape() == frame.results.plan.shapes.front();
    if (picture.pressed && !picking_ && newest)
        press(frame, {picture.pointer.x, picture.pointer.y});
    else if (stroke_)
        extend(frame, picture);
    if (!picture.active) stroke_.reset();
}

void Painter::press(const BoardFrame& frame, BrushPoint point) {
    const ToolInfo& tool = find_tool(frame.context.ui.tool);
    if (tool.begin == nullptr) return;
    stroke_.emplace(tool, frame.context.scene.image, frame.context.ui.paint, point,
                    frame.context.ui.new_gesture());
    label_ = tool.undo_label;
    frame.edit(PaintImage{stroke_->image(), label_}, stroke_->gesture());
}

void Painter::extend(const BoardFrame& frame, const MapResult& picture) {
    // On a large picture a gradient takes longer than a frame: then one at a time.
    const bool shown = frame.results.scene.image.shares_all_tiles(frame.context.scene.image);
    if (stroke_->follow({picture.pointer.x, picture.pointer.y}, shown || !picture.active))
        frame.edit(PaintImage{stroke_->image(), label_}, stroke_->gesture());
}

void Painter::pick(const BoardFrame& frame, const MapResult& picture) {
    UiState& ui = frame.context.ui;
    const ToolInfo& tool = find_tool(ui.tool);
    if (picture.pressed) picking_ = tool.picks || ImGui::GetIO().KeyAlt;
    if (!picture.active) picking_ = false;
    const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Right);
    const bool right_click = picture.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right) &&
                             way.x == 0 && way.y == 0 && tool.takes_left_button();
    if (!picking_ && !right_click) return;
    const int x = static_cast<int>(std::floor(picture.pointer.x));
    const int y = static_cast<int>(std::floor(picture.pointer.y));
    const TiledImage& image = frame.context.scene.image;
    if (image.shape().plane().contains(x, y)) ui.paint.brush.colour = colour_at(image, x, y);
}

void Painter::draw(const BoardFrame& frame, const MapResult& picture) const {
    const PixelRect& clip = picture.transform.frame();
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
    draw_guides(frame, picture);
    piece_.draw(frame, picture);
    const bool near = picture.hovered || picture.active;
    if (near && !piece_.active() && !picking_ && find_tool(frame.context.ui.tool).uses_size)
        draw_brush_ring(frame, picture);
    list->PopClipRect();
}

}  // namespace convscope::app
