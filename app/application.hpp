#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/platform/surface.hpp"
#include "app/settings.hpp"
#include "app/views/view.hpp"
#include "core/eval/evaluator.hpp"

namespace convscope::app {

struct AppOptions {
    float scale = 1;         ///< Of the interface; 0: as remembered, else the monitor's.
    std::string theme = {};  ///< Empty: as remembered, else dark.
    /// Pictures, scenes and lessons, opened one after the other; none: the first start's scene.
    std::vector<std::filesystem::path> files = {};
    std::shared_ptr<SettingsStore> settings = nullptr;  ///< Null: nothing is remembered.
    bool first_hints = false;  ///< "Paint here" and the like, until they were followed.
    Evaluator::Mode evaluator = Evaluator::Mode::kThreaded;
};

/// The program behind the window: owns scene, evaluator, views and state; draws one frame at a time
/// on any Surface. Scripts and snapshots drive it as the window's loop does.
class Application {
  public:
    /// An Error when one of `options.files` cannot be opened.
    static Result<std::unique_ptr<Application>> make(Surface& surface, const AppOptions& options);
    ~Application();

    /// Draws one frame: `before_frame` (a script's input) runs between the surface's begin_frame()
    /// and ImGui::NewFrame(). Carries out the actions, submits a changed scene. A frame that is not
    /// `seen` is computed only, and the one before it stays on the surface.
    void frame(const std::function<void()>& before_frame = {}, bool seen = true);
    /// Seconds until a frame is needed without any event; negative: never.
    double seconds_to_next_frame() const;
    bool wants_to_quit() const;

    /// Carries out one action as if a view had asked for it.
    void perform(const Action& action);

    const History& history() const;
    std::shared_ptr<const Results> results() const;
    /// The newest results are those of the newest scene, and no check of them runs.
    bool settled() const;
    void wait_until_settled();
    WidgetNames& names();
    UiState& ui();
    const FrameStats& stats() const;
    const Look& look() const;
    const Gpu& gpu() const;
    /// Valid until the next frame or action.
    Transport transport();

  private:
    Application();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The window's loop: draws when something happened, sleeps otherwise.
void run_loop(Surface& surface, Application& application);

}  // namespace convscope::app
