#include <imgui.h>

#include <algorithm>

#include "app/views/board_model.hpp"
#include "app/views/key_table.hpp"
#include "app/views/layer_actions.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {
namespace {

void draw_ops(const Menus& menus, const ViewContext& context, const std::string& path,
              std::size_t position) {
    for (const OpInfo& op : op_table()) {
        const std::string id(op.id);
        if (menus.item({std::string(op.label), path + "/" + id, "", std::string(op.description)}))
            context.actions.emplace_back(EditAction{AddLayer{id, position}});
    }
}

/// "R₂ = convolution (conv2)", as the board calls what it makes.
std::string board_title(const ViewContext& context, const Layer& layer) {
    const OpInfo* op = find_op(layer.op);
    const std::string name =
        std::string(op != nullptr ? op->label : layer.op) + " (" + layer.id + ")";
    if (!layer.enabled) return name + ", off";
    if (context.results == nullptr) return name;
    const BoardModel model = make_board_model(*context.results, context.ui);
    const auto found = std::ranges::find(model.layers, layer.id, &LayerModel::id);
    if (found == model.layers.end() || found->stage < 0) return name;
    return model.maps[found->output_map()].symbol + " = " + name;
}

void draw_layer(Menus& menus, const ViewContext& context, std::size_t index) {
    const Layer& layer = context.scene.layers[index];
    const std::string path = "menu/Layers/" + layer.id;
    // Whatever is said of the layer, its menu stays the same one, and open.
    if (!menus.begin(board_title(context, layer) + "##" + layer.id, path)) return;
    for (const LayerAction& action : layer_actions()) {
        auto edit = action.edit(context.scene, index);
        if (menus.item({std::string(action.label), path + "/" + std::string(action.id),
                        keys_of(action.command), std::string(action.tooltip), false,
                        edit.has_value()}))
            context.actions.emplace_back(EditAction{std::move(*edit)});
    }
    if (menus.begin("Add behind it", path + "/Add")) {
        draw_ops(menus, context, path + "/Add", index + 1);
        Menus::end();
    }
    Menus::end();
}

}  // namespace

void draw_layers_menu(Menus& menus, const ViewContext& context) {
    const Scene& scene = context.scene;
    if (menus.begin("Add at the end", "menu/Layers/Add")) {
        draw_ops(menus, context, "menu/Layers/Add", scene.layers.size());
        Menus::end();
    }
    if (scene.layers.empty()) return;
    ImGui::Separator();
    for (std::size_t i = 0; i < scene.layers.size(); ++i) draw_layer(menus, context, i);
}

}  // namespace convscope::app
