#include "app/views/painter.hpp"

#include <algorithm>

#include "app/platform/imgui_compat.hpp"
#include "app/views/board_frame.hpp"

namespace convscope::app {

namespace {

bool are_same_pixels(const TiledImage& a, const TiledImage& b) {
    return a.shape() == b.shape() && std::ranges::all_of(a.changes_since(b), &Rect::empty);
}

}  // namespace

void Painter::update(const BoardFrame& frame, const MapResult& picture) {
    const BrushPoint point{picture.pointer.x, picture.pointer.y};
    if (stroke_ && is_key_pressed(Key::kEscape)) {
        frame.cancel(gesture_);
        stroke_.reset();
    }
    // Undone, or another picture was opened: what follows would bring it back.
    if (stroke_ && !are_same_pixels(frame.context.scene.image, stroke_->image())) stroke_.reset();
    if (picture.pressed && frame.context.scene.image.shape() == frame.results.plan.shapes.front()) {
        gesture_ = frame.context.ui.new_gesture();
        stroke_.emplace(frame.context.scene.image, frame.context.ui.brush, point);
        last_ = point;
        frame.edit(PaintImage{stroke_->image()}, gesture_);
    } else if (stroke_ && picture.active && (point.x != last_.x || point.y != last_.y)) {
        stroke_->extend(point);
        last_ = point;
        frame.edit(PaintImage{stroke_->image()}, gesture_);
    }
    if (!picture.active) stroke_.reset();
}

void draw_brush(const BoardFrame& frame, const MapResult& picture) {
    if (!picture.hovered && !picture.active) return;
    const Pen pen = frame.pen();
    const PixelRect& clip = picture.transform.frame();
    const float radius = std::max(
        frame.context.ui.brush.diameter_px / 2 * picture.transform.cell_width(), pen.px(2));
    const ImVec2 centre = ImGui::GetIO().MousePos;
    pen.list()->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
    pen.list()->AddCircle(centre, radius + 1, Colour{0, 0, 0, 200}.packed(), 0, pen.px(1.5f));
    pen.list()->AddCircle(centre, radius, Colour{255, 255, 255}.packed(), 0, pen.px(1.2f));
    pen.list()->PopClipRect();
}

}  // namespace convscope::app
