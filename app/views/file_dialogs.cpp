#include "app/views/file_dialogs.hpp"

#include <string>
#include <utility>

#include "app/views/dialogs.hpp"
#include "app/views/key_list.hpp"
#include "app/widgets/controls.hpp"

namespace convscope::app {
namespace {

constexpr const char* kOpenTitle = "Open a picture or a scene";
constexpr const char* kSaveTitle = "Save the scene as";
constexpr const char* kReplaceTitle = "Replace the file?";
constexpr const char* kQuitTitle = "Quit without saving?";
constexpr const char* kAboutTitle = "About Convscope";

constexpr std::string_view kAbout =
    "2-D convolution, max pooling and back-propagation, visible and live.\n\n"
    "Convscope is free software under the MIT licence.\n\n"
    "It stands on: Dear ImGui, GLFW, glad, Highway, oneTBB, stb, nlohmann/json, CLI11, zlib.\n"
    "Typefaces: Inter and JetBrains Mono (SIL Open Font License 1.1), DejaVu (Bitstream Vera "
    "licence).\n"
    "Colour maps: viridis and magma (CC0), cividis (Nuñez, Anderton and Renslow).";

}  // namespace

void FileDialogs::draw(const ViewContext& context) {
    UiState& ui = context.ui;
    const auto open_if = [](bool& asked, const char* title) {
        if (std::exchange(asked, false)) ImGui::OpenPopup(title);
    };
    if (ui.ask_save_path) {
        save_path_.fill('\0');
        ui.asked_save.path.copy(save_path_.data(), save_path_.size() - 1);
    }
    open_if(ui.ask_open_path, kOpenTitle);
    open_if(ui.ask_save_path, kSaveTitle);
    open_if(ui.ask_replace, kReplaceTitle);
    open_if(ui.ask_quit, kQuitTitle);
    open_if(ui.ask_about, kAboutTitle);
    const std::string opened = draw_path_dialog(
        context,
        {kOpenTitle, "Path of a picture (PNG, JPEG, BMP, GIF, PNM, .npy) or a scene (.json)",
         "Open", "open"},
        open_path_);
    if (!opened.empty()) context.actions.emplace_back(OpenAction{opened});
    const std::string saved = draw_path_dialog(
        context, {kSaveTitle, "Path of the scene, ending in .json", "Save", "save"}, save_path_);
    if (!saved.empty())
        context.actions.emplace_back(SaveAction{
            .path = saved, .asks_to_replace = true, .then_quits = ui.asked_save.then_quits});
    draw_replace_dialog(context);
    draw_quit_dialog(context);
    draw_key_list(context);
    draw_about(context);
}

std::string FileDialogs::draw_path_dialog(const ViewContext& context, const PathDialog& dialog,
                                          PathText& text) {
    if (!begin_dialog(context, dialog.title)) return {};
    const std::string path(dialog.path);
    ImGui::TextUnformatted(dialog.text);
    ImGui::SetNextItemWidth(context.look.px(620));
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    const bool entered =
        ImGui::InputText("##path", text.data(), text.size(),
                         ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    context.names.record_item(path + "/path", text.data());
    const bool pressed =
        dialog_button(context, dialog.button, path + "/ok", "Takes the path above. Key Enter.");
    ImGui::SameLine();
    const bool cancelled =
        dialog_button(context, "Cancel", path + "/cancel", "Changes nothing. Key Esc.");
    const bool confirmed = (pressed || entered) && text[0] != '\0';
    if (confirmed || cancelled) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    return confirmed ? std::string(text.data()) : std::string();
}

void FileDialogs::draw_replace_dialog(const ViewContext& context) {
    if (!begin_dialog(context, kReplaceTitle)) return;
    const AskedSave& save = context.ui.asked_save;
    const std::string question = save.path + " exists already. What is in it would be lost.";
    ImGui::PushTextWrapPos(context.look.px(620));
    ImGui::TextUnformatted(question.c_str());
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.look.px(6)});
    if (dialog_button(context, "Replace", "replace/ok", "Writes over the file that is there.")) {
        context.actions.emplace_back(SaveAction{.path = save.path, .then_quits = save.then_quits});
        ImGui::CloseCurrentPopup();
    }
    ImGui::SameLine();
    if (dialog_button(context, "Other name", "replace/cancel", "Asks for another path.")) {
        context.ui.ask_save_path = true;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void FileDialogs::draw_quit_dialog(const ViewContext& context) {
    if (!begin_dialog(context, kQuitTitle)) return;
    ImGui::TextUnformatted("There are changes that no file has.");
    ImGui::Dummy({0, context.look.px(6)});
    if (dialog_button(context, "Save", "quit/save", "Saves the scene, then quits.")) {
        context.actions.emplace_back(SaveAction{.then_quits = true});
        ImGui::CloseCurrentPopup();
    }
    ImGui::SameLine();
    if (dialog_button(context, "Quit", "quit/discard", "Quits; the changes are lost.")) {
        context.actions.emplace_back(QuitAction{.discard_changes = true});
        ImGui::CloseCurrentPopup();
    }
    ImGui::SameLine();
    if (dialog_button(context, "Stay", "quit/cancel", "Goes on. Key Esc."))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

void FileDialogs::draw_about(const ViewContext& context) {
    if (!begin_dialog(context, kAboutTitle)) return;
    ImGui::PushTextWrapPos(context.look.px(680));
    ImGui::TextUnformatted(kAbout.data(), kAbout.data() + kAbout.size());
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.look.px(6)});
    if (dialog_button(context, "Close", "dialog/close", "Closes this page. Key Esc."))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace convscope::app
