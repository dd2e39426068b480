#include "app/platform/fonts.hpp"

#include <imgui.h>

#include <array>
#include <cmath>
#include <string_view>

#include "app/platform/app_files.hpp"
#include "app/platform/imgui_compat.hpp"

namespace convscope::app {
namespace {

// Every sign that the interface writes lies in here. A face draws what it has; DejaVu Sans, merged
// in after it, fills the gaps.
constexpr ImWchar kAllSigns[] = {0x0020, 0x00ff,  // Latin, with x, dot, 1/2, superscripts 2 and 3
                                 0x0370, 0x03ff,  // Greek
                                 0x2010, 0x2027,  // dashes, quotes, ellipsis
                                 0x2070, 0x209f,  // super- and subscripts
                                 0x2190, 0x21ff,  // arrows
                                 0x2200, 0x22ff,  // mathematics
                                 0x2300, 0x23ff,  // floor, ceiling, transport
                                 0x25a0, 0x25ff,  // shapes
                                 0x2700, 0x27bf,  // pencil, check, cross
                                 0};
constexpr ImWchar kNumberSigns[] = {0x0020, 0x00ff, 0x0370, 0x03ff, 0x2010, 0x2027, 0x2070, 0x209f,
                                    0x2190, 0x2193, 0x2200, 0x22ff, 0x2308, 0x230b, 0};
constexpr ImWchar kSymbolSigns[] = {0x0020, 0x007e, 0x0370, 0x03ff, 0x2070, 0x209f,
                                    0x2202, 0x2202, 0x2207, 0x2207, 0};
constexpr ImWchar kLargeSigns[] = {0x0020, 0x007e, 0x00b1, 0x00b1, 0x00d7, 0x00d7,
                                   0x2010, 0x2015, 0x2190, 0x2193, 0x221e, 0x221e,
                                   0x2202, 0x2202, 0x2212, 0x2212, 0};
// Digits, signs and points, e, NaN, inf, infinity, about.
constexpr ImWchar kCellSigns[] = {0x002b, 0x0039, 0x004e, 0x004e, 0x0061, 0x0061, 0x0065,
                                  0x0066, 0x0069, 0x0069, 0x006e, 0x006e, 0x2212, 0x2212,
                                  0x221e, 0x221e, 0x2248, 0x2248, 0};
constexpr std::array<float, 4> kCellSizes{19, 24, 30, 38};  // At scale 1.

constexpr std::string_view kSans = "fonts/Inter-Regular.otf";
constexpr std::string_view kSansBold = "fonts/Inter-SemiBold.otf";
constexpr std::string_view kMono = "fonts/JetBrainsMono-Regular.ttf";
constexpr std::string_view kSerif = "fonts/DejaVuSerif-BoldItalic.ttf";
constexpr std::string_view kSigns = "fonts/DejaVuSans.ttf";

ImFont* add_face(std::string_view file, float size_px, const ImWchar* signs, bool merge) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.MergeMode = merge;
    const EmbeddedFile::Bytes bytes = app_file(file);
    // ImGui only reads the data, but takes it as mutable.
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes.begin),
                                                      static_cast<int>(bytes.size()), size_px,
                                                      &config, signs);
}

/// Whole pixels, so that lines of text stay on them.
ImFont* add_font(std::string_view file, float size_px, const ImWchar* signs) {
    ImFont* font = add_face(file, std::round(size_px), signs, false);
    add_face(kSigns, std::round(size_px * 0.95f), signs, true);
    return font;
}

}  // namespace

Fonts load_fonts(float scale) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const bool in_use = !atlas.Fonts.empty();
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
    atlas.TexDesiredWidth = scale > 1.5f ? 4096 : 2048;

    Fonts fonts;
    fonts.text = add_font(kSans, 18 * scale, kAllSigns);
    fonts.bold = add_font(kSansBold, 18 * scale, kNumberSigns);
    fonts.small_mono = add_font(kMono, 15 * scale, kNumberSigns);
    fonts.small_text = add_font(kSans, 16 * scale, kAllSigns);
    fonts.symbol = add_font(kSerif, 20 * scale, kSymbolSigns);
    fonts.large = add_font(kMono, 23 * scale, kLargeSigns);
    for (std::size_t i = 0; i < kCellSizes.size(); ++i)
        fonts.cell_numbers[i] = add_font(kMono, kCellSizes[i] * scale, kCellSigns);
    if (in_use) renew_font_texture();
    return fonts;
}

}  // namespace convscope::app
