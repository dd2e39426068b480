#include <gtest/gtest.h>
#include <imgui.h>

#include <chrono>
#include <thread>

#include "app/platform/fonts.hpp"
#include "app/platform/surface.hpp"

namespace convscope::app {
namespace {

using Clock = std::chrono::steady_clock;

bool has_sign(ImFont* font, ImWchar sign) {
#if IMGUI_VERSION_NUM < 19200
    return font->FindGlyphNoFallback(sign) != nullptr;
#else
    return font->IsGlyphInFont(sign);
#endif
}

std::unique_ptr<Surface> make(int width, int height) {
    auto made = make_offscreen_surface(width, height);
    if (!made) ADD_FAILURE() << made.error().text();
    return made ? std::move(made).value() : nullptr;
}

TEST(OffscreenSurface, ReadsBackWhatWasDrawnTopRowFirst) {
    const auto surface = make(40, 30);
    surface->begin_frame();
    ImGui::NewFrame();
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, {10, 5}, IM_COL32(255, 0, 0, 255));
    ImGui::Render();
    surface->end_frame(Colour{1, 2, 3}.packed());
    const auto pixels = surface->read_pixels();
    ASSERT_EQ(pixels.size(), 40u * 30 * 3);
    EXPECT_EQ(pixels[0], 255);
    EXPECT_EQ(pixels[1], 0);
    const std::size_t last = pixels.size() - 3;
    EXPECT_EQ(pixels[last], 1);
    EXPECT_EQ(pixels[last + 1], 2);
    EXPECT_EQ(pixels[last + 2], 3);
}

TEST(OffscreenSurface, WaitsForAWakeOrTheTime) {
    const auto surface = make(40, 30);
    EXPECT_FALSE(surface->read_events(0));
    surface->wake();
    EXPECT_TRUE(surface->read_events(0));
    EXPECT_FALSE(surface->read_events(0.01));
    std::jthread waker([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        surface->wake();
    });
    const Clock::time_point start = Clock::now();
    EXPECT_TRUE(surface->read_events(-1));
    EXPECT_GE(Clock::now() - start, std::chrono::milliseconds(15));
}

TEST(OffscreenSurface, SeveralLiveOneAfterTheOther) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(make(64, 64)->width(), 64);
}

TEST(Fonts, HaveEverySignOfTheBoardAtEveryScale) {
    const auto surface = make(64, 64);
    for (const float scale : {0.75f, 1.0f, 3.0f}) {
        const Fonts fonts = load_fonts(scale);
        surface->begin_frame();
        for (ImFont* font : {fonts.text, fonts.bold, fonts.small_mono})
            for (const ImWchar sign : {u'A', u'é', u'∂', u'Σ', u'∇', u'×', u'·', u'½', u'²', u'ₖ',
                                       u'⌊', u'⌋', u'⊙', u'→', u'←', u'≤', u'−', u'…'})
                EXPECT_TRUE(has_sign(font, sign)) << "sign " << sign << " at scale " << scale;
        for (ImFont* font : fonts.cell_numbers)
            for (const ImWchar sign : u"0123456789.+-e∞≈NaNinf−")
                EXPECT_TRUE(sign == 0 || has_sign(font, sign)) << sign;
        for (const ImWchar sign : {u'I', u'G', u'R', u'A', u'P', u'L', u'∂', u'/', u'>'})
            EXPECT_TRUE(has_sign(fonts.symbol, sign)) << sign;
    }
}

TEST(Fonts, AreAsLargeAsTheScaleSays) {
    const auto surface = make(64, 64);
    const auto text_height = [&](float scale) {
        const Fonts fonts = load_fonts(scale);
        surface->begin_frame();
        ImGui::NewFrame();
        ImGui::PushFont(fonts.text);
        const float height = ImGui::GetFontSize();
        ImGui::PopFont();
        ImGui::EndFrame();
        return height;
    };
    const float height = text_height(1);
    EXPECT_FLOAT_EQ(text_height(2), 2 * height);
}

}  // namespace
}  // namespace convscope::app
