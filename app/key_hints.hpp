#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/widgets/names.hpp"
#include "app/widgets/theme.hpp"

namespace convscope::app {

/// Every control by the keyboard: a letter or two on each, and typing them presses it, with the
/// pointer, as a hand would.
class KeyHints {
  public:
    bool active() const { return active_; }
    void toggle();

    /// Presses a widget by its name in the next frames, as if its letters had been typed.
    void press(const std::string& path) { wanted_ = path; }

    /// Between the surface's begin_frame() and ImGui::NewFrame(): moves the pointer and its button
    /// when something is to be pressed.
    void write_input(const WidgetNames& names);
    /// Right after ImGui::NewFrame(): takes the typed letters, so that no view sees them as its
    /// own.
    void take_keys(const WidgetNames& names);
    /// Draws the letters over everything. Names: "key/menu/File" for those on "menu/File".
    void draw(WidgetNames& names, const Look& look) const;
    /// A press takes some frames, which no event asks for.
    bool wants_frame() const { return !wanted_.empty() || !pressing_.empty(); }

  private:
    struct Hint {
        std::string letters, path;
        PixelRect rect;
    };
    static std::vector<Hint> make_hints(const WidgetNames& names);

    bool active_ = false;
    std::string typed_;
    std::string wanted_;    ///< To be pressed next.
    std::string pressing_;  ///< The pointer is on its way or down there.
    int step_ = 0;
    float x_ = 0, y_ = 0;
};

}  // namespace convscope::app
