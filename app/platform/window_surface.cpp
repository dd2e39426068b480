#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "app/platform/framebuffer.hpp"
#include "app/platform/imgui_context.hpp"
#include "app/platform/key_layout.hpp"
#include "app/platform/key_taps.hpp"
#include "app/platform/surface.hpp"

namespace convscope::app {
namespace {

/// GLFW, as long as it lives.
class GlfwLibrary {
  public:
    GlfwLibrary() : works_(glfwInit() == GLFW_TRUE) {}
    ~GlfwLibrary() {
        if (works_) glfwTerminate();
    }
    GlfwLibrary(const GlfwLibrary&) = delete;
    GlfwLibrary& operator=(const GlfwLibrary&) = delete;
    bool works() const { return works_; }

  private:
    bool works_;
};

/// No larger than the monitor's room for windows.
ImVec2 fitting_size(int width, int height) {
    int room_width = 0, room_height = 0;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor())
        glfwGetMonitorWorkarea(monitor, nullptr, nullptr, &room_width, &room_height);
    if (room_width > 0) width = std::min(width, room_width);
    if (room_height > 0) height = std::min(height, room_height);
    return {static_cast<float>(width), static_cast<float>(height)};
}

/// Of a window, on the desktop that all monitors share.
struct Place {
    int x = 0, y = 0, width = 0, height = 0;
};

/// The monitor that shows most of it; null without monitors.
GLFWmonitor* monitor_showing(const Place& window) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    GLFWmonitor* best = glfwGetPrimaryMonitor();
    int largest = 0;
    for (int i = 0; i < count; ++i) {
        int x = 0, y = 0;
        glfwGetMonitorPos(monitors[i], &x, &y);
        const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
        const int across =
            std::min(window.x + window.width, x + mode->width) - std::max(window.x, x);
        const int down =
            std::min(window.y + window.height, y + mode->height) - std::max(window.y, y);
        const int shown = std::max(across, 0) * std::max(down, 0);
        if (shown > largest) best = monitors[i];
        largest = std::max(largest, shown);
    }
    return best;
}

class WindowSurface final : public Surface {
  public:
    WindowSurface(int width, int height, const std::string& title) {
        if (!glfw_.works()) return;
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
        const ImVec2 size = fitting_size(width, height);
        window_ = glfwCreateWindow(static_cast<int>(size.x), static_cast<int>(size.y),
                                   title.c_str(), nullptr, nullptr);
        if (window_ == nullptr) return;
        glfwMakeContextCurrent(window_);
        if (gladLoadGL(glfwGetProcAddress) == 0) return;
        glfwSwapInterval(1);
        glfwSetWindowSizeLimits(window_, 320, 240, GLFW_DONT_CARE, GLFW_DONT_CARE);
        listen();
        imgui_.emplace();
        // After our own callbacks, which ImGui's call on.
        works_ = ImGui_ImplGlfw_InitForOpenGL(window_, true) &&
                 ImGui_ImplOpenGL3_Init("#version 330 core");
        glfwSetKeyCallback(window_, on_key);
    }
    ~WindowSurface() override {
        if (works_) {
            ImGui_ImplOpenGL3_Shutdown();
            ImGui_ImplGlfw_Shutdown();
        }
        imgui_.reset();
        if (window_ != nullptr) glfwDestroyWindow(window_);
    }

    bool has_display() const { return glfw_.works(); }
    bool works() const { return works_; }

    int width() const override { return framebuffer_size().first; }
    int height() const override { return framebuffer_size().second; }
    float content_scale() const override {
        float x = 1, y = 1;
        glfwGetWindowContentScale(window_, &x, &y);
        return x;
    }
    bool close_requested() const override { return glfwWindowShouldClose(window_) != 0; }
    void deny_close() override { glfwSetWindowShouldClose(window_, GLFW_FALSE); }

    bool read_events(double timeout_s) override {
        if (timeout_s < 0) {
            glfwWaitEvents();
        } else if (timeout_s > 0) {
            glfwWaitEventsTimeout(timeout_s);
        } else {
            glfwPollEvents();
        }
        const bool woken = woken_.exchange(false);
        return std::exchange(happened_, false) || woken;
    }
    void wake() override {
        woken_ = true;
        glfwPostEmptyEvent();
    }

