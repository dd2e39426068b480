#pragma once
#include <span>
#include <string>
#include <string_view>

#include "app/views/view.hpp"

namespace convscope::app {

/// Draws menus and records their items under "menu/File/Open" and the like.
class Menus {
  public:
    explicit Menus(const ViewContext& context) : context_(context) {}

    /// True while open; then call end().
    bool begin(const std::string& label, const std::string& path, bool enabled = true);
    static void end();

    struct Item {
        std::string label, path, key = {}, tooltip = {};
        bool on = false, enabled = true;
        std::string text = {};  ///< For scripts, where it is not always the same.
    };
    /// True when it was chosen.
    bool item(const Item& item) const;

  private:
    const ViewContext& context_;
};

/// One menu of the menu bar.
struct MenuInfo {
    std::string_view id;  ///< "File": on the screen and in the paths of its items.
    /// Draws the items while the menu is open.
    void (*draw)(Menus& menus, const ViewContext& context);
    /// Whether it can be opened; null: always.
    bool (*enabled)(const ViewContext& context) = nullptr;
};
/// THE list of menus, left to right; a new one is one file and one row of menu_table.cpp.
std::span<const MenuInfo> menu_table();
/// Path of the menu that holds all others where the bar has no room for them side by side.
inline constexpr std::string_view kFoldedMenus = "menu/Menu";

// The menus, each in a file of its own.
void draw_file_menu(Menus& menus, const ViewContext& context);
void draw_edit_menu(Menus& menus, const ViewContext& context);
void draw_layers_menu(Menus& menus, const ViewContext& context);
void draw_filter_menu(Menus& menus, const ViewContext& context);
bool has_filter_menu(const ViewContext& context);
void draw_picture_menu(Menus& menus, const ViewContext& context);
void draw_view_menu(Menus& menus, const ViewContext& context);
/// Of the menu View: size, theme, full screen, drawers.
void draw_window_items(Menus& menus, const ViewContext& context);
void draw_worksheet_menu(Menus& menus, const ViewContext& context);
void draw_help_menu(Menus& menus, const ViewContext& context);

}  // namespace convscope::app
