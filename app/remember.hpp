#pragma once
#include "app/performer.hpp"
#include "app/settings.hpp"
#include "app/views/ui_state.hpp"

namespace convscope::app {

/// Between what the window shows and what is remembered of it. The window's size is the caller's.
void apply_settings(const Settings& settings, UiState& ui, ChosenLook& look);
/// The keys whose values no program of this version writes, "scale, tool"; empty: none.
std::string unusable_settings(const Settings& settings);
void collect_settings(const UiState& ui, const ChosenLook& look, Settings& settings);

}  // namespace convscope::app
