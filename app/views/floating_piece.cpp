#include "app/views/floating_piece.hpp"

#include <algorithm>
#include <cmath>

#include "app/platform/imgui_compat.hpp"
#include "app/views/board_frame.hpp"
#include "app/views/free_keys.hpp"
#include "core/scene/picture_ops.hpp"

namespace convscope::app {

Rect FloatingPiece::rect() const {
    const Shape shape = piece_->shape();
    return {x_, y_, x_ + shape.w, y_ + shape.h};
}

void FloatingPiece::begin(const BoardFrame& frame) {
    piece_ = frame.context.ui.pasted;
    start_ = frame.context.scene.image;
    gesture_ = frame.context.ui.new_gesture();
    x_ = (start_.shape().w - piece_->shape().w) / 2;
    y_ = (start_.shape().h - piece_->shape().h) / 2;
    drags_ = closes_ = false;
    add_message(frame.context.ui, Message::Kind::kNote,
                "Drag the piece to its place. Enter keeps it there, Esc drops it.");
    place(frame);
}

void FloatingPiece::place(const BoardFrame& frame) {
    shown_ = pasted(start_, frame.context.ui.paint.brush.channels, *piece_, x_, y_);
    frame.edit(PaintImage{shown_, "Paste"}, gesture_);
}

void FloatingPiece::follow(const MapResult& picture) {
    // A piece of it stays in the picture, so that it can be taken again.
    const Shape whole = start_.shape(), part = piece_->shape();
    x_ = std::clamp(static_cast<int>(std::lround(picture.pointer.x - grip_x_)), 1 - part.w,
                    whole.w - 1);
    y_ = std::clamp(static_cast<int>(std::lround(picture.pointer.y - grip_y_)), 1 - part.h,
                    whole.h - 1);
}

void FloatingPiece::end(const BoardFrame& frame) {
    piece_.reset();
    frame.context.ui.pasted.reset();
}

void FloatingPiece::use_keys(const BoardFrame& frame) {
    if (!keys_are_free(frame.context.ui)) return;
    if (is_key_pressed(Key::kEscape)) {
        frame.edit(PaintImage{start_, "Paste"}, gesture_);
        end(frame);
    } else if (is_key_pressed(Key::kEnter)) {
        end(frame);
    }
}

bool FloatingPiece::update(const BoardFrame& frame, const MapResult& picture) {
    if (frame.context.ui.pasted != piece_) {
        begin(frame);
        return true;
    }
    if (!piece_) return false;
    // Undone, or painted over from elsewhere: what is there stays.
    if (!frame.context.scene.image.same_pixels(shown_)) end(frame);
    if (piece_) use_keys(frame);
    if (!piece_) return false;
    if (picture.pressed) {
        drags_ = rect().contains(static_cast<int>(std::floor(picture.pointer.x)),
                                 static_cast<int>(std::floor(picture.pointer.y)));
        closes_ = !drags_;
        grip_x_ = picture.pointer.x - static_cast<float>(x_);
        grip_y_ = picture.pointer.y - static_cast<float>(y_);
    }
    if (!picture.active) {
        if (closes_) end(frame);
        drags_ = closes_ = false;
        return true;
    }
    const int old_x = x_, old_y = y_;
    if (drags_) follow(picture);
    if (x_ != old_x || y_ != old_y) place(frame);
    return true;
}

void FloatingPiece::draw(const BoardFrame& frame, const MapResult& picture) const {
    if (!piece_) return;
    const Pen pen = frame.pen();
    const PixelRect place = picture.transform.rect_of(rect());
    pen.outline(inset(place, -1), Colour{0, 0, 0, 220}, 0, pen.px(3));
    pen.outline(place, pen.theme().forward, 0, pen.px(1.5f));
    frame.context.names.record("picture/piece", place);
}

}  // namespace convscope::app
