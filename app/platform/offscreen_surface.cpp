#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <backends/imgui_impl_opengl3.h>
#include <glad/gl.h>
#include <imgui.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "app/platform/framebuffer.hpp"
#include "app/platform/imgui_compat.hpp"
#include "app/platform/imgui_context.hpp"
#include "app/platform/surface.hpp"

namespace convscope::app {
namespace {

/// An OpenGL context without any window or display.
class EglContext {
  public:
    EglContext() {
        for (const EGLenum platform : {EGL_PLATFORM_SURFACELESS_MESA, EGL_PLATFORM_DEVICE_EXT}) {
            if (make_on(platform)) return;
            destroy();
        }
    }
    ~EglContext() { destroy(); }
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

    bool works() const { return context_ != EGL_NO_CONTEXT; }

  private:
    bool make_on(EGLenum platform) {
        const auto get_display = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(
            eglGetProcAddress("eglGetPlatformDisplayEXT"));
        if (get_display == nullptr) return false;
        void* device = EGL_DEFAULT_DISPLAY;
        if (platform == EGL_PLATFORM_DEVICE_EXT && !find_device(device)) return false;
        display_ = get_display(platform, device, nullptr);
        return display_ != EGL_NO_DISPLAY && eglInitialize(display_, nullptr, nullptr) &&
               eglBindAPI(EGL_OPENGL_API) && make_context();
    }

    static bool find_device(void*& device) {
        const auto query =
            reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
        EGLDeviceEXT first{};
        EGLint count = 0;
        if (query == nullptr || !query(1, &first, &count) || count < 1) return false;
        device = first;
        return true;
    }

    bool make_context() {
        constexpr EGLint kConfig[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                      EGL_NONE};
        constexpr EGLint kContext[] = {EGL_CONTEXT_MAJOR_VERSION,
                                       3,
                                       EGL_CONTEXT_MINOR_VERSION,
                                       3,
                                       EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                       EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                       EGL_NONE};
        EGLConfig config{};
        EGLint count = 0;
        if (!eglChooseConfig(display_, kConfig, &config, 1, &count) || count < 1) return false;
        context_ = eglCreateContext(display_, config, EGL_NO_CONTEXT, kContext);
        return context_ != EGL_NO_CONTEXT &&
               eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) &&
               gladLoadGL(reinterpret_cast<GLADloadfunc>(eglGetProcAddress)) != 0;
    }

    void destroy() {
        if (display_ == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context_ != EGL_NO_CONTEXT) eglDestroyContext(display_, context_);
        eglTerminate(display_);
        context_ = EGL_NO_CONTEXT;
        display_ = EGL_NO_DISPLAY;
    }

    EGLDisplay display_ = EGL_NO_DISPLAY;
    EGLContext context_ = EGL_NO_CONTEXT;
};

/// Input comes from inject_input() alone, time goes by a sixtieth of a second a frame.
class OffscreenSurface final : public Surface {
  public:
    OffscreenSurface(int width, int height) : width_(width), height_(height) {
        if (!egl_.works()) return;
        picture_.emplace(width, height);
        if (!picture_->complete()) return;
        imgui_.emplace();
        prepare_injected_keys();
        works_ = ImGui_ImplOpenGL3_Init("#version 330 core");
    }
    ~OffscreenSurface() override {
        if (works_) ImGui_ImplOpenGL3_Shutdown();
    }

    bool works() const { return works_; }

    int width() const override { return width_; }
    int height() const override { return height_; }
    float content_scale() const override { return 1; }
    bool close_requested() const override { return false; }
    void deny_close() override {}

    bool read_events(double timeout_s) override {
        std::unique_lock lock(mutex_);
        const auto woken = [this] { return woken_; };
        if (timeout_s < 0) {
            wakes_.wait(lock, woken);
        } else {
            wakes_.wait_for(lock, std::chrono::duration<double>(timeout_s), woken);
        }
        return std::exchange(woken_, false);
    }
    void wake() override {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        wakes_.notify_one();
    }

    void begin_frame() override {
        ImGui_ImplOpenGL3_NewFrame();
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
        io.DeltaTime = 1.0f / 60;
    }
    /// Nobody sees the frame unless its pixels are asked for.
    void end_frame(std::uint32_t ground) override { ground_ = ground; }
    void present() override {}
    std::vector<unsigned char> read_pixels() override {
        picture_->bind();
        render_draw_data(width_, height_, ground_);
        return picture_->read();
    }

    void set_full_screen(bool) override {}
    bool is_full_screen() const override { return false; }

    void set_title(const std::string&) override {}
    std::vector<std::filesystem::path> take_dropped_files() override { return {}; }

  private:
    int width_, height_;
    std::uint32_t ground_ = 0;
    EglContext egl_;
    std::optional<Framebuffer> picture_;
    std::optional<ImGuiContextOwner> imgui_;
    bool works_ = false;
    std::mutex mutex_;
    std::condition_variable wakes_;
    bool woken_ = false;
};

}  // namespace

Result<std::unique_ptr<Surface>> make_offscreen_surface(int width, int height) {
    auto surface = std::make_unique<OffscreenSurface>(width, height);
    if (!surface->works()) {
        return Error{
            "No picture can be drawn: OpenGL 3.3 through EGL does not work here (on "
            "Debian, install libegl1 and libgl1-mesa-dri).",
            {}};
    }
    return std::unique_ptr<Surface>(std::move(surface));
}

}  // namespace convscope::app
