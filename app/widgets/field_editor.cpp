#include "app/widgets/field_editor.hpp"

#include <imgui.h>

#include <cmath>
#include <utility>

#include "app/platform/imgui_compat.hpp"

namespace convscope::app {
namespace {

/// More than one number.
bool is_list_text(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return false;
    const auto last = text.find_last_not_of(kBlanks);
    return text.substr(first, last + 1 - first).find_first_of("[];, \t\r\n") !=
           std::string_view::npos;
}

}  // namespace

FieldEditor::Keys FieldEditor::read_keys() {
    const ImGuiIO& io = ImGui::GetIO();
    Keys keys;
    if (!io.KeyCtrl) {
        for (const ImWchar c : io.InputQueueCharacters)
            if (c > ' ' && c < 127) keys.characters += static_cast<char>(c);
        const double sign = is_key_pressed(Key::kPageUp, true) ||
                                    (keys.characters.empty() && is_key_pressed(Key::kPlus, true))
                                ? 1
                            : is_key_pressed(Key::kPageDown, true) ||
                                    (keys.characters.empty() && is_key_pressed(Key::kMinus, true))
                                ? -1
                                : 0;
        keys.nudge = sign;
    }
    keys.enter = is_key_pressed(Key::kEnter);
    keys.escape = is_key_pressed(Key::kEscape);
    keys.backspace = is_key_pressed(Key::kBackspace, true);
    keys.erase = !io.KeyCtrl && is_key_pressed(Key::kDelete);
    keys.paste = io.KeyCtrl && is_key_pressed(Key::kV);
    keys.copy = io.KeyCtrl && is_key_pressed(Key::kC);
    keys.undo = io.KeyCtrl && !io.KeyShift && is_key_pressed(Key::kZ);
    if (is_key_pressed(Key::kTab, true)) keys.move = io.KeyShift ? Move::kPrevious : Move::kNext;
    if (io.KeyAlt) return keys;
    if (is_key_pressed(Key::kLeft, true)) keys.move = Move::kLeft;
    if (is_key_pressed(Key::kRight, true)) keys.move = Move::kRight;
    if (is_key_pressed(Key::kUp, true)) keys.move = Move::kUp;
    if (is_key_pressed(Key::kDown, true)) keys.move = Move::kDown;
    return keys;
}

void FieldEditor::begin_frame(NewGesture new_gesture, float scale, bool keys_free) {
    new_gesture_ = std::move(new_gesture);
    scale_ = scale;
    keys_ = keys_free && has_selection() ? read_keys() : Keys{};
    typed_ = typing_;
    clicked_ = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
    activated_ = seen_ = false;
}

void FieldEditor::end_frame() {
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) drag_ = {};
    if (typed_ || typing_) ImGui::GetIO().WantTextInput = true;
    if (!has_selection()) return;
    if (seen_ && !(clicked_ && !activated_)) return;
    if (typing_ && seen_) {
        left_path_ = selected_;
        left_text_ = text_;
    }
    selected_.clear();
    typing_ = false;
}

void FieldEditor::select(std::string_view path) {
    activated_ = seen_ = true;
    if (selected_ == path) return;
    if (typing_) {
        left_path_ = selected_;
        left_text_ = text_;
    }
    selected_ = path;
    typing_ = false;
}

const std::string* FieldEditor::typing(std::string_view path) const {
    return typing_ && selected_ == path ? &text_ : nullptr;
}

NumberChange FieldEditor::update(const NumberSpec& spec) {
    NumberChange change;
    if (left_path_ == spec.path && !left_path_.empty()) {
        change.typed = left_text_;
        left_path_.clear();
    }
    if (ImGui::IsItemActivated()) {
        select(spec.path);
        drag_ = {std::string(spec.path), spec.value, spec.value, 0, false};
    }
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        start_typing(std::string(spec.text), true);
    if (selected(spec.path)) {
        seen_ = true;
        use_keys(spec, change);
    }
    if (ImGui::IsItemActive() && drag_.path == spec.path) use_drag(spec, change);
    if (ImGui::IsItemHovered() && !drag_.moved) use_wheel(spec, change);
    return change;
}

