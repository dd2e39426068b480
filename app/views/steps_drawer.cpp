#include "app/views/steps_drawer.hpp"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "app/views/key_table.hpp"
#include "app/views/step_parts.hpp"

namespace convscope::app {
namespace {

constexpr float kLeastCode = 60, kLeastBar = 200;  // At scale 1.

}  // namespace

std::string StepsDrawer::subtitle(const ViewContext& context) const {
    const Transport& transport = context.transport;
    if (transport.view == nullptr) return "";
    return phase_quantity(transport.walk->results(), transport.view->phase) + ": " +
           step_place(transport);
}

void StepsDrawer::draw(const ViewContext& context) {
    if (context.transport.walk == nullptr) return;
    const Look& look = context.look;
    const WidgetUi ui{look, context.names};
    const ImVec2 corner = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    const float x1 = corner.x + room.x - look.px(8), gap = look.px(8);
    const float line = look.px(kStepsLine), buttons = step_buttons_width(look);
    draw_step_buttons(context, {corner.x, corner.y, corner.x + buttons, corner.y + line});
    const float leave = chip_width(ui, "end walk");
    PixelRect bar{corner.x + buttons + gap, corner.y, x1 - leave - gap, corner.y + line};
    // In a narrow drawer it has a line of its own.
    if (width(bar) < look.px(kLeastBar))
        bar = {corner.x, corner.y + line + look.px(2), x1, corner.y + 2 * line + look.px(2)};
    draw_step_bar(context, bar);
    if (chip(ui, {.path = "steps/leave",
                  .rect = {x1 - leave, corner.y + look.px(2), x1, corner.y + line - look.px(2)},
                  .text = "end walk",
                  .tooltip = "Back to the board with everything at once. Key Esc.",
                  .enabled = context.transport.view != nullptr}))
        context.actions.emplace_back(StepAction(StepLeaveAction{}));

    const float settings = draw_step_settings(context, {corner.x, bar.y1 + look.px(5), x1, 0});
    draw_code(context, {corner.x, settings + look.px(6), x1, corner.y + room.y});
}

/// What scrolls, below the transport that stays.
void StepsDrawer::draw_code(const ViewContext& context, const PixelRect& rect) {
    const StepView* view = context.transport.view;
    const bool moved = view != nullptr && std::exchange(shown_, view->position) != view->position;
    const float least = context.look.px(kLeastCode);
    ImGui::SetCursorScreenPos({rect.x0, rect.y0});
    if (ImGui::BeginChild("##step_code", {width(rect), std::max(least, height(rect))}, false,
                          ImGuiWindowFlags_NoNav)) {
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const PixelRect page{corner.x, corner.y, corner.x + ImGui::GetContentRegionAvail().x, 0};
        const float bottom = context.ui.show_step_notes ? draw_step_notes(context, page)
                                                        : draw_step_code(context, page, moved);
        ImGui::SetCursorScreenPos(corner);
        ImGui::Dummy({width(page), bottom - corner.y});
    }
    ImGui::EndChild();
}

}  // namespace convscope::app
