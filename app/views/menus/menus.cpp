#include "app/views/menus/menus.hpp"

#include <imgui.h>

#include "app/widgets/controls.hpp"

namespace convscope::app {

bool Menus::begin(const std::string& label, const std::string& path, bool enabled) {
    const bool open = ImGui::BeginMenu(label.c_str(), enabled);
    context_.names.record_item(path, open ? "open" : "", enabled);
    return open;
}

void Menus::end() {
    ImGui::EndMenu();
}

bool Menus::item(const Item& item) const {
    const bool chosen = ImGui::MenuItem(
        item.label.c_str(), item.key.empty() ? nullptr : item.key.c_str(), item.on, item.enabled);
    context_.names.record_item(item.path, item.on ? "on" : item.text, item.enabled);
    tooltip_for_item({context_.look, context_.names}, item.tooltip);
    return chosen;
}

}  // namespace convscope::app