bool FieldEditor::use_clipboard(const NumberSpec& spec, const Keys& keys, NumberChange& change) {
    if (!spec.one_of_many) return false;
    change.copy = keys.copy;
    const char* text = keys.paste ? ImGui::GetClipboardText() : nullptr;
    if (text != nullptr && is_list_text(text)) change.pasted = text;
    return change.copy || change.pasted;
}

void FieldEditor::start_typing(std::string text, bool replace) {
    typing_ = true;
    replace_ = replace;
    text_ = std::move(text);
}

void FieldEditor::use_keys(const NumberSpec& spec, NumberChange& change) {
    const Keys keys = std::exchange(keys_, {});
    if (drag_.moved && keys.escape) {
        change.cancelled = true;
        change.gesture = drag_.gesture;
        drag_ = {};
        return;
    }
    if (!typing_ && use_clipboard(spec, keys, change)) return;
    if (!typing_ && (!keys.characters.empty() || keys.backspace || keys.erase || keys.paste))
        start_typing("", false);
    if (typing_) {
        keys_ = keys;
        edit_text(spec, change);
        keys_ = {};
        return;
    }
    if (keys.nudge != 0) {
        change.value = spec.value + keys.nudge * (ImGui::GetIO().KeyShift ? spec.fine : spec.step);
        change.gesture = step_gesture(spec.path);
    }
    if (keys.escape) selected_.clear();
    change.move = keys.enter ? Move::kNext : keys.move;
}

void FieldEditor::edit_text(const NumberSpec& spec, NumberChange& change) {
    if (keys_.escape || keys_.undo) {
        typing_ = false;
        return;
    }
    std::string added = keys_.characters;
    if (keys_.paste)
        if (const char* pasted = ImGui::GetClipboardText()) added += pasted;
    if (replace_ && (!added.empty() || keys_.backspace || keys_.erase)) text_.clear();
    replace_ = replace_ && added.empty();
    if (keys_.backspace && !text_.empty()) text_.pop_back();
    text_ += added.substr(0, 32);
    if (!keys_.enter && keys_.move == Move::kNone) return;
    typing_ = false;
    if (!text_.empty() && text_ != spec.text) change.typed = text_;
    change.move = keys_.enter ? Move::kNext : keys_.move;
}

void FieldEditor::use_drag(const NumberSpec& spec, NumberChange& change) {
    if (typing_ || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3 * scale_)) return;
    const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 3 * scale_);
    if (!drag_.moved) {
        drag_.moved = true;
        drag_.gesture = new_gesture_();
    }
    const double steps = std::trunc((way.x - way.y) / (spec.drag_px * scale_));
    const double wanted =
        drag_.start + steps * (ImGui::GetIO().KeyShift ? spec.fine : spec.drag_step);
    if (wanted == drag_.last) return;
    drag_.last = wanted;
    change.value = wanted;
    change.gesture = drag_.gesture;
}

void FieldEditor::use_wheel(const NumberSpec& spec, NumberChange& change) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 || io.KeyCtrl) return;
    change.value =
        spec.value + (io.MouseWheel > 0 ? 1 : -1) * (io.KeyShift ? spec.fine : spec.step);
    change.gesture = step_gesture(spec.path);
}

std::uint64_t FieldEditor::step_gesture(std::string_view path) {
    constexpr std::chrono::milliseconds kTogether{700};
    const auto now = std::chrono::steady_clock::now();
    if (step_path_ != path || now - step_time_ > kTogether) step_gesture_ = new_gesture_();
    step_path_ = path;
    step_time_ = now;
    return step_gesture_;
}

}  // namespace convscope::app
