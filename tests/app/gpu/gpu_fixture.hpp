#pragma once
#include <gtest/gtest.h>
#include <imgui.h>

#include <functional>

#include "app/gpu/gpu.hpp"
#include "app/platform/surface.hpp"

namespace convscope::app {

/// A surface of 320 x 240 pixels to draw maps on and to read back.
class GpuTest : public testing::Test {
  protected:
    static constexpr int kWidth = 320, kHeight = 240;
    static constexpr Colour kGround{10, 20, 30};

    void SetUp() override {
        auto made = make_offscreen_surface(kWidth, kHeight);
        ASSERT_TRUE(made) << made.error().text();
        surface = std::move(made).value();
        gpu.emplace();
    }
    void TearDown() override {
        gpu.reset();
        surface.reset();
    }

    void frame(const std::function<void(ImDrawList*)>& draw) {
        gpu->begin_frame(1);
        surface->begin_frame();
        ImGui::NewFrame();
        draw(ImGui::GetBackgroundDrawList());
        ImGui::Render();
        surface->end_frame(kGround.packed());
        pixels = surface->read_pixels();
        ASSERT_FALSE(gpu->problem()) << gpu->problem()->text();
    }

    Colour pixel(int x, int y) const {
        const auto* at = pixels.data() + (y * kWidth + x) * 3;
        return {at[0], at[1], at[2]};
    }

    std::unique_ptr<Surface> surface;
    std::optional<Gpu> gpu;
    std::vector<unsigned char> pixels;
};

/// With every tile at version 1.
inline Map make_map(Tensor values) {
    Map map;
    const Shape shape = values.shape();
    map.values = std::move(values);
    map.tile_versions.assign(static_cast<std::size_t>(ceil_div(shape.w, kTileSize)) *
                                 static_cast<std::size_t>(ceil_div(shape.h, kTileSize)),
                             1);
    return map;
}

inline testing::AssertionResult near(Colour a, Colour b, int tolerance = 1) {
    const auto apart = [](std::uint8_t x, std::uint8_t y) { return std::abs(x - y); };
    if (apart(a.r, b.r) <= tolerance && apart(a.g, b.g) <= tolerance &&
        apart(a.b, b.b) <= tolerance)
        return testing::AssertionSuccess();
    const auto text = [](Colour c) {
        return std::to_string(c.r) + "," + std::to_string(c.g) + "," + std::to_string(c.b);
    };
    return testing::AssertionFailure() << text(a) << " is not " << text(b);
}

}  // namespace convscope::app
