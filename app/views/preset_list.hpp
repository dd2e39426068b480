#pragma once
#include <functional>
#include <string>

#include "app/views/filter_edits.hpp"
#include "app/views/ui_state.hpp"
#include "core/io/preset_file.hpp"

namespace convscope::app {

/// A person's own presets, read from UiState::presets_folder when they are first wanted and after
/// forget_own_presets(). Files that are broken are said once.
const OwnPresets& own_presets(UiState& ui);
/// They changed, or another program may have changed them.
void forget_own_presets(UiState& ui);

/// In what order and under which headings presets are listed: the built-in ones, then the own.
/// `heading` may be null.
void for_each_preset(UiState& ui, const std::function<void(const std::string& group)>& heading,
                     const std::function<void(const FilterPreset&, bool own)>& visit);

/// "own/NAME" for a person's presets, so that they never hide a built-in one.
std::string preset_path(const FilterPreset& preset, bool own);

}  // namespace convscope::app
