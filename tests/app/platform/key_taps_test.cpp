#include "app/platform/key_taps.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include "app/platform/imgui_compat.hpp"
#include "app/platform/surface.hpp"

#if IMGUI_VERSION_NUM < 18700
namespace convscope::app {
namespace {

class KeyTapsTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = make_offscreen_surface(64, 64);
        ASSERT_TRUE(made) << made.error().text();
        surface = std::move(made).value();
        frame_presses_z();
    }
    void tap_ctrl_z() {
        taps.note_press({.key = GLFW_KEY_Z, .ctrl = true});
        taps.note_release(GLFW_KEY_Z);
    }
    /// Draws a frame; whether Ctrl+Z was pressed in it.
    bool frame_presses_z() {
        surface->begin_frame();
        taps.write_to_io();
        ImGui::NewFrame();
        const bool pressed = is_key_pressed(Key::kZ) && ImGui::GetIO().KeyCtrl;
        ImGui::EndFrame();
        return pressed;
    }

    std::unique_ptr<Surface> surface;
    KeyTaps taps;
};

TEST_F(KeyTapsTest, APressBetweenTwoFramesIsSeenOnce) {
    tap_ctrl_z();
    EXPECT_TRUE(frame_presses_z());
    EXPECT_FALSE(frame_presses_z());
    EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
    EXPECT_FALSE(ImGui::GetIO().KeysDown[GLFW_KEY_Z]);
}

TEST_F(KeyTapsTest, PressesInFramesThatFollowEachOtherAreAllSeen) {
    int seen = 0;
    for (int i = 0; i < 3; ++i) {
        tap_ctrl_z();
        seen += frame_presses_z() ? 1 : 0;
    }
    for (int i = 0; i < 4; ++i) seen += frame_presses_z() ? 1 : 0;
    EXPECT_EQ(seen, 3);
}

TEST_F(KeyTapsTest, AHeldKeyStaysDownUntilItsRelease) {
    taps.note_press({.key = GLFW_KEY_Z});
    frame_presses_z();
    EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_Z]);
    frame_presses_z();
    EXPECT_TRUE(ImGui::GetIO().KeysDown[GLFW_KEY_Z]) << "the backend lets it go, not we";
}

}  // namespace
}  // namespace convscope::app
#endif
