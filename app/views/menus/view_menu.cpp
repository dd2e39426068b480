#include <imgui.h>

#include <cmath>

#include "app/views/menus/menus.hpp"

namespace convscope::app {
namespace {

void draw_scale_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Size of the interface", "menu/View/Scale")) return;
    for (const int percent : {75, 100, 125, 150, 200, 250, 300}) {
        const float scale = static_cast<float>(percent) / 100;
        if (menus.item({std::to_string(percent) + " %",
                        "menu/View/Scale/" + std::to_string(percent),
                        percent == 100 ? "Ctrl+0" : "", "Ctrl + and Ctrl - change it.",
                        std::abs(context.look.scale - scale) < 0.01f}))
            context.actions.emplace_back(SetScaleAction{scale});
    }
    Menus::end();
}

void draw_colour_scale_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Colour scale", "menu/View/ColourScale")) return;
    ScaleMode& mode = context.ui.scale_mode;
    struct Choice {
        ScaleMode mode;
        const char *label, *name, *tooltip;
    };
    constexpr Choice kChoices[] = {
        {ScaleMode::kRow, "One for each row", "row",
         "All maps of a row share one scale, so that their numbers compare."},
        {ScaleMode::kMap, "One for each map", "map", "Each map from its own largest magnitude."},
        {ScaleMode::kPercentile, "99th percentile of each map", "percentile",
         "Each map so that 99 of 100 cells lie inside; larger ones are hatched."}};
    for (const Choice& choice : kChoices)
        if (menus.item({choice.label, std::string("menu/View/ColourScale/") + choice.name, "",
                        choice.tooltip, mode == choice.mode}))
            mode = choice.mode;
    Menus::end();
}

}  // namespace

void draw_view_menu(Menus& menus, const ViewContext& context) {
    UiState& ui = context.ui;
    draw_scale_menu(menus, context);
    if (menus.begin("Theme", "menu/View/Theme")) {
        for (const Theme& theme : themes())
            if (menus.item({std::string(theme.label), "menu/View/Theme/" + std::string(theme.id),
                            "", "", theme.id == context.look.theme->id}))
                context.actions.emplace_back(SetThemeAction{std::string(theme.id)});
        Menus::end();
    }
    draw_colour_scale_menu(menus, context);
    ImGui::Separator();
    if (menus.item({"Zoom all maps together", "menu/View/LinkZoom", "",
                    "The wheel zooms every map, or only the one under the pointer.", ui.link_zoom}))
        ui.link_zoom = !ui.link_zoom;
    if (menus.item({"Show whole maps", "menu/View/FitMaps", "",
                    "Or double-click a map that the brush does not paint on."}))
        ui.zooms.clear();
    if (menus.item({"Brightness as 0 to 255", "menu/View/Show255", "",
                    "Numbers of the picture as bytes instead of 0 to 1.", ui.show_255}))
        ui.show_255 = !ui.show_255;
}

}  // namespace convscope::app
