#include "app/views/dialogs.hpp"

#include "app/widgets/controls.hpp"

namespace convscope::app {

bool begin_dialog(const ViewContext& context, const char* title, DialogPlace place) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({screen.x / 2, screen.y * 0.4f}, ImGuiCond_Appearing, {0.5f, 0.5f});
    ImGui::SetNextWindowSizeConstraints({0, 0}, {screen.x - context.look.px(20), screen.y});
    return ImGui::BeginPopupModal(
        title, nullptr,
        ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
            (place == DialogPlace::kMovable ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoMove));
}

bool dialog_button(const ViewContext& context, const char* label, std::string_view path,
                   std::string_view tooltip) {
    const bool pressed = ImGui::Button(label, {context.look.px(110), 0});
    context.names.record_item(path);
    tooltip_for_item({context.look, context.names}, tooltip);
    return pressed;
}

}  // namespace convscope::app
