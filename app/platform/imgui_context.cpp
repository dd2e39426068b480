#include "app/platform/imgui_context.hpp"

#include <imgui.h>

namespace convscope::app {

ImGuiContextOwner::ImGuiContextOwner() : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
}

ImGuiContextOwner::~ImGuiContextOwner() {
    ImGui::DestroyContext(context_);
}

}  // namespace convscope::app
