#include "app/views/menu_bar.hpp"

#include <algorithm>
#include <string>

#include "app/views/filter_card.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {
namespace {

std::string shown_title(const ViewContext& context) {
    std::string title = context.scene.image_name;
    if (const Layer* layer = first_filter_layer(context.scene))
        title += " · " + weights_label(*layer);
    if (!context.file_name.empty()) title = std::string(context.file_name) + " · " + title;
    if (context.history.modified()) title += " *";
    return title;
}

}  // namespace

void MenuBarView::draw(const ViewContext& context) {
    if (!ImGui::BeginMenuBar()) return;
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    const float name_width = text_size(context.look.fonts.bold, "Convscope").x;
    pen.text_in(context.look.fonts.bold,
                {corner.x + pen.px(14), corner.y, corner.x + size.x, corner.y + size.y},
                Align::kLeft, pen.theme().text, "Convscope");
    ImGui::SetCursorPosX(pen.px(14) + name_width + pen.px(16));

    Menus menus(context);
    for (const MenuInfo& menu : menu_table()) {
        const std::string id(menu.id);
        const bool enabled = menu.enabled == nullptr || menu.enabled(context);
        if (!menus.begin(id, "menu/" + id, enabled)) continue;
        menu.draw(menus, context);
        Menus::end();
    }

    // In the middle of the window, but clear of the menus.
    const float menus_end = ImGui::GetCursorScreenPos().x + pen.px(12);
    const std::string title = shown_title(context);
    const float title_width = text_size(context.look.fonts.text, title).x;
    const float left = std::max(menus_end, corner.x + (size.x - title_width) / 2);
    const PixelRect place{left, corner.y, corner.x + size.x - pen.px(10), corner.y + size.y};
    if (!place.empty()) {
        pen.list()->PushClipRect({place.x0, place.y0}, {place.x1, place.y1}, true);
        pen.text_in(context.look.fonts.text, place, Align::kLeft, pen.theme().text, title);
        pen.list()->PopClipRect();
        context.names.record("menu/title", {left, corner.y, left + title_width, corner.y + size.y},
                             title);
    }
    ImGui::EndMenuBar();
    dialogs_.draw(context);
}

}  // namespace convscope::app
