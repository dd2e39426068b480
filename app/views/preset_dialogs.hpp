#pragma once
#include <array>
#include <string>

#include "app/views/view.hpp"

namespace convscope::app {

/// What UiState::ask_preset asks for: a name for a filter that becomes an own preset, or whether
/// one may be deleted. Application closes them with Esc.
class PresetDialogs {
  public:
    void draw(const ViewContext& context);

  private:
    void draw_save_dialog(const ViewContext& context);
    void draw_delete_dialog(const ViewContext& context);
    void save(const ViewContext& context, bool replace);

    std::array<char, 80> name_{};
    AskedPreset asked_;
    std::string problem_;    ///< Why it could not be saved under this name.
    bool replaces_ = false;  ///< It was told that there is one of this name.
};

}  // namespace convscope::app
