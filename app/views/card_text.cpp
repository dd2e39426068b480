#include "app/views/card_text.hpp"

#include <algorithm>

namespace convscope::app {
namespace {

/// Where to break `text` so that the first line fits: two lines of about the same width if they
/// do, else as late as possible.
std::size_t balanced_length(const Pen& pen, ImFont* font, std::string_view text, float room) {
    if (pen.formula_width(font, text) <= room) return text.size();
    std::size_t best = std::string_view::npos, latest = std::string_view::npos;
    float best_width = room;
    for (auto space = text.find(' '); space != std::string_view::npos;
         space = text.find(' ', space + 1)) {
        const float first = pen.formula_width(font, text.substr(0, space));
        const float rest = pen.formula_width(font, text.substr(space + 1));
        if (first <= room) latest = space;
        if (std::max(first, rest) <= best_width) {
            best = space;
            best_width = std::max(first, rest);
        }
    }
    return std::min(best != std::string_view::npos ? best : latest, text.size());
}

/// The first line of words that fits into the room.
std::string_view first_words(const Pen& pen, ImFont* font, std::string_view text, float room) {
    const std::string_view line = text.substr(0, text.find('\n'));
    return line.substr(0, balanced_length(pen, font, line, room));
}

/// As much of the first line as fits.
std::size_t fitting_length(ImFont* font, std::string_view text, float room) {
    const std::size_t line = std::min(text.find('\n'), text.size());
    std::size_t end = line;
    while (text_size(font, text.substr(0, end)).x > room) {
        const std::size_t space = text.substr(0, end).rfind(' ');
        if (space == std::string_view::npos || space == 0) return line;
        end = space;
    }
    return end;
}

std::string_view fitting_brief(ImFont* font, const ReadOut& read_out, float room) {
    for (const std::string& brief : read_out.brief)
        if (text_size(font, brief).x <= room) return brief;
    return read_out.brief.back();
}

}  // namespace

float draw_read_out(const BoardFrame& frame, const std::string& path, const ReadOut& read_out,
                    const PixelRect& rect, bool full) {
    const Pen pen = frame.pen();
    ImFont* font = pen.look().fonts.small_text;
    const float line = frame.px(kReadOutLine);
    const std::string_view shown =
        full ? std::string_view(read_out.full) : fitting_brief(font, read_out, width(rect));
    float y = rect.y0;
    for (std::string_view text = shown; !text.empty();) {
        const std::size_t length = full ? fitting_length(font, text, width(rect)) : text.size();
        pen.text_in(font, {rect.x0, y, rect.x1, y + line}, Align::kLeft, pen.theme().quiet,
                    text.substr(0, length));
        y += line;
        text.remove_prefix(std::min(text.size(), length + 1));
    }
    std::string flat(shown);
    std::ranges::replace(flat, '\n', ' ');
    hover_area(frame.ui(), path, {rect.x0, rect.y0, rect.x1, y}, flat);
    tooltip_for_item(frame.ui(), read_out.tooltip);
    return y;
}

float draw_words(const BoardFrame& frame, const PixelRect& card, float y, Colour colour,
                 std::string_view text) {
    const Pen pen = frame.pen();
    ImFont* font = pen.look().fonts.small_text;
    while (!text.empty()) {
        const std::string_view line = first_words(pen, font, text, width(card));
        const float x = (card.x0 + card.x1) / 2 - pen.formula_width(font, line) / 2;
        pen.formula(font, {x, y + pen.px(kWordsLine) / 2}, colour, line);
        y += pen.px(kWordsLine);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return y;
}

float words_height(const BoardFrame& frame, std::string_view text, float room) {
    const Pen pen = frame.pen();
    float height = 0;
    while (!text.empty()) {
        const std::string_view line = first_words(pen, pen.look().fonts.small_text, text, room);
        height += pen.px(kWordsLine);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return height;
}

std::string fitting_text(ImFont* font, float room, std::span<const std::string> texts) {
    for (const std::string& text : texts)
        if (text_size(font, text).x <= room) return text;
    return shortened(font, texts.back(), room);
}

}  // namespace convscope::app
