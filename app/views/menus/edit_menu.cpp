#include "app/views/key_table.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {

void draw_edit_menu(Menus& menus, const ViewContext& context) {
    const History& history = context.history;
    const std::string undo = history.can_undo() ? "Undo " + history.undo_label() : "Undo";
    const std::string redo = history.can_redo() ? "Redo " + history.redo_label() : "Redo";
    if (menus.item({undo, "menu/Edit/Undo", keys_of("undo"), "Takes back the last step.", false,
                    history.can_undo(), undo}))
        context.actions.emplace_back(UndoAction{});
    if (menus.item({redo, "menu/Edit/Redo", keys_of("redo"), "Does again what was taken back.",
                    false, history.can_redo(), redo}))
        context.actions.emplace_back(RedoAction{});
}

}  // namespace convscope::app
