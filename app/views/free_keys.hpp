#pragma once
#include "app/views/ui_state.hpp"

namespace convscope::app {

/// No text is typed, no weight or number is selected and nothing has popped up.
bool keys_are_free(const UiState& ui);
/// Esc is nobody's who drags, paints or places a piece: it may let go of a pin or a walk.
bool may_let_go(const UiState& ui);

}  // namespace convscope::app
