#pragma once
#include <array>
#include <string>

#include "app/views/view.hpp"

namespace convscope::app {

/// Dialogs with a typed path, and the question before unsaved work is lost. They open when
/// UiState asks for them.
class FileDialogs {
  public:
    void draw(const ViewContext& context);
    void open_about() { about_asked_ = true; }
    void open_keys() { keys_asked_ = true; }

  private:
    void draw_path_dialog(const ViewContext& context, bool save);
    void draw_quit_dialog(const ViewContext& context);
    void draw_text_dialog(const ViewContext& context, const char* title, bool keys);

    std::array<char, 1024> path_{};
    bool about_asked_ = false, keys_asked_ = false;
};

}  // namespace convscope::app
