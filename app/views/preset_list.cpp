#include "app/views/preset_list.hpp"

#include "app/messages.hpp"

namespace convscope::app {

const OwnPresets& own_presets(UiState& ui) {
    if (ui.own_presets == nullptr) {
        auto found = ui.presets_folder.empty() ? OwnPresets{} : list_own_presets(ui.presets_folder);
        for (const Error& error : found.broken)
            add_message(ui, Message::Kind::kError, error.text());
        ui.own_presets = std::make_shared<const OwnPresets>(std::move(found));
    }
    return *ui.own_presets;
}

void forget_own_presets(UiState& ui) {
    ui.own_presets.reset();
}

void for_each_preset(UiState& ui, const std::function<void(const std::string& group)>& heading,
                     const std::function<void(const FilterPreset&, bool own)>& visit) {
    std::string group;
    for (const FilterPreset& preset : built_in_presets()) {
        if (heading && preset.group != group) heading(preset.group);
        group = preset.group;
        visit(preset, false);
    }
    // Kept while it is walked through: a visit may change the folder.
    own_presets(ui);
    const std::shared_ptr<const OwnPresets> own = ui.own_presets;
    if (heading && !own->presets.empty()) heading("Own");
    for (const FilterPreset& preset : own->presets) visit(preset, true);
}

std::string preset_path(const FilterPreset& preset, bool own) {
    return own ? "own/" + preset.id : preset.id;
}

}  // namespace convscope::app
