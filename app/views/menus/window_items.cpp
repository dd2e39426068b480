#include <imgui.h>

#include <cmath>

#include "app/views/key_table.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {
namespace {

void draw_scale_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Size of the interface", "menu/View/Scale")) return;
    const std::string tooltip =
        "Keys " + keys_of("larger") + " and " + keys_of("smaller") + " change it by steps.";
    for (const int percent : {75, 100, 125, 150, 200, 250, 300}) {
        const float scale = static_cast<float>(percent) / 100;
        if (menus.item({.label = std::to_string(percent) + " %",
                        .path = "menu/View/Scale/" + std::to_string(percent),
                        .tooltip = tooltip,
                        .on = std::abs(context.look.scale - scale) < 0.01f}))
            context.actions.emplace_back(SetScaleAction{scale});
    }
    if (menus.item({.label = "As the monitor asks",
                    .path = "menu/View/Scale/monitor",
                    .key = keys_of("normal_size"),
                    .tooltip = "Follows the monitor that the window is on."}))
        context.actions.emplace_back(SetScaleAction{0});
    Menus::end();
}

void draw_theme_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Theme", "menu/View/Theme")) return;
    for (const Theme& theme : themes())
        if (menus.item({.label = std::string(theme.label),
                        .path = "menu/View/Theme/" + std::string(theme.id),
                        .tooltip = "Colours of the window and of the maps.",
                        .on = theme.id == context.look.theme->id}))
            context.actions.emplace_back(SetThemeAction{std::string(theme.id)});
    Menus::end();
}

void draw_drawers_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Drawers", "menu/View/Drawers")) return;
    for (const ViewInfo& view : view_table()) {
        if (view.region != Region::kDrawer) continue;
        const std::string id(view.id);
        if (menus.item({.label = std::string(view.title),
                        .path = "menu/View/Drawers/" + id,
                        .key = std::string(view.key),
                        .tooltip = std::string(view.tooltip),
                        .on = context.ui.open_drawers.contains(id)}))
            toggle_drawer(context.ui, id);
    }
    Menus::end();
}

}  // namespace

void draw_window_items(Menus& menus, const ViewContext& context) {
    draw_scale_menu(menus, context);
    draw_theme_menu(menus, context);
    if (menus.item({.label = "Full screen",
                    .path = "menu/View/FullScreen",
                    .key = keys_of("full_screen"),
                    .tooltip = "The window covers the whole monitor, and goes back."}))
        context.actions.emplace_back(ToggleFullScreenAction{});
    draw_drawers_menu(menus, context);
}

}  // namespace convscope::app