    void begin_frame() override {
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        key_taps_.write_to_io();
    }
    void end_frame(std::uint32_t ground) override {
        ground_ = ground;
        render_draw_data(width(), height(), ground);
        glFinish();
    }
    void present() override { glfwSwapBuffers(window_); }
    std::vector<unsigned char> read_pixels() override {
        // What was shown can no longer be read after the buffers were swapped.
        const Framebuffer picture(width(), height());
        picture.bind();
        render_draw_data(width(), height(), ground_);
        std::vector<unsigned char> pixels = picture.read();
        glBindFramebuffer(GL_FRAMEBUFFER, 0);
        return pixels;
    }

    void set_full_screen(bool on) override {
        if (on == is_full_screen()) return;
        happened_ = true;
        if (!on) {
            glfwSetWindowMonitor(window_, nullptr, place_.x, place_.y, place_.width, place_.height,
                                 GLFW_DONT_CARE);
            return;
        }
        place_ = place();
        GLFWmonitor* monitor = monitor_showing(place_);
        if (monitor == nullptr) return;
        const GLFWvidmode* mode = glfwGetVideoMode(monitor);
        glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    }
    bool is_full_screen() const override { return glfwGetWindowMonitor(window_) != nullptr; }

    void set_title(const std::string& title) override {
        glfwSetWindowTitle(window_, title.c_str());
    }
    std::vector<std::filesystem::path> take_dropped_files() override {
        return std::exchange(dropped_, {});
    }

  private:
    std::pair<int, int> framebuffer_size() const {
        int width = 0, height = 0;
        glfwGetFramebufferSize(window_, &width, &height);
        return {width, height};
    }

    Place place() const {
        Place place;
        glfwGetWindowPos(window_, &place.x, &place.y);
        glfwGetWindowSize(window_, &place.width, &place.height);
        return place;
    }

    static WindowSurface& of(GLFWwindow* window) {
        return *static_cast<WindowSurface*>(glfwGetWindowUserPointer(window));
    }

    /// Remembers that something happened, whatever it was: events are what frames are drawn for.
    void listen() {
        glfwSetWindowUserPointer(window_, this);
        glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned) { note(w); });
        glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { note(w); });
        glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { note(w); });
        glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { note(w); });
        glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { note(w); });
        glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { note(w); });
        glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { note(w); });
        glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) { note(w); });
        glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { note(w); });
        glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { note(w); });
        glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
            note(w);
            of(w).dropped_.insert(of(w).dropped_.end(), paths, paths + count);
        });
    }
    static void note(GLFWwindow* window) { of(window).happened_ = true; }

    /// In place of ImGui's, which it calls on: up to 1.86 that takes keys by their place alone.
    static void on_key(GLFWwindow* window, int key, int scan_code, int action, int modifiers) {
        note(window);
        const int meant = key_bearing(glfwGetKeyName(key, scan_code), key);
        of(window).note_key(meant, action, modifiers);
        const bool imgui_finds_it = IMGUI_VERSION_NUM >= 18700;
        ImGui_ImplGlfw_KeyCallback(window, imgui_finds_it ? key : meant, scan_code, action,
                                   modifiers);
    }

    void note_key(int key, int action, int modifiers) {
        if (action == GLFW_RELEASE) key_taps_.note_release(key);
        if (action != GLFW_PRESS) return;
        key_taps_.note_press({.key = key,
                              .ctrl = (modifiers & GLFW_MOD_CONTROL) != 0,
                              .shift = (modifiers & GLFW_MOD_SHIFT) != 0,
                              .alt = (modifiers & GLFW_MOD_ALT) != 0});
    }

    GlfwLibrary glfw_;
    GLFWwindow* window_ = nullptr;
    Place place_;  ///< Before it covered the monitor.
    std::optional<ImGuiContextOwner> imgui_;
    bool works_ = false, happened_ = false;
    std::atomic<bool> woken_ = false;
    std::uint32_t ground_ = 0;
    std::vector<std::filesystem::path> dropped_;
    KeyTaps key_taps_;
};

}  // namespace

Result<std::unique_ptr<Surface>> make_window_surface(int width, int height,
                                                     const std::string& title) {
    auto surface = std::make_unique<WindowSurface>(width, height, title);
    if (!surface->has_display()) {
        return Error{
            "There is no display to open a window on; draw a picture instead with "
            "'convscope --snapshot OUT.png'.",
            {}};
    }
    if (!surface->works()) {
        return Error{
            "This display offers no OpenGL 3.3, which the window needs; draw a picture "
            "instead with 'convscope --snapshot OUT.png'.",
            {}};
    }
    return std::unique_ptr<Surface>(std::move(surface));
}

}  // namespace convscope::app
