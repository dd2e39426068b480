#pragma once
#include <imgui.h>

#include <string>
#include <string_view>

#include "app/widgets/names.hpp"
#include "app/widgets/theme.hpp"

namespace convscope::app {

enum class Align { kLeft, kCentre, kRight };

bool is_letter(char c);  ///< "A" to "z" of ASCII.

inline float width(const PixelRect& rect) {
    return rect.x1 - rect.x0;
}
inline float height(const PixelRect& rect) {
    return rect.y1 - rect.y0;
}
inline PixelRect inset(const PixelRect& rect, float by) {
    return {rect.x0 + by, rect.y0 + by, rect.x1 - by, rect.y1 - by};
}

float font_size(ImFont* font);
ImVec2 text_size(ImFont* font, std::string_view text);
/// `text`, or as much of its beginning as has room with "…" behind it.
std::string shortened(ImFont* font, std::string_view text, float room);

/// Draws on one draw list in the colours and faces of a Look.
class Pen {
  public:
    Pen(ImDrawList* list, const Look& look) : list_(list), look_(look) {}

    ImDrawList* list() const { return list_; }
    const Look& look() const { return look_; }
    const Theme& theme() const { return *look_.theme; }
    float px(float at_scale_1) const { return look_.px(at_scale_1); }

    void text(ImFont* font, ImVec2 top_left, Colour colour, std::string_view text) const;
    /// One line in the middle of the rectangle's height.
    void text_in(ImFont* font, const PixelRect& rect, Align align, Colour colour,
                 std::string_view text) const;
    /// The same, broken into lines at the rectangle's width, from its top on. Returns the bottom.
    float text_wrapped(ImFont* font, const PixelRect& rect, Colour colour,
                       std::string_view text) const;

    /// A line with capital letters that stand alone (I, R, L) and ∂ in the serif italic face, as
    /// mathematics are set; the rest in `plain`. Returns the width.
    float formula(ImFont* plain, ImVec2 left_middle, Colour colour, std::string_view text) const;
    float formula_width(ImFont* plain, std::string_view text) const;

    void fill(const PixelRect& rect, Colour colour, float rounding = 0) const;
    /// Without a thickness, that of the theme's borders.
    void outline(const PixelRect& rect, Colour colour, float rounding = 0,
                 float thickness = 0) const;
    void line(ImVec2 from, ImVec2 to, Colour colour, float thickness) const;
    /// With an open head at `to`.
    void arrow(ImVec2 from, ImVec2 to, Colour colour, float thickness) const;

  private:
    ImDrawList* list_;
    const Look& look_;
};

/// A run of text in one face.
struct FormulaRun {
    std::string_view text;
    bool symbol = false;
};
/// Cuts `text` (UTF-8) for Pen::formula: returns the run at its start. Precondition: not empty.
FormulaRun first_formula_run(std::string_view text);

}  // namespace convscope::app
