#pragma once

struct ImGuiContext;

namespace convscope::app {

/// Makes ImGui's context, current on this thread, set up as the whole program wants it (no files,
/// no blinking cursor, which would need frames); ends it.
class ImGuiContextOwner {
  public:
    ImGuiContextOwner();
    ~ImGuiContextOwner();
    ImGuiContextOwner(const ImGuiContextOwner&) = delete;
    ImGuiContextOwner& operator=(const ImGuiContextOwner&) = delete;

  private:
    ImGuiContext* context_;
};

}  // namespace convscope::app
