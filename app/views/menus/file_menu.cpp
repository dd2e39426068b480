#include <imgui.h>

#include "app/views/key_table.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {

void draw_file_menu(Menus& menus, const ViewContext& context) {
    if (menus.item({"Open…", "menu/File/Open", keys_of("open"),
                    "Opens a picture, a scene or a lesson. Or drop a file on the window."}))
        context.ui.ask_open_path = true;
    ImGui::Separator();
    if (menus.item({"Save", "menu/File/Save", keys_of("save"), "Saves picture, layers and loss."}))
        context.actions.emplace_back(SaveAction{});
    if (menus.item(
            {"Save as…", "menu/File/SaveAs", keys_of("save_as"), "Saves under another name."}))
        context.actions.emplace_back(SaveAsAction{});
    ImGui::Separator();
    if (menus.item(
            {"Quit", "menu/File/Quit", keys_of("quit"), "Asks first when there is unsaved work."}))
        context.actions.emplace_back(QuitAction{});
}

}  // namespace convscope::app
