#pragma once
#include <string>
#include <string_view>

#include "app/widgets/pen.hpp"

namespace convscope::app {

/// A formula over as many lines as it takes, broken at blanks; lines after the first are indented.
/// Symbols as in Pen::formula; what follows "_", a sign or all in braces, is lowered and small.
/// Returns the bottom. Draws nothing where `drawn` is false.
float formula_text(const Pen& pen, ImFont* plain, const PixelRect& room, Colour colour,
                   std::string_view text, bool drawn = true);

/// In one line from `left_middle` on. Returns the width.
float formula_line(const Pen& pen, ImFont* plain, ImVec2 left_middle, Colour colour,
                   std::string_view text);
/// The same as code is written: all of it in `plain`, symbols too.
float code_line(const Pen& pen, ImFont* plain, ImVec2 left_middle, Colour colour,
                std::string_view text);
float formula_line_width(const Pen& pen, ImFont* plain, std::string_view text);

/// Without the marks of lowered signs: "G_{kc}[a,b]" is "Gkc[a,b]". For texts in one face.
std::string without_marks(std::string_view text);

}  // namespace convscope::app
