#include "app/platform/style.hpp"

#include <imgui.h>

namespace convscope::app {
namespace {

ImVec4 vector(Colour colour, float opacity = 1) {
    ImVec4 v = ImGui::ColorConvertU32ToFloat4(colour.packed());
    v.w *= opacity;
    return v;
}

void set_colours(const Theme& theme, ImVec4* colours) {
    const Colour clear{0, 0, 0, 0};
    colours[ImGuiCol_Text] = vector(theme.text);
    colours[ImGuiCol_TextDisabled] = vector(theme.quiet, 0.7f);
    colours[ImGuiCol_WindowBg] = vector(theme.panel);
    colours[ImGuiCol_ChildBg] = vector(clear);
    colours[ImGuiCol_PopupBg] = vector(theme.raised);
    colours[ImGuiCol_Border] = vector(theme.border);
    colours[ImGuiCol_BorderShadow] = vector(clear);
    colours[ImGuiCol_TitleBg] = vector(theme.panel);
    colours[ImGuiCol_TitleBgActive] = vector(theme.panel);
    colours[ImGuiCol_FrameBg] = vector(theme.text, 0.09f);
    colours[ImGuiCol_FrameBgHovered] = vector(theme.selection, 0.8f * theme.lit_opacity);
    colours[ImGuiCol_FrameBgActive] = vector(theme.selection, 1.2f * theme.lit_opacity);
    colours[ImGuiCol_MenuBarBg] = vector(theme.panel);
    colours[ImGuiCol_ScrollbarBg] = vector(clear);
    colours[ImGuiCol_ScrollbarGrab] = vector(theme.quiet, 0.40f);
    colours[ImGuiCol_ScrollbarGrabHovered] = vector(theme.quiet, 0.60f);
    colours[ImGuiCol_ScrollbarGrabActive] = vector(theme.quiet, 0.80f);
    colours[ImGuiCol_CheckMark] = vector(theme.forward);
    colours[ImGuiCol_SliderGrab] = vector(theme.quiet);
    colours[ImGuiCol_SliderGrabActive] = vector(theme.text);
    colours[ImGuiCol_Button] = vector(theme.text, 0.09f);
    colours[ImGuiCol_ButtonHovered] = vector(theme.selection, theme.lit_opacity);
    colours[ImGuiCol_ButtonActive] = vector(theme.selection, 1.5f * theme.lit_opacity);
    colours[ImGuiCol_Header] = vector(theme.selection, 0.9f * theme.lit_opacity);
    colours[ImGuiCol_HeaderHovered] = vector(theme.selection, 1.1f * theme.lit_opacity);
    colours[ImGuiCol_HeaderActive] = vector(theme.selection, 1.5f * theme.lit_opacity);
    colours[ImGuiCol_Separator] = vector(theme.border);
    colours[ImGuiCol_TextSelectedBg] = vector(theme.selection, 0.55f);
    colours[ImGuiCol_NavHighlight] = vector(theme.selection);
    colours[ImGuiCol_TableBorderStrong] = vector(theme.border);
    colours[ImGuiCol_TableBorderLight] = vector(theme.border);
    colours[ImGuiCol_ModalWindowDimBg] = vector({0, 0, 0}, theme.dark ? 0.55f : 0.35f);
}

void set_measures(const Theme& theme, ImGuiStyle& style) {
    style.WindowPadding = {10, 8};
    style.FramePadding = {7, 3};
    style.ItemSpacing = {8, 5};
    style.ItemInnerSpacing = {5, 4};
    style.IndentSpacing = 16;
    style.ScrollbarSize = 12;
    style.GrabMinSize = 10;
    style.WindowRounding = 6;
    style.ChildRounding = 6;
    style.PopupRounding = 6;
    style.FrameRounding = 4;
    style.GrabRounding = 4;
    style.ScrollbarRounding = 6;
    style.WindowBorderSize = theme.border_width;
    style.PopupBorderSize = theme.border_width;
    style.FrameBorderSize = theme.border_width - 1;  // the usual ones stand out by their ground
}

}  // namespace

void apply_style(const Theme& theme, float scale) {
    ImGuiStyle style;
    if (theme.dark) {
        ImGui::StyleColorsDark(&style);
    } else {
        ImGui::StyleColorsLight(&style);
    }
    set_colours(theme, style.Colors);
    set_measures(theme, style);
    style.ScaleAllSizes(scale);
    style.WindowMinSize = {1, 1};  // ImGui refuses less, which scaling down would give
    ImGui::GetStyle() = style;
}

}  // namespace convscope::app
