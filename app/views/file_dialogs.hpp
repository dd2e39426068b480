#pragma once
#include <array>
#include <string>
#include <string_view>

#include "app/views/view.hpp"

namespace convscope::app {

/// Dialogs with a typed path, and the questions before a file or unsaved work is lost. They open
/// when UiState asks for them; Application closes them with Esc.
class FileDialogs {
  public:
    void draw(const ViewContext& context);

  private:
    /// Holds a typed path.
    using PathText = std::array<char, 4096>;

    struct PathDialog {
        const char *title, *text, *button;
        std::string_view path;  ///< Of its widgets.
    };
    /// What was confirmed; empty: nothing yet.
    static std::string draw_path_dialog(const ViewContext& context, const PathDialog& dialog,
                                        PathText& text);
    void draw_replace_dialog(const ViewContext& context);
    void draw_quit_dialog(const ViewContext& context);
    static void draw_about(const ViewContext& context);

    PathText open_path_{}, save_path_{};
};

}  // namespace convscope::app
