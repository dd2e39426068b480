#pragma once
#include <span>
#include <string>
#include <string_view>

#include "app/views/board_frame.hpp"
#include "app/views/read_outs.hpp"

namespace convscope::app {

/// Height of one line of words on a card, at scale 1.
inline constexpr float kReadOutLine = 17, kWordsLine = 18;

/// Below one another from rect.y0 on: all that it says, each line broken where it is too wide, or
/// one line. Returns the bottom.
float draw_read_out(const BoardFrame& frame, const std::string& path, const ReadOut& read_out,
                    const PixelRect& rect, bool full);

/// Words one below the other, each line in the middle of the card, broken at line ends and where
/// they are too wide. Returns the bottom.
float draw_words(const BoardFrame& frame, const PixelRect& card, float y, Colour colour,
                 std::string_view text);
/// The height that takes in a card of this width.
float words_height(const BoardFrame& frame, std::string_view text, float room);

/// The first of the texts, the longest first, that has room; else the last, shortened.
std::string fitting_text(ImFont* font, float room, std::span<const std::string> texts);

}  // namespace convscope::app
