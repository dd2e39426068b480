#include "app/views/menus/menus.hpp"

namespace convscope::app {
namespace {

constexpr MenuInfo kMenus[] = {
    {"File", draw_file_menu},           {"Edit", draw_edit_menu},
    {"Picture", draw_picture_menu},     {"View", draw_view_menu},
    {"Layers", draw_layers_menu},       {"Filter", draw_filter_menu, has_filter_menu},
    {"Worksheet", draw_worksheet_menu}, {"Help", draw_help_menu},
};

}  // namespace

std::span<const MenuInfo> menu_table() {
    return kMenus;
}

}  // namespace convscope::app
