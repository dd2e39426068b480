#include <imgui.h>

#include <algorithm>

#include "app/views/menus/menus.hpp"
#include "core/io/assets.hpp"

namespace convscope::app {
namespace {

constexpr std::string_view kPictures = "pictures/";

/// "pictures/step_large.png" as "Step large".
std::string picture_label(std::string_view asset) {
    std::string label(asset.substr(kPictures.size()));
    label = label.substr(0, label.rfind('.'));
    std::ranges::replace(label, '_', ' ');
    std::ranges::replace(label, '-', ' ');
    if (!label.empty() && label[0] >= 'a' && label[0] <= 'z')
        label[0] = static_cast<char>(label[0] - 'a' + 'A');
    return label;
}

std::string stem(std::string_view asset) {
    const std::string name(asset.substr(kPictures.size()));
    return name.substr(0, name.rfind('.'));
}

bool is_picture(std::string_view asset) {
    return asset.ends_with(".png") || asset.ends_with(".jpg") || asset.ends_with(".npy");
}

}  // namespace

void draw_file_menu(Menus& menus, const ViewContext& context) {
    if (menus.item({"Open…", "menu/File/Open", "Ctrl+O",
                    "Opens a picture or a scene. Or drop a file on the window."}))
        context.ui.ask_open_path = true;
    if (menus.begin("Built-in picture", "menu/File/Picture")) {
        for (const EmbeddedFile& file : list_assets(kPictures))
            if (is_picture(file.name) &&
                menus.item({picture_label(file.name), "menu/File/Picture/" + stem(file.name)}))
                context.actions.emplace_back(OpenAssetAction{std::string(file.name)});
        Menus::end();
    }
    ImGui::Separator();
    if (menus.item({"Save", "menu/File/Save", "Ctrl+S", "Saves picture, layers and loss."}))
        context.actions.emplace_back(SaveAction{});
    if (menus.item({"Save as…", "menu/File/SaveAs", "Ctrl+Shift+S"}))
        context.actions.emplace_back(SaveAsAction{});
    ImGui::Separator();
    if (menus.item({"Quit", "menu/File/Quit", "Ctrl+Q"}))
        context.actions.emplace_back(QuitAction{});
}

}  // namespace convscope::app
