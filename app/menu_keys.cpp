#include "app/menu_keys.hpp"

#include <algorithm>
#include <string_view>

#include "app/platform/imgui_compat.hpp"
#include "app/views/menus/menus.hpp"

namespace convscope::app {
namespace {

constexpr int kFramesToFollow = 3;

std::string path_of(const MenuInfo& menu) {
    return "menu/" + std::string(menu.id);
}

bool is_open(const WidgetNames& names, const std::string& path) {
    const NamedWidget* menu = names.find(path);
    return menu != nullptr && menu->text == "open";
}

/// The menu of the bar that is open; empty: none.
std::string open_menu(const WidgetNames& names) {
    for (const MenuInfo& menu : menu_table())
        if (is_open(names, path_of(menu))) return path_of(menu);
    return {};
}

bool has_open_submenu(const WidgetNames& names, const std::string& menu) {
    return std::ranges::any_of(names.paths(), [&](const std::string& path) {
        return path.size() > menu.size() && path.starts_with(menu + "/") && is_open(names, path);
    });
}

std::string neighbour(const WidgetNames& names, const std::string& menu, int step) {
    const auto menus = menu_table();
    const int count = static_cast<int>(menus.size());
    const auto found = std::ranges::find(menus, menu, path_of);
    int place = static_cast<int>(found - menus.begin());
    for (int i = 0; i < count; ++i) {
        place = (place + step + count) % count;
        const std::string path = path_of(menus[static_cast<std::size_t>(place)]);
        const NamedWidget* widget = names.find(path);
        if (widget != nullptr && widget->enabled) return path;
    }
    return {};
}

}  // namespace

std::string first_menu(const WidgetNames& names) {
    return names.find(kFoldedMenus) != nullptr ? std::string(kFoldedMenus)
                                               : path_of(menu_table().front());
}

std::string MenuKeys::update(const WidgetNames& names) {
    if (names.find(kFoldedMenus) != nullptr) return {};
    const int pressed = is_key_pressed(Key::kRight) ? 1 : is_key_pressed(Key::kLeft) ? -1 : 0;
    const std::string open = open_menu(names);
    if (pressed != 0 && !open.empty()) {
        step_ = pressed;
        from_ = open;
        from_submenu_ = has_open_submenu(names, open);
        wait_ = kFramesToFollow;
        return {};
    }
    if (wait_ == 0 || --wait_ > 0) return {};
    const bool went_in = open == from_ && has_open_submenu(names, open);
    const bool came_out = open == from_ && from_submenu_;
    return went_in || came_out ? std::string() : neighbour(names, from_, step_);
}

}  // namespace convscope::app
