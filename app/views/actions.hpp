#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "app/views/transport.hpp"
#include "core/scene/edit.hpp"

namespace convscope::app {

// What a frame's views asked for. Carried out by Application after every view has drawn, so that
// all views of one frame show the same scene.

struct EditAction {
    Edit edit;
    std::uint64_t gesture = 0;
};
/// Esc during a drag: drops what the edits of this gesture did (History::cancel_gesture).
struct CancelGestureAction {
    std::uint64_t gesture = 0;
};
struct UndoAction {};
struct RedoAction {};
struct OpenAction {
    std::filesystem::path path;
};
struct OpenAssetAction {
    std::string name;
};  ///< A built-in picture, "pictures/step.png".
struct OpenLessonAction {
    std::string asset;
};  ///< A part of the worksheet, "lessons/1a_stride.json"; its drawer opens too.
struct SaveAction {
    /// Empty: where it was opened or saved last, else as SaveAsAction.
    std::filesystem::path path = {};
    /// Sets UiState::ask_replace where the file exists and is not the scene's own.
    bool asks_to_replace = false;
    bool then_quits = false;  ///< Unless it fails.
};
/// Sets UiState::ask_save_path.
struct SaveAsAction {
    bool then_quits = false;
};
/// With unsaved work it sets UiState::ask_quit, unless that work is to be lost.
struct QuitAction {
    bool discard_changes = false;
};
struct SetScaleAction {
    float scale = 1;
};
struct SetThemeAction {
    std::string id;
};
// The walk through both passes (app/stepper.hpp). All but leaving it start it where it is off.

struct StepMoveAction {
    enum class Way { kForward, kBack, kStart, kEnd } way = Way::kForward;
};
struct StepPlayAction {};  ///< Plays, or pauses.
struct StepLeaveAction {};
/// To this share of a phase.
struct StepSeekAction {
    std::size_t phase = 0;
    double fraction = 0;
};
/// To where a number is just complete.
struct StepToAction {
    NumberRef number;
};
struct StepSetAction {
    StepSettings settings;
};
using StepAction = std::variant<StepMoveAction, StepPlayAction, StepLeaveAction, StepSeekAction,
                                StepToAction, StepSetAction>;

/// A window covers the whole monitor, or goes back to where it was.
struct ToggleFullScreenAction {};

using Action = std::variant<EditAction, CancelGestureAction, UndoAction, RedoAction, OpenAction,
                            OpenAssetAction, OpenLessonAction, SaveAction, SaveAsAction, QuitAction,
                            SetScaleAction, SetThemeAction, ToggleFullScreenAction, StepAction>;

using Actions = std::vector<Action>;

}  // namespace convscope::app
