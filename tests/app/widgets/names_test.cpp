#include "app/widgets/names.hpp"

#include <gtest/gtest.h>
#include <imgui.h>

#include <functional>

#include "app/platform/surface.hpp"

namespace convscope::app {
namespace {

class NamesTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = make_offscreen_surface(200, 150);
        ASSERT_TRUE(made) << made.error().text();
        surface = std::move(made).value();
    }

    /// One frame in a window of 100 x 80 at (10, 20).
    void frame(const std::function<void()>& draw) {
        surface->begin_frame();
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({10, 20});
        ImGui::SetNextWindowSize({100, 80});
        ImGui::Begin("window", nullptr, ImGuiWindowFlags_NoTitleBar);
        draw();
        ImGui::End();
        ImGui::Render();
        names.end_frame();
    }

    std::unique_ptr<Surface> surface;
    WidgetNames names;
};

TEST_F(NamesTest, KnowsTheWidgetsOfTheLastCompleteFrameOnly) {
    frame([&] {
        ImGui::Button("b");
        names.record_item("second", "on", false);
        names.record("first", {30, 40, 50, 60});
        EXPECT_EQ(names.find("first"), nullptr);
    });
    EXPECT_EQ(names.paths(), (std::vector<std::string>{"first", "second"}));
    EXPECT_EQ(names.find("second")->text, "on");
    EXPECT_FALSE(names.find("second")->enabled);
    EXPECT_EQ(names.find("third"), nullptr);
    frame([&] { names.record("third", {30, 40, 50, 60}); });
    EXPECT_EQ(names.paths(), (std::vector<std::string>{"third"}));
}

TEST_F(NamesTest, VisiblePartEndsAtTheWindow) {
    frame([&] {
        names.record("inside", {30, 40, 50, 60});
        names.record("cut", {30, 40, 300, 60});
        names.record("out", {30, 140, 50, 160});
    });
    EXPECT_EQ(names.find("inside")->visible.x1, 50);
    EXPECT_LT(names.find("cut")->visible.x1, 111);
    EXPECT_GT(names.find("cut")->visible.x1, 90);
    EXPECT_EQ(names.find("cut")->rect.x1, 300);
    EXPECT_TRUE(names.find("out")->visible.empty());
}

TEST_F(NamesTest, ScrollsInWhatAScriptAsksFor) {
    const auto draw = [&] {
        for (int i = 0; i < 40; ++i) {
            ImGui::Button(("button " + std::to_string(i)).c_str());
            names.record_item("button/" + std::to_string(i));
        }
    };
    frame(draw);
    EXPECT_TRUE(names.find("button/30")->visible.empty());
    names.request_visible("button/30");
    for (int i = 0; i < 3; ++i) frame(draw);
    EXPECT_FALSE(names.find("button/30")->visible.empty());
    EXPECT_TRUE(names.find("button/0")->visible.empty());
}

TEST_F(NamesTest, KeepsTheGeometryOfMaps) {
    frame([&] { names.record_map("map/R", {20, 30, 60, 70}, {20, 30, 5, 8, 8, 5}); });
    ASSERT_TRUE(names.find("map/R")->map);
    EXPECT_EQ(names.find("map/R")->map->columns, 8);
    EXPECT_EQ(names.find("map/R")->map->cell_size, 5);
}

}  // namespace
}  // namespace convscope::app
