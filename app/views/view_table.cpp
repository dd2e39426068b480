#include "app/views/board.hpp"
#include "app/views/menu_bar.hpp"
#include "app/views/status_line.hpp"
#include "app/views/tool_bar.hpp"

namespace convscope::app {
namespace {

template <class V>
std::unique_ptr<View> make() {
    return std::make_unique<V>();
}

constexpr ViewInfo kViews[] = {
    {"menu_bar", "Menus", Region::kMenuBar, make<MenuBarView>},
    {"tool_bar", "Tools", Region::kToolBar, make<ToolBarView>},
    {"board", "Board", Region::kCentre, make<BoardView>},
    {"status_line", "Status", Region::kStatusLine, make<StatusLineView>},
};

}  // namespace

std::span<const ViewInfo> view_table() {
    return kViews;
}

}  // namespace convscope::app
