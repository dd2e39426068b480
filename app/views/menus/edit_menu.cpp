#include "app/views/menus/menus.hpp"

namespace convscope::app {

void draw_edit_menu(Menus& menus, const ViewContext& context) {
    const History& history = context.history;
    const std::string undo = history.can_undo() ? "Undo " + history.undo_label() : "Undo";
    const std::string redo = history.can_redo() ? "Redo " + history.redo_label() : "Redo";
    if (menus.item({undo, "menu/Edit/Undo", "Ctrl+Z", "", false, history.can_undo(), undo}))
        context.actions.emplace_back(UndoAction{});
    if (menus.item({redo, "menu/Edit/Redo", "Ctrl+Y", "", false, history.can_redo(), redo}))
        context.actions.emplace_back(RedoAction{});
}

}  // namespace convscope::app
