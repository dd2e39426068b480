#include <imgui.h>

#include <algorithm>

#include "app/views/filter_card.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {

bool has_filter_menu(const ViewContext& context) {
    return first_filter_layer(context.scene) != nullptr;
}

void draw_filter_menu(Menus& menus, const ViewContext& context) {
    const Layer* layer = first_filter_layer(context.scene);
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
}

}  // namespace convscope::app
