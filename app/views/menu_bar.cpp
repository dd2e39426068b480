#include "app/views/menu_bar.hpp"

#include <algorithm>
#include <string>

#include "app/views/filter_edits.hpp"
#include "app/views/menus/menus.hpp"
#include "app/widgets/controls.hpp"

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

/// A button for each drawer at the right end of `room`, where they all fit. Returns the left edge
/// of the first.
float draw_drawer_buttons(const ViewContext& context, const PixelRect& room) {
    const WidgetUi ui{context.look, context.names};
    const float gap = context.look.px(6), inside = context.look.px(5);
    float x = room.x1;
    for (const ViewInfo& view : view_table())
        if (view.region == Region::kDrawer) x -= chip_width(ui, view.title) + gap;
    if (x < room.x0) return room.x1;
    const float left = x;
    for (const ViewInfo& view : view_table()) {
        if (view.region != Region::kDrawer) continue;
        const std::string id(view.id), path = "drawer/" + id + "/toggle";
        const std::string tooltip =
            std::string(view.tooltip) + " Key " + std::string(view.key) + ".";
        const float end = x + gap + chip_width(ui, view.title);
        if (chip(ui, {.path = path,
                      .rect = {x + gap, room.y0 + inside, end, room.y1 - inside},
                      .text = view.title,
                      .tooltip = tooltip,
                      .on = context.ui.open_drawers.contains(id)}))
            toggle_drawer(context.ui, id);
        x = end;
    }
    return left;
}

/// Side by side, as ImGui lays them out.
float menus_width() {
    float width = 0;
    for (const MenuInfo& menu : menu_table())
        width += ImGui::CalcTextSize(menu.id.data(), menu.id.data() + menu.id.size()).x +
                 2 * ImGui::GetStyle().ItemSpacing.x;
    return width;
}

void draw_menus(Menus& menus, const ViewContext& context) {
    for (const MenuInfo& menu : menu_table()) {
        const std::string id(menu.id);
        const bool enabled = menu.enabled == nullptr || menu.enabled(context);
        if (!menus.begin(id, "menu/" + id, enabled)) continue;
        menu.draw(menus, context);
        Menus::end();
    }
}

/// The program's name and the menus. A narrow bar leaves out the name; one that is narrower still
/// has all menus in one.
void draw_menus_in(const PixelRect& bar, const ViewContext& context) {
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    ImFont* bold = context.look.fonts.bold;
    const float left = pen.px(14), all = menus_width();
    const float behind_name = left + text_size(bold, "Convscope").x + pen.px(16);
    const bool has_name = behind_name + all <= width(bar);
    if (has_name)
        pen.text_in(bold, {bar.x0 + left, bar.y0, bar.x1, bar.y1}, Align::kLeft, pen.theme().text,
                    "Convscope");
    ImGui::SetCursorPosX(has_name ? behind_name : left);
    Menus menus(context);
    if (left + all <= width(bar)) {
        draw_menus(menus, context);
    } else if (menus.begin("Menu", std::string(kFoldedMenus))) {
        draw_menus(menus, context);
        Menus::end();
    }
}

}  // namespace

void MenuBarView::draw(const ViewContext& context) {
    if (!ImGui::BeginMenuBar()) return;
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const Pen pen(ImGui::GetWindowDrawList(), context.look);
    draw_menus_in({corner.x, corner.y, corner.x + size.x, corner.y + size.y}, context);

    // In the middle of the window, but clear of the menus.
    const float menus_end = ImGui::GetCursorScreenPos().x + pen.px(12);
    const float right = draw_drawer_buttons(
        context, {menus_end, corner.y, corner.x + size.x - pen.px(10), corner.y + size.y});
    const std::string title = shown_title(context);
    const float title_width = text_size(context.look.fonts.text, title).x;
    const float left = std::clamp(corner.x + (size.x - title_width) / 2, menus_end,
                                  std::max(menus_end, right - pen.px(10) - title_width));
    const PixelRect place{left, corner.y, right - pen.px(10), corner.y + size.y};
    if (left + title_width <= place.x1) {  // a window's own title has it too
        pen.text_in(context.look.fonts.text, place, Align::kLeft, pen.theme().text, title);
        context.names.record("menu/title", {left, corner.y, left + title_width, corner.y + size.y},
                             title);
    }
    ImGui::EndMenuBar();
    dialogs_.draw(context);
    preset_dialogs_.draw(context);
}

}  // namespace convscope::app
