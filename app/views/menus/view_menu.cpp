#include <imgui.h>

#include <algorithm>

#include "app/views/key_table.hpp"
#include "app/views/menus/menus.hpp"
#include "app/views/prediction.hpp"

namespace convscope::app {
namespace {

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

/// The maps of values that have a sign, or of pictures.
void draw_colour_choices(Menus& menus, std::string& chosen, bool diverging, const char* path) {
    for (const ColourMap& map : colour_maps()) {
        if (map.diverging != diverging || (!diverging && !map.for_pictures)) continue;
        const std::string id(map.id);
        if (menus.item({.label = std::string(map.label),
                        .path = path + id,
                        .tooltip = "The legends below the maps show these colours too.",
                        .on = chosen == id}))
            chosen = id;
    }
}

void draw_colours_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Colours", "menu/View/Colours")) return;
    UiState& ui = context.ui;
    ImGui::TextDisabled("Values and gradients");
    if (menus.item({.label = "As the theme has them",
                    .path = "menu/View/Colours/theme",
                    .tooltip = "Zero is close to the ground: dark or light as the window.",
                    .on = ui.signed_colours.empty()}))
        ui.signed_colours.clear();
    draw_colour_choices(menus, ui.signed_colours, true, "menu/View/Colours/");
    ImGui::Separator();
    ImGui::TextDisabled("One channel of the picture");
    draw_colour_choices(menus, ui.picture_colours, false, "menu/View/Colours/");
    ImGui::Separator();
    if (menus.item({.label = "Sharp small pictures",
                    .path = "menu/View/Colours/sharp",
                    .tooltip = "A picture with more pixels than the screen has for it shows single "
                               "pixels of it instead of their mean.",
                    .on = ui.sharp_pictures}))
        ui.sharp_pictures = !ui.sharp_pictures;
    Menus::end();
}

std::string first_enabled_layer(const Scene& scene) {
    const auto found = std::ranges::find(scene.layers, true, &Layer::enabled);
    return found != scene.layers.end() ? found->id : std::string(kFocusOnLoss);
}

/// What of the network is on the board.
void draw_board_items(Menus& menus, const ViewContext& context) {
    UiState& ui = context.ui;
    if (menus.item({.label = "Fit the network",
                    .path = "menu/View/FitNetwork",
                    .key = keys_of("fit_network"),
                    .tooltip = "A network wider than the window in narrow columns, all of them in "
                               "sight.",
                    .on = ui.fit_network}))
        ui.fit_network = !ui.fit_network;
    const bool focused = !ui.focus_layer.empty();
    if (menus.item({.label = "Focus",
                    .path = "menu/View/Focus",
                    .key = keys_of("focus"),
                    .tooltip = "One op with its input and output as large as the window. Page Up "
                               "and Page Down lead to the others, Esc back.",
                    .on = focused}))
        ui.focus_layer = focused ? "" : first_enabled_layer(context.scene);
    ImGui::Separator();
    if (menus.item({.label = "Predict first",
                    .path = "menu/View/Predict",
                    .key = keys_of("predict"),
                    .tooltip =
                        "Veils every map and number that is computed until it is clicked, so "
                        "that a class can guess. A right click veils it again.",
                    .on = ui.predict_first}))
        toggle_prediction(ui);
    if (menus.item({.label = "Reveal all",
                    .path = "menu/View/RevealAll",
                    .tooltip = "Lifts every veil.",
                    .enabled = ui.predict_first}))
        ui.predict_first = false;
    if (menus.item({.label = "Cells that no window reads",
                    .path = "menu/View/Unread",
                    .tooltip =
                        "Hatches rows and columns of a map that stride, padding and dilation "
                        "leave out.",
                    .on = ui.show_unread}))
        ui.show_unread = !ui.show_unread;
    if (menus.item({.label = "Padding around maps",
                    .path = "menu/View/Padding",
                    .tooltip = "Draws the padding of a layer around the map that it reads.",
                    .on = ui.show_padding}))
        ui.show_padding = !ui.show_padding;
}

}  // namespace

void draw_view_menu(Menus& menus, const ViewContext& context) {
    UiState& ui = context.ui;
    draw_window_items(menus, context);
    ImGui::Separator();
    draw_colours_menu(menus, context);
    draw_colour_scale_menu(menus, context);
    ImGui::Separator();
    draw_board_items(menus, context);
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
