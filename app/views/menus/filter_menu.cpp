#include <imgui.h>

#include <algorithm>

#include "app/messages.hpp"
#include "app/views/filter_edits.hpp"
#include "app/views/layer_actions.hpp"
#include "app/views/matrix_text.hpp"
#include "app/views/menus/menus.hpp"
#include "app/views/preset_list.hpp"

namespace convscope::app {
namespace {

/// The items of one open menu, all about one filter of one layer.
class FilterMenu {
  public:
    FilterMenu(Menus& menus, const ViewContext& context, const Layer& layer)
        : menus_(menus), context_(context), layer_(layer) {
        const auto shown = context.ui.shown_filter.find(layer.id);
        if (shown != context.ui.shown_filter.end()) filter_ = existing_filter(layer, shown->second);
    }

    void draw() {
        ImGui::TextDisabled("%s", layer_title(layer_).c_str());
        draw_presets();
        ImGui::Separator();
        for (const FilterOp& op : filter_ops())
            if (menus_.item({std::string(op.label), "menu/Filter/" + std::string(op.id), "",
                             std::string(op.tooltip)}))
                edit(filter_op_edit(layer_, filter_, op));
        ImGui::Separator();
        draw_clipboard_items();
        bool& link = context_.ui.link_channels;
        if (menus_.item({"Link channels", "menu/Filter/LinkChannels", "",
                         "A weight set in one channel is set in all of them.", link}))
            link = !link;
        ImGui::Separator();
        draw_own_preset_items();
    }

  private:
    void edit(Result<Edit> wanted) const {
        if (wanted)
            context_.actions.emplace_back(EditAction{std::move(wanted).value()});
        else
            add_message(context_.ui, Message::Kind::kError, wanted.error().text());
    }

    /// A submenu for each group.
    void draw_presets() const {
        bool open = false;
        const auto heading = [&](const std::string& group) {
            if (open) Menus::end();
            open = menus_.begin(group, "menu/Filter/" + group);
        };
        for_each_preset(context_.ui, heading, [&](const FilterPreset& preset, bool own) {
            if (open && menus_.item({preset.label, "menu/Filter/" + preset_path(preset, own), "",
                                     preset.description, preset.label == layer_.weights_name}))
                edit(preset_edit(layer_, filter_, preset));
        });
        if (open) Menus::end();
    }

    void draw_clipboard_items() const {
        if (menus_.item({"Copy as NumPy", "menu/Filter/Copy", "Ctrl+C",
                         "The filter as text on the clipboard. The key works while a weight is "
                         "selected."}))
            ImGui::SetClipboardText(matrix_text(layer_.weights->view(), filter_).c_str());
        if (!menus_.item({"Paste a matrix", "menu/Filter/Paste", "Ctrl+V",
                          "Rows of numbers, as NumPy prints them, in place of the filter. The key "
                          "works while a weight is selected."}))
            return;
        const char* text = ImGui::GetClipboardText();
        edit(paste_edit(layer_, filter_, text != nullptr ? text : ""));
    }

    void draw_own_preset_items() const {
        UiState& ui = context_.ui;
        const bool possible = !ui.presets_folder.empty();
        if (menus_.item({"Save as preset…", "menu/Filter/SavePreset", "",
                         "Keeps the filter under a name, for other scenes too.", false, possible}))
            ui.ask_preset = AskedPreset{.layer = layer_.id, .filter = filter_};
        if (own_presets(ui).presets.empty()) return;
        if (!menus_.begin("Delete own preset", "menu/Filter/DeletePreset")) return;
        for (const FilterPreset& preset : own_presets(ui).presets)
            if (menus_.item({preset.label + "…", "menu/Filter/DeletePreset/" + preset.id, "",
                             "Asks first."}))
                ui.ask_preset =
                    AskedPreset{.deletes = true, .id = preset.id, .label = preset.label};
        Menus::end();
    }

    Menus& menus_;
    const ViewContext& context_;
    const Layer& layer_;
    int filter_ = 0;
};

}  // namespace

bool has_filter_menu(const ViewContext& context) {
    return first_filter_layer(context.scene) != nullptr;
}

void draw_filter_menu(Menus& menus, const ViewContext& context) {
    FilterMenu(menus, context, *pointed_filter_layer(context.scene, context.ui)).draw();
}

}  // namespace convscope::app
