#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace convscope::app {

/// Where frames go: a window (GLFW) or a picture in memory (EGL, no display needed). Its GL context
/// and ImGui's are made with it, current on the thread that made it, as long as it lives.
class Surface {
  public:
    virtual ~Surface() = default;

    virtual int width() const = 0;  ///< In pixels.
    virtual int height() const = 0;
    virtual float content_scale() const = 0;  ///< Of the monitor; 1 off-screen.
    virtual bool close_requested() const = 0;
    /// The window stays open.
    virtual void deny_close() = 0;

    /// Reads events; waits for one, at most `timeout_s` (0: does not wait; negative: for ever).
    /// True when something happened: input, a change of the window, a wake().
    virtual bool read_events(double timeout_s) = 0;
    /// Ends a waiting read_events(). From any thread.
    virtual void wake() = 0;
    /// Feeds ImGui's io for the new frame (before ImGui::NewFrame()).
    virtual void begin_frame() = 0;
    /// In a window renders ImGui's draw data over `ground`, as Colour::packed(), and returns when
    /// it is drawn; off-screen, where nobody sees it, only read_pixels() draws.
    virtual void end_frame(std::uint32_t ground) = 0;
    /// Shows what end_frame() drew; may wait for the screen.
    virtual void present() = 0;
    /// The last frame, RGB, top row first: rendered from ImGui's draw data, so after a frame and
    /// before the next begin_frame().
    virtual std::vector<unsigned char> read_pixels() = 0;

    /// A window covers the whole monitor it is on, or goes back to its size and place. Off-screen
    /// it does nothing.
    virtual void set_full_screen(bool on) = 0;
    virtual bool is_full_screen() const = 0;

    virtual void set_title(const std::string& title) = 0;
    /// Paths dropped since the last call.
    virtual std::vector<std::filesystem::path> take_dropped_files() = 0;
};

/// An Error without a display ("There is no display ...").
Result<std::unique_ptr<Surface>> make_window_surface(int width, int height,
                                                     const std::string& title);
/// An Error when no EGL driver works.
Result<std::unique_ptr<Surface>> make_offscreen_surface(int width, int height);

}  // namespace convscope::app
