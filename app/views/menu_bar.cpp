#include "app/views/menu_bar.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/views/filter_card.hpp"
#include "core/io/assets.hpp"

namespace convscope::app {
namespace {

constexpr std::string_view kPictures = "pictures/";

/// Draws menus and records their items under "menu/File/Open" and the like.
class Menus {
  public:
    explicit Menus(const ViewContext& context) : context_(context) {}

    /// True while open; then call end().
    bool begin(const std::string& label, const std::string& path, bool enabled = true) {
        const bool open = ImGui::BeginMenu(label.c_str(), enabled);
        context_.names.record_item(path, open ? "open" : "", enabled);
        return open;
    }
    static void end() { ImGui::EndMenu(); }

    struct Item {
        std::string label, path, key = {}, tooltip = {};
        bool on = false, enabled = true;
        std::string text = {};  ///< For scripts, where it is not always the same.
    };
    bool item(const Item& item) const {
        const bool chosen =
            ImGui::MenuItem(item.label.c_str(), item.key.empty() ? nullptr : item.key.c_str(),
                            item.on, item.enabled);
        context_.names.record_item(item.path, item.on ? "on" : item.text, item.enabled);
        tooltip_for_item({context_.look, context_.names}, item.tooltip);
        return chosen;
    }

  private:
    const ViewContext& context_;
};

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

void draw_file_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("File", "menu/File")) return;
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
    Menus::end();
}

void draw_edit_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("Edit", "menu/Edit")) return;
    const History& history = context.history;
    const std::string undo = history.can_undo() ? "Undo " + history.undo_label() : "Undo";
    const std::string redo = history.can_redo() ? "Redo " + history.redo_label() : "Redo";
    if (menus.item({undo, "menu/Edit/Undo", "Ctrl+Z", "", false, history.can_undo(), undo}))
        context.actions.emplace_back(UndoAction{});
    if (menus.item({redo, "menu/Edit/Redo", "Ctrl+Y", "", false, history.can_redo(), redo}))
        context.actions.emplace_back(RedoAction{});
    Menus::end();
}

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

void draw_view_menu(Menus& menus, const ViewContext& context) {
    if (!menus.begin("View", "menu/View")) return;
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
    Menus::end();
}

/// The newest layer with weights that comes first.
const Layer* first_filter_layer(const Scene& scene) {
    const auto found = std::ranges::find_if(
        scene.layers, [](const Layer& layer) { return layer.enabled && layer.weights != nullptr; });
    return found == scene.layers.end() ? nullptr : &*found;
}

void draw_filter_menu(Menus& menus, const ViewContext& context) {
    const Layer* layer = first_filter_layer(context.scene);
    if (!menus.begin("Filter", "menu/Filter", layer != nullptr)) return;
    const auto shown = context.ui.shown_filter.find(layer->id);
    const int filter = shown == context.ui.shown_filter.end()
                           ? 0
                           : std::clamp(shown->second, 0, layer->weights->shape().n - 1);
    const auto edit = [&](Edit wanted) {
        context.actions.emplace_back(EditAction{std::move(wanted)});
    };
    const auto presets = filter_presets();
    for (auto first = presets.begin(); first != presets.end();) {
        const auto last = std::find_if(first, presets.end(), [&](const FilterPreset& preset) {
            return preset.group != first->group;
        });
        const std::string group(first->group);
        if (menus.begin(group, "menu/Filter/" + group)) {
            for (const FilterPreset& preset : std::span(first, last))
                if (menus.item({std::string(preset.label), "menu/Filter/" + std::string(preset.id),
                                "", std::string(preset.description),
                                preset.label == layer->weights_name}))
                    edit(preset_edit(*layer, filter, preset));
            Menus::end();
        }
        first = last;
    }
    ImGui::Separator();
    for (const FilterOp& op : filter_ops())
        if (menus.item({std::string(op.label), "menu/Filter/" + std::string(op.id), "",
                        std::string(op.tooltip)}))
            edit(filter_op_edit(*layer, filter, op));
    ImGui::Separator();
    bool& link = context.ui.link_channels;
    if (menus.item({"Link channels", "menu/Filter/LinkChannels", "",
                    "A weight set in one channel is set in all of them.", link}))
        link = !link;
    Menus::end();
}

void draw_help_menu(Menus& menus, FileDialogs& dialogs) {
    if (!menus.begin("Help", "menu/Help")) return;
    if (menus.item({"Keys and mouse", "menu/Help/Keys"})) dialogs.open_keys();
    if (menus.item({"About and credits", "menu/Help/About"})) dialogs.open_about();
    Menus::end();
}

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
    draw_file_menu(menus, context);
    draw_edit_menu(menus, context);
    draw_view_menu(menus, context);
    draw_filter_menu(menus, context);
    draw_help_menu(menus, dialogs_);

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
