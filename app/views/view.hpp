#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "app/gpu/gpu.hpp"
#include "app/views/actions.hpp"
#include "app/views/checks.hpp"
#include "app/views/transport.hpp"
#include "app/views/ui_state.hpp"
#include "app/widgets/names.hpp"
#include "app/widgets/theme.hpp"
#include "core/eval/results.hpp"
#include "core/scene/history.hpp"

namespace convscope::app {

/// Of the last frames, for the status line.
struct FrameStats {
    float frame_ms = 0;  ///< Building and, but for off-screen, drawing the last frame.
    std::int64_t frames_drawn = 0;
};

/// What a view may see. Everything but `ui` and `actions` is read-only. Controls show `scene`, the
/// newest; maps and numbers show `results`, which carry the scene they were computed from.
struct ViewContext {
    const Scene& scene;
    const History& history;
    const Results* results;      ///< Null until the first evaluation.
    bool results_are_stale;      ///< Older than 150 ms: draw dimmed, never wait.
    std::string_view file_name;  ///< For the title; empty when never saved.
    const FrameStats& stats;
    const Look& look;
    Gpu& gpu;
    WidgetNames& names;
    UiState& ui;
    Actions& actions;
    Transport transport = {};        ///< The walk through both passes.
    const Checks* checks = nullptr;  ///< Null: nobody checks gradients.
};

/// Part of the window that a view fills. The shell opened an ImGui window of that size, in the
/// theme's panel colour (the centre shows the ground). kMenuBar: call ImGui::BeginMenuBar().
/// kDrawer: below the board while UiState::open_drawers has its id; the shell draws its title and
/// buttons, and scrolls what does not fit.
enum class Region { kMenuBar, kToolBar, kCentre, kDrawer, kStatusLine };

/// One panel. Draws with ImGui each frame, into the window that the shell opened for its region;
/// holds only what it needs to draw.
class View {
  public:
    virtual ~View() = default;
    virtual void draw(const ViewContext& context) = 0;
    /// Of a drawer, beside its title: what it shows now.
    virtual std::string subtitle(const ViewContext&) const { return {}; }
};

/// THE list of views; a new one is one file and one row of view_table.cpp.
struct ViewInfo {
    std::string_view id;  ///< In layouts and scripts; never renamed.
    std::string_view title;
    Region region;
    std::unique_ptr<View> (*make)();
    std::string_view key = {};      ///< Of a drawer: opens and closes it.
    std::string_view tooltip = {};  ///< Of a drawer: what is in it.
};
std::span<const ViewInfo> view_table();

/// Opens or closes a drawer.
void toggle_drawer(UiState& ui, std::string_view id);

}  // namespace convscope::app
