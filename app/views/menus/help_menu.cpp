#include "app/views/key_table.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {

void draw_help_menu(Menus& menus, const ViewContext& context) {
    if (menus.item({"Keys and mouse", "menu/Help/Keys", keys_of("keys"), "All keys on one page."}))
        context.ui.ask_keys = true;
    if (menus.item({"Letters on controls", "menu/Help/KeyHints", keys_of("key_hints"),
                    "Puts a letter on every control; typing it presses that control."}))
        context.ui.ask_key_hints = true;
    if (menus.item({"About and credits", "menu/Help/About", "",
                    "What Convscope is and what it stands on."}))
        context.ui.ask_about = true;
}

}  // namespace convscope::app
