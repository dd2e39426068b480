#pragma once
#include "app/views/actions.hpp"
#include "app/views/ui_state.hpp"

namespace convscope::app {

/// Menus, lists, dialogs.
bool is_any_popup_open();

/// What the whole program's keys ask for, once the views had theirs. While a text is typed, undo
/// and redo belong to it; while a popup is open, most keys are its own. `scale` is the interface's.
void collect_shortcuts(float scale, UiState& ui, Actions& actions);

}  // namespace convscope::app
