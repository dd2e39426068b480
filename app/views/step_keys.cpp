#include "app/views/step_keys.hpp"

#include <algorithm>
#include <functional>

#include "app/platform/imgui_compat.hpp"
#include "app/views/key_table.hpp"
#include "app/views/prediction.hpp"
#include "app/views/step_parts.hpp"

namespace convscope::app {
namespace {

bool keys_are_free(const UiState& ui) {
    const ImGuiIO& io = ImGui::GetIO();
    return !ui.keys_taken && !io.WantTextInput && !io.KeyCtrl && !io.KeyAlt &&
           !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

void ask(const ViewContext& context, StepAction action) {
    context.actions.emplace_back(std::move(action));
}

void use_moves(const ViewContext& context) {
    using Way = StepMoveAction::Way;
    if (is_command_pressed("step_forward", true)) ask(context, StepMoveAction{Way::kForward});
    if (is_command_pressed("step_back", true)) ask(context, StepMoveAction{Way::kBack});
    if (is_command_pressed("step_start")) ask(context, StepMoveAction{Way::kStart});
    if (is_command_pressed("step_end")) ask(context, StepMoveAction{Way::kEnd});
}

}  // namespace

bool StepKeys::use(const BoardFrame& frame, bool taken) {
    const ViewContext& context = frame.context;
    UiState& ui = context.ui;
    const bool free = keys_are_free(ui);
    use_space(context, free);
    if (taken || !free) return taken;
    if (is_command_pressed("predict")) toggle_prediction(ui);
    const Transport& transport = context.transport;
    if (transport.walk == nullptr) return false;
    if (is_command_pressed("step_follow")) ui.steps_follow_pointer = !ui.steps_follow_pointer;
    if (is_command_pressed("step_grain")) {
        StepSettings settings = transport.settings;
        settings.grain = next_grain(settings.grain);
        ask(context, StepSetAction{settings});
    }
    if (transport.view == nullptr || ui.pinned) return false;
    use_moves(context);
    if (!is_key_pressed(Key::kEscape)) return false;
    ask(context, StepLeaveAction{});
    return true;
}

/// Space that is let go plays, unless it was held to move a map.
void StepKeys::use_space(const ViewContext& context, bool free) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!space_held_) {
        space_held_ = free && is_command_pressed("step_play");
        space_used_ = false;
    }
    if (!space_held_) return;
    space_used_ = space_used_ || std::ranges::any_of(io.MouseDown, std::identity{});
    if (is_key_down(Key::kSpace)) return;
    space_held_ = false;
    if (space_used_ || !free) return;
    context.ui.open_drawers.insert("steps");
    ask(context, StepPlayAction{});
}

}  // namespace convscope::app
