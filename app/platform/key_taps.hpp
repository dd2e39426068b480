#pragma once
#include <vector>

namespace convscope::app {

/// Keeps short key presses from getting lost. ImGui up to 1.86 looks at the keys once a frame: one
/// that went down and up between two frames, as on a slow machine, would do nothing, and a Ctrl let
/// go early would make Ctrl+Q a Q. Later versions queue their input; for them this does nothing.
class KeyTaps {
  public:
    struct Press {
        int key = 0;  ///< GLFW's code.
        bool ctrl = false, shift = false, alt = false;
        bool released = false;
    };
    void note_press(const Press& press);
    void note_release(int key);

    /// Once a frame, after the backend wrote its input and before ImGui::NewFrame(): holds every
    /// key that was pressed since the last call for this frame, with its modifiers.
    void write_to_io();

  private:
    void end_last_frames();

    std::vector<Press> presses_;
    std::vector<int> held_;  ///< Down in the last frame only because of us.
    bool modifiers_written_ = false;
};

}  // namespace convscope::app
