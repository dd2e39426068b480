#include "app/performer.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "app/messages.hpp"
#include "core/scene/consequences.hpp"

namespace convscope::app {

void Performer::perform(const Action& action) {
    std::visit([this](const auto& one) { carry_out(one); }, action);
}

void Performer::report(const Error& error) {
    add_message(ui_, Message::Kind::kError, error.text());
}

void Performer::note(std::string text) {
    if (!text.empty()) add_message(ui_, Message::Kind::kNote, std::move(text));
}

void Performer::carry_out(const EditAction& action) {
    History& history = document_.history();
    const Scene before = history.current();
    const std::uint64_t revision = history.revision();
    const Result<void> applied = history.apply(action.edit, action.gesture);
    if (!applied) {
        report(applied.error());
    } else if (history.revision() != revision) {
        tell_consequences(before, action);
        see_what_was_learned(action.edit);
    }
}

void Performer::tell_consequences(const Scene& before, const EditAction& action) {
    if (action.gesture != 0 && told_gesture_ == action.gesture) return;
    std::string consequences =
        describe_consequences(before, action.edit, document_.history().current());
    if (consequences.empty()) return;
    told_gesture_ = action.gesture;
    note(std::move(consequences));
}

void Performer::see_what_was_learned(const Edit& edit) {
    if (std::holds_alternative<PaintImage>(edit)) ui_.hints_done.insert("paint");
    if (std::holds_alternative<SetWeight>(edit)) ui_.hints_done.insert("weight");
}

void Performer::carry_out(const CancelGestureAction& action) {
    document_.history().cancel_gesture(action.gesture);
}

void Performer::carry_out(const UndoAction&) {
    if (document_.undoes_a_lesson() && lessons_to_undo_ > 0)
        show_text(opened_lessons_[--lessons_to_undo_].before);
    document_.undo();
}

void Performer::carry_out(const RedoAction&) {
    if (document_.redoes_a_lesson() && lessons_to_undo_ < opened_lessons_.size())
        show_text(opened_lessons_[lessons_to_undo_++].after);
    document_.redo();
}

Result<void> Performer::open(const std::filesystem::path& path) {
    const std::uint64_t revision = document_.history().revision();
    if (is_lesson_file(path)) return show(document_.open_lesson_file(path), revision);
    const std::filesystem::path before = document_.path();
    Result<std::string> opened = document_.open(path);
    if (!opened) return opened.error();
    if (document_.path() != before) leave_focus();
    note(std::move(opened).value());
    return {};
}

void Performer::carry_out(const OpenAction& action) {
    if (const Result<void> opened = open(action.path); !opened) report(opened.error());
}

void Performer::carry_out(const OpenAssetAction& action) {
    const Scene before = document_.history().current();
    if (const Result<void> opened = document_.open_asset(action.name); !opened) {
        report(opened.error());
        return;
    }
    const Scene& after = document_.history().current();
    note(describe_consequences(before, SetImage{after.image, after.image_name}, after));
}

void Performer::carry_out(const OpenLessonAction& action) {
    const std::uint64_t revision = document_.history().revision();
    const Result<void> opened = show(document_.open_lesson(action.asset), revision);
    if (!opened) report(opened.error());
}

Result<void> Performer::show(Result<Lesson> lesson, std::uint64_t revision) {
    if (!lesson) return lesson.error();
    auto text = std::make_shared<const Lesson>(std::move(lesson).value());
    if (document_.history().revision() != revision) {
        opened_lessons_.resize(lessons_to_undo_);
        opened_lessons_.push_back({ui_.lesson, text});
        ++lessons_to_undo_;
    }
    show_text(std::move(text));
    ui_.open_drawers.insert("lesson");
    return {};
}

void Performer::show_text(std::shared_ptr<const Lesson> lesson) {
    ui_.lesson = std::move(lesson);
    leave_focus();
}

void Performer::leave_focus() {
    ui_.focus_layer.clear();
    ui_.last_focus.clear();
    ui_.pinned.reset();
    ui_.last_pointed.reset();
}

void Performer::carry_out(const SaveAction& action) {
    if (action.path.empty() && document_.path().empty()) {
        carry_out(SaveAsAction{action.then_quits});
        return;
    }
    if (action.asks_to_replace && document_.would_replace(action.path)) {
        ui_.ask_replace = true;
        ui_.asked_save = {action.path.string(), action.then_quits};
        return;
    }
    const Result<std::filesystem::path> saved = document_.save(action.path);
    if (saved) {
        note("Saved " + saved->string() + ".");
        if (action.then_quits) quitting_ = true;
    } else {
        report(saved.error());
    }
}

void Performer::carry_out(const SaveAsAction& action) {
    ui_.ask_save_path = true;
    ui_.asked_save = {document_.suggested_path().string(), action.then_quits};
}

void Performer::carry_out(const QuitAction& action) {
    if (document_.history().modified() && !action.discard_changes) {
        ui_.ask_quit = true;
    } else {
        quitting_ = true;
    }
}

void Performer::carry_out(const SetScaleAction& action) {
    look_.scale = action.scale > 0 ? std::clamp(action.scale, kMinScale, kMaxScale) : 0;
}

void Performer::carry_out(const SetThemeAction& action) {
    if (const Theme* theme = find_theme(action.id)) {
        look_.theme = theme;
    } else {
        report({"There is no such theme.", action.id});
    }
}

void Performer::carry_out(const StepAction& action) {
    stepper_.perform(action, Stepper::Clock::now());
}

void Performer::carry_out(const ToggleFullScreenAction&) {
    surface_.set_full_screen(!surface_.is_full_screen());
}

}  // namespace convscope::app
