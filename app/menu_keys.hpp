#pragma once
#include <string>

#include "app/widgets/names.hpp"

namespace convscope::app {

/// Path of the menu that F10 opens.
std::string first_menu(const WidgetNames& names);

/// The left and right arrows among the menus of the menu bar. ImGui itself walks inside of one, and
/// into and out of its submenus.
class MenuKeys {
  public:
    /// Once a frame, after the views. Returns the menu to press ("menu/Edit"), or nothing.
    std::string update(const WidgetNames& names);
    /// ImGui needs a frame or two to open or close a submenu first.
    bool wants_frame() const { return wait_ > 0; }

  private:
    int step_ = 0;  ///< 1: to the right, -1: to the left.
    int wait_ = 0;  ///< Frames until it is decided.
    std::string from_;
    bool from_submenu_ = false;
};

}  // namespace convscope::app
