#include "app/views/free_keys.hpp"

#include <imgui.h>

#include <algorithm>
#include <functional>

namespace convscope::app {

bool keys_are_free(const UiState& ui) {
    return !ui.keys_taken && !ImGui::GetIO().WantTextInput &&
           !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

bool may_let_go(const UiState& ui) {
    return !ui.pasted && std::ranges::none_of(ImGui::GetIO().MouseDown, std::identity{});
}

}  // namespace convscope::app
