#include "app/shortcuts.hpp"

#include <imgui.h>

#include <algorithm>
#include <iterator>

#include "app/layout.hpp"
#include "app/platform/key_chord.hpp"
#include "app/views/key_table.hpp"
#include "app/views/view.hpp"

namespace convscope::app {
namespace {

constexpr float kScaleSteps[] = {0.75f, 0.9f, 1, 1.1f, 1.25f, 1.5f, 1.75f, 2, 2.5f, 3};
constexpr float kDrawerStep = 40;  // At scale 1.

float next_scale(float scale, bool larger) {
    if (larger) {
        const auto next = std::ranges::upper_bound(kScaleSteps, scale + 0.01f);
        return next == std::end(kScaleSteps) ? kMaxScale : *next;
    }
    const auto next = std::ranges::lower_bound(kScaleSteps, scale - 0.01f);
    return next == std::begin(kScaleSteps) ? kMinScale : *(next - 1);
}

struct Target {
    float scale;
    UiState& ui;
    Actions& actions;
};

template <class A>
void ask(Target& target) {
    target.actions.emplace_back(A{});
}

void change_drawers(Target& target, float by) {
    if (target.ui.open_drawers.empty()) return;
    target.ui.drawers_height =
        std::clamp(target.ui.drawers_height + by, kLeastDrawersHeight, kMostDrawersHeight);
    target.ui.drawers_dragged = true;
}

/// Where no selected weight takes the letter.
void check_weights(Target& target) {
    if (!target.ui.keys_taken) target.ui.ask_check = AskedCheck{.what = AskedCheck::What::kToggle};
}

/// A command of key_table() that the whole program carries out.
struct Shortcut {
    std::string_view id;
    void (*run)(Target& target);
    bool repeats = false;
    bool while_typing = true;   ///< Works while a text or a number is typed.
    bool under_popups = false;  ///< Works while a menu, a list or a dialog is open.
};

constexpr Shortcut kShortcuts[] = {
    {"undo", ask<UndoAction>, true, false},
    {"redo", ask<RedoAction>, true, false},
    {"redo_too", ask<RedoAction>, true, false},
    {"save", ask<SaveAction>},
    {"save_as", ask<SaveAsAction>},
    {"open", [](Target& t) { t.ui.ask_open_path = true; }},
    {"quit", ask<QuitAction>},
    {"larger",
     [](Target& t) { t.actions.emplace_back(SetScaleAction{next_scale(t.scale, true)}); }},
    {"smaller",
     [](Target& t) { t.actions.emplace_back(SetScaleAction{next_scale(t.scale, false)}); }},
    {"normal_size", [](Target& t) { t.actions.emplace_back(SetScaleAction{0}); }},
    {"keys", [](Target& t) { t.ui.ask_keys = true; }},
    {"verify", check_weights, false, false},
    {"full_screen", ask<ToggleFullScreenAction>, false, true, true},
    {"drawers_higher", [](Target& t) { change_drawers(t, kDrawerStep); }, true},
    {"drawers_lower", [](Target& t) { change_drawers(t, -kDrawerStep); }, true},
};

}  // namespace

bool is_any_popup_open() {
    return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

void collect_shortcuts(float scale, UiState& ui, Actions& actions) {
    const bool popup = is_any_popup_open(), typing = ImGui::GetIO().WantTextInput;
    Target target{scale, ui, actions};
    for (const Shortcut& shortcut : kShortcuts)
        if ((shortcut.under_popups || !popup) && (shortcut.while_typing || !typing) &&
            is_command_pressed(shortcut.id, shortcut.repeats))
            shortcut.run(target);
    if (popup) return;
    for (const ViewInfo& view : view_table())
        if (const auto chord = parse_chord(view.key); chord && is_chord_pressed(*chord))
            toggle_drawer(ui, view.id);
}

}  // namespace convscope::app
