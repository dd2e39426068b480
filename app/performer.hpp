#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/document.hpp"
#include "app/platform/surface.hpp"
#include "app/stepper.hpp"
#include "app/views/actions.hpp"
#include "app/views/ui_state.hpp"
#include "app/widgets/theme.hpp"

namespace convscope::app {

/// How the interface should look, as the person chose it.
struct ChosenLook {
    float scale = 0;  ///< 0: the monitor's.
    const Theme* theme = &dark_theme();
};

/// Carries out what the views asked for: the only place where a scene, a file or the window
/// changes.
class Performer {
  public:
    Performer(Surface& surface, Document& document, UiState& ui, ChosenLook& look, Stepper& stepper)
        : surface_(surface), document_(document), ui_(ui), look_(look), stepper_(stepper) {}

    void perform(const Action& action);
    /// A picture, a scene or a lesson in place of what is there; says what else changed.
    Result<void> open(const std::filesystem::path& path);
    bool wants_to_quit() const { return quitting_; }

    void report(const Error& error);
    void note(std::string text);

  private:
    void carry_out(const EditAction& action);
    void carry_out(const CancelGestureAction& action);
    void carry_out(const UndoAction&);
    void carry_out(const RedoAction&);
    void carry_out(const OpenAction& action);
    void carry_out(const OpenAssetAction& action);
    void carry_out(const OpenLessonAction& action);
    void carry_out(const SaveAction& action);
    void carry_out(const SaveAsAction& action);
    void carry_out(const QuitAction& action);
    void carry_out(const SetScaleAction& action);
    void carry_out(const SetThemeAction& action);
    void carry_out(const ToggleFullScreenAction&);
    void carry_out(const StepAction& action);

    /// `revision`: the history's, before the lesson's scene came.
    Result<void> show(Result<Lesson> lesson, std::uint64_t revision);
    void show_text(std::shared_ptr<const Lesson> lesson);
    /// What was focused or pinned belongs to the scene before, whatever the new one's layers are
    /// called.
    void leave_focus();
    void tell_consequences(const Scene& before, const EditAction& action);
    void see_what_was_learned(const Edit& edit);

    /// The texts on both sides of a step of the history that opened a lesson.
    struct OpenedLesson {
        std::shared_ptr<const Lesson> before, after;
    };

    Surface& surface_;
    Document& document_;
    UiState& ui_;
    ChosenLook& look_;
    Stepper& stepper_;
    std::optional<std::uint64_t> told_gesture_;  ///< Its consequences were said already.
    /// As many as undo can take back, then those that redo brings again.
    std::vector<OpenedLesson> opened_lessons_;
    std::size_t lessons_to_undo_ = 0;
    bool quitting_ = false;
};

}  // namespace convscope::app
