#include "app/views/menus/menus.hpp"

namespace convscope::app {

void draw_help_menu(Menus& menus, const ViewContext& context) {
    if (menus.item({"Keys and mouse", "menu/Help/Keys"})) context.ui.ask_keys = true;
    if (menus.item({"About and credits", "menu/Help/About"})) context.ui.ask_about = true;
}

}  // namespace convscope::app
