#pragma once
#include <vector>

namespace convscope::app {

/// A picture in graphics memory that one can draw into and read back. Needs the current GL context
/// in all of its life.
class Framebuffer {
  public:
    Framebuffer(int width, int height);
    ~Framebuffer();
    Framebuffer(const Framebuffer&) = delete;
    Framebuffer& operator=(const Framebuffer&) = delete;

    /// False when the driver cannot draw into it.
    bool complete() const { return complete_; }
    void bind() const;
    /// RGB, top row first. Precondition: bound.
    std::vector<unsigned char> read() const;

  private:
    int width_, height_;
    unsigned framebuffer_ = 0, colour_ = 0;
    bool complete_ = false;
};

/// Clears the bound framebuffer to `ground` (as Colour::packed()) and renders ImGui's draw data.
void render_draw_data(int width, int height, unsigned ground);

}  // namespace convscope::app
