#include "app/platform/imgui_compat.hpp"

#include <gtest/gtest.h>
#include <imgui.h>

#include <functional>

#include "app/platform/surface.hpp"

namespace convscope::app {
namespace {

TEST(Keys, AreFoundByTheNamesThatScriptsWrite) {
    EXPECT_EQ(key_by_name("Left"), Key::kLeft);
    EXPECT_EQ(key_by_name("0"), Key::k0);
    EXPECT_EQ(key_by_name("Z"), Key::kZ);
    EXPECT_EQ(key_by_name("F11"), Key::kF11);
    EXPECT_EQ(key_by_name("Minus"), Key::kMinus);
    EXPECT_EQ(key_by_name("9"), Key::k9);
    EXPECT_EQ(key_by_name("H"), Key::kH);
    EXPECT_EQ(key_by_name("F1"), Key::kF1);
    EXPECT_EQ(key_by_name("F12"), Key::kF12);
    EXPECT_EQ(key_by_name("F13"), std::nullopt);
    EXPECT_EQ(key_by_name("z"), std::nullopt);
    EXPECT_EQ(key_by_name(""), std::nullopt);
}

class InjectionTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = make_offscreen_surface(200, 150);
        ASSERT_TRUE(made) << made.error().text();
        surface = std::move(made).value();
    }
    void frame(const InjectedInput& input, const std::function<void()>& draw) {
        surface->begin_frame();
        inject_input(input);
        ImGui::NewFrame();
        draw();
        ImGui::EndFrame();
    }
    std::unique_ptr<Surface> surface;
};

TEST_F(InjectionTest, AKeyIsPressedInItsFrameOnly) {
    frame({.ctrl = true, .key_down = Key::kZ}, [] {
        EXPECT_TRUE(is_key_pressed(Key::kZ));
        EXPECT_FALSE(is_key_pressed(Key::kY));
        EXPECT_TRUE(ImGui::GetIO().KeyCtrl);
    });
    frame({}, [] {
        EXPECT_FALSE(is_key_pressed(Key::kZ));
        EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
    });
}

TEST_F(InjectionTest, EveryKeyIsSeenAsItselfAlone) {
    constexpr int kLast = static_cast<int>(Key::kF12);
    for (int i = 0; i <= kLast; ++i) {
        const Key key = static_cast<Key>(i);
        frame({.key_down = key}, [&] {
            for (int j = 0; j <= kLast; ++j) {
                EXPECT_EQ(is_key_down(static_cast<Key>(j)), i == j) << i << ' ' << j;
                EXPECT_EQ(is_key_pressed(static_cast<Key>(j)), i == j) << i << ' ' << j;
            }
        });
        frame({.key_down = key}, [&] {
            EXPECT_TRUE(is_key_down(key)) << i;
            EXPECT_FALSE(is_key_pressed(key)) << i;
        });
        frame({}, [&] { EXPECT_FALSE(is_key_down(key)) << i; });
    }
}

TEST_F(InjectionTest, ButtonsAreClickedAndTextIsTyped) {
    bool pressed = false;
    char text[16] = "";
    const auto draw = [&] {
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({200, 150});
        ImGui::Begin("window", nullptr, ImGuiWindowFlags_NoDecoration);
        ImGui::SetCursorPos({10, 10});
        pressed |= ImGui::Button("press", {80, 30});
        ImGui::SetCursorPos({10, 60});
        ImGui::InputText("##text", text, sizeof text);
        ImGui::End();
    };
    const auto click = [&](float x, float y) {
        frame({.mouse_x = x, .mouse_y = y}, draw);
        frame({.mouse_x = x, .mouse_y = y, .left = true}, draw);
        frame({.mouse_x = x, .mouse_y = y}, draw);
    };
    frame({}, draw);
    click(50, 25);
    EXPECT_TRUE(pressed);
    click(30, 70);
    frame({.mouse_x = 30, .mouse_y = 70, .text = "0.25"}, draw);
    frame({.mouse_x = 30, .mouse_y = 70, .key_down = Key::kBackspace}, draw);
    frame({.mouse_x = 30, .mouse_y = 70}, draw);
    EXPECT_STREQ(text, "0.2");
}

}  // namespace
}  // namespace convscope::app
