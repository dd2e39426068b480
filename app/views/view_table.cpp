#include "app/views/board.hpp"
#include "app/views/inspector.hpp"
#include "app/views/lesson_drawer.hpp"
#include "app/views/menu_bar.hpp"
#include "app/views/status_line.hpp"
#include "app/views/steps_drawer.hpp"
#include "app/views/tool_bar.hpp"
#include "app/views/verify_drawer.hpp"

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
    {"inspector", "Inspector", Region::kDrawer, make<InspectorDrawer>, "F5",
     "The sum behind the number that the pointer is on, with the real numbers."},
    {"verify", "Verify", Region::kDrawer, make<VerifyDrawer>, "F7",
     "Gradients beside the slopes that nudging each number gives."},
    {"lesson", "Lesson", Region::kDrawer, make<LessonDrawer>, "F8",
     "The worksheet, part by part: what to look at and what to try."},
    {"steps", "Steps", Region::kDrawer, make<StepsDrawer>, "F6",
     "Both passes step by step: play, scrub, and the loops with their variables."},
    {"status_line", "Status", Region::kStatusLine, make<StatusLineView>},
};

}  // namespace

std::span<const ViewInfo> view_table() {
    return kViews;
}

void toggle_drawer(UiState& ui, std::string_view id) {
    const std::string drawer(id);
    if (ui.open_drawers.erase(drawer) == 0) ui.open_drawers.insert(drawer);
}

}  // namespace convscope::app
