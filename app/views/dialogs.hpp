#pragma once
#include <string_view>

#include "app/views/view.hpp"

namespace convscope::app {

/// A dialog that can be moved lets the maps behind it be seen.
enum class DialogPlace { kFixed, kMovable };

/// A dialog in the middle of the screen, no wider than it; true while it is open: draw its content,
/// then ImGui::EndPopup().
bool begin_dialog(const ViewContext& context, const char* title,
                  DialogPlace place = DialogPlace::kFixed);
/// One of the buttons in its last row.
bool dialog_button(const ViewContext& context, const char* label, std::string_view path,
                   std::string_view tooltip);

}  // namespace convscope::app
