#include "app/views/step_keys.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "app/platform/imgui_compat.hpp"
#include "app/views/free_keys.hpp"
#include "app/views/key_table.hpp"
#include "app/views/prediction.hpp"
#include "app/views/step_parts.hpp"

namespace convscope::app {
namespace {

/// What keys start or change is seen in the drawer.
void ask(const ViewContext& context, StepAction action) {
    context.ui.open_drawers.insert("steps");
    context.actions.emplace_back(std::move(action));
}

/// Before a walk began, arrows move the enlarged map under the pointer.
bool arrows_move_a_map(const BoardFrame& frame) {
    const UiState& ui = frame.context.ui;
    if (frame.context.transport.view != nullptr || !frame.hovered) return false;
    const bool list = frame.model.maps[frame.map_index(frame.hovered->map)].vector;
    const auto zoom = ui.zooms.find(ui.link_zoom && !list ? "" : frame.hovered->map);
    return zoom != ui.zooms.end() && zoom->second.factor > 1;
}

void use_settings(const ViewContext& context) {
    StepSettings settings = context.transport.settings;
    if (is_command_pressed("step_grain")) settings.grain = next_grain(settings.grain);
    if (context.transport.view != nullptr && !context.ui.pinned) {
        if (is_command_pressed("step_faster", true))
            settings.speed = std::min(settings.speed + 1, kStepSpeeds.size() - 1);
        if (is_command_pressed("step_slower", true) && settings.speed > 0) --settings.speed;
    }
    if (settings != context.transport.settings) ask(context, StepSetAction{settings});
}

/// To the end of a phase, or to the start of one.
void use_phase_moves(const ViewContext& context) {
    const Transport& transport = context.transport;
    if (transport.view == nullptr) return;
    const std::size_t phase = transport.view->position.phase;
    const double done = transport.walk->fraction_of(transport.view->position);
    if (is_command_pressed("step_next_phase", true))
        ask(context, StepSeekAction{done < 1 ? phase : phase + 1, 1});
    if (is_command_pressed("step_previous_phase", true))
        ask(context, StepSeekAction{done > 0 || phase == 0 ? phase : phase - 1, 0});
}

void use_moves(const BoardFrame& frame) {
    using Way = StepMoveAction::Way;
    const ViewContext& context = frame.context;
    if (is_command_pressed("step_start")) ask(context, StepMoveAction{Way::kStart});
    if (is_command_pressed("step_end")) ask(context, StepMoveAction{Way::kEnd});
    if (context.ui.pinned || arrows_move_a_map(frame)) return;
    if (is_command_pressed("step_forward", true)) ask(context, StepMoveAction{Way::kForward});
    if (is_command_pressed("step_back", true)) ask(context, StepMoveAction{Way::kBack});
    use_phase_moves(context);
}

}  // namespace

bool StepKeys::use(const BoardFrame& frame, bool taken) {
    const ViewContext& context = frame.context;
    UiState& ui = context.ui;
    const bool free = keys_are_free(ui) && !ImGui::GetIO().KeyAlt;
    follow_pointer(context);
    use_space(context, free);
    if (taken || !free) return taken;
    if (is_command_pressed("predict")) toggle_prediction(ui);
    if (is_command_pressed("step_follow")) ui.steps_follow_pointer = !ui.steps_follow_pointer;
    use_settings(context);
    use_moves(frame);
    const bool leaves = context.transport.view != nullptr && !ui.pinned && may_let_go(ui) &&
                        is_key_pressed(Key::kEscape);
    if (!leaves) return false;
    context.actions.emplace_back(StepAction(StepLeaveAction{}));
    return true;
}

void StepKeys::follow_pointer(const ViewContext& context) {
    const UiState& ui = context.ui;
    const Transport& transport = context.transport;
    const bool moved = std::exchange(pointed_, ui.pointed) != ui.pointed;
    if (moved && ui.pointed && ui.steps_follow_pointer && transport.view && !transport.playing)
        context.actions.emplace_back(StepAction(StepToAction{*ui.pointed}));
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
    ask(context, StepPlayAction{});
}

}  // namespace convscope::app
