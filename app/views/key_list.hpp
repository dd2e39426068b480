#pragma once
#include "app/views/view.hpp"

namespace convscope::app {

/// The list of all keys, a dialog that opens when UiState::ask_keys says so.
void draw_key_list(const ViewContext& context);

}  // namespace convscope::app
