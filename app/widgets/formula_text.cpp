#include "app/widgets/formula_text.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace convscope::app {
namespace {

// Of the size of a line's face.
constexpr float kLoweredSize = 0.78f, kLoweredBy = 0.28f, kLargestSymbol = 1.2f;
constexpr float kIndent = 18;  // At scale 1.

/// A run of text in one face and at one height.
struct Piece {
    std::string_view text;
    bool symbol = false, lowered = false;
    bool fraction = false;  ///< Too dense for the narrow faces.
};

constexpr std::string_view kHalf = "½";

std::size_t character_length(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
        ++length;
    return length;
}

/// What is lowered behind "_", and how much of `rest` it takes.
std::string_view lowered_part(std::string_view rest, std::size_t& taken) {
    const std::size_t end = rest.find('}');
    if (rest.starts_with('{') && end != std::string_view::npos) {
        taken = end + 1;
        return rest.substr(1, end - 1);
    }
    taken = rest.empty() ? 0 : character_length(rest);
    return rest.substr(0, taken);
}

/// Whether what follows the "_" there is lowered: "G_r[", but not "reduce_max".
bool is_mark(std::string_view text, std::size_t at) {
    return at + 2 >= text.size() || text[at + 1] == '{' || !is_letter(text[at + 1]) ||
           !is_letter(text[at + 2]);
}

/// The first mark of something lowered.
std::size_t find_mark(std::string_view text) {
    std::size_t at = text.find('_');
    while (at != std::string_view::npos && !is_mark(text, at)) at = text.find('_', at + 1);
    return at;
}

/// A subscript digit, of those that number layers.
bool ends_with_number(std::string_view symbol) {
    return symbol.size() > 3 && symbol.substr(symbol.size() - 3).starts_with("\xe2\x82");
}

/// Of one word.
std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        const std::size_t mark = find_mark(text);
        std::string_view level = text.substr(0, mark);
        while (!level.empty()) {
            FormulaRun run = first_formula_run(level);
            const std::size_t half = run.symbol ? std::string_view::npos : run.text.find(kHalf);
            const bool fraction = half == 0;
            run.text = run.text.substr(0, fraction ? kHalf.size() : half);
            pieces.push_back({run.text, run.symbol, false, fraction});
            level.remove_prefix(run.text.size());
        }
        if (mark == std::string_view::npos) break;
        text.remove_prefix(mark + 1);
        std::size_t taken = 0;
        // "R₂_1" is filter 1 of R₂.
        if (!pieces.empty() && pieces.back().symbol && ends_with_number(pieces.back().text))
            pieces.push_back({",", false, true});
        pieces.push_back({lowered_part(text, taken), false, true});
        text.remove_prefix(taken);
    }
    return pieces;
}

class FormulaWriter {
  public:
    FormulaWriter(const Pen& pen, ImFont* plain, Colour colour)
        : pen_(pen), plain_(plain), colour_(colour) {}

    float width_of(const std::vector<Piece>& pieces) const {
        float sum = 0;
        for (const Piece& piece : pieces) sum += width_of(piece);
        return sum;
    }
    void write(const std::vector<Piece>& pieces, ImVec2 left_middle) const {
        for (const Piece& piece : pieces) {
            const float size = size_of(piece);
            const float middle =
                left_middle.y + (piece.lowered ? kLoweredBy * font_size(plain_) : 0);
            pen_.list()->AddText(
                face_of(piece), size, {std::floor(left_middle.x), std::floor(middle - size / 2)},
                colour_.packed(), piece.text.data(), piece.text.data() + piece.text.size());
            left_middle.x += width_of(piece);
        }
    }

  private:
    ImFont* face_of(const Piece& piece) const {
        if (piece.fraction) return pen_.look().fonts.text;
        return piece.symbol ? pen_.look().fonts.symbol : plain_;
    }
    /// Symbols stand out a little; lowered signs are small.
    float scale_of(const Piece& piece) const {
        if (piece.lowered) return kLoweredSize;
        if (!piece.symbol) return 1;
        return std::min(1.0f, kLargestSymbol * font_size(plain_) / font_size(face_of(piece)));
    }
    float size_of(const Piece& piece) const { return font_size(face_of(piece)) * scale_of(piece); }
    float width_of(const Piece& piece) const {
        if (piece.text.empty()) return 0;
        return text_size(face_of(piece), piece.text).x * scale_of(piece);
    }

    const Pen& pen_;
    ImFont* plain_;
    Colour colour_;
};

}  // namespace

float formula_text(const Pen& pen, ImFont* plain, const PixelRect& room, Colour colour,
                   std::string_view text, bool drawn) {
    const FormulaWriter writer(pen, plain, colour);
    const float line = std::ceil(font_size(plain) * 1.35f), blank = text_size(plain, " ").x;
    float x = room.x0, y = room.y0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::vector<Piece> word = pieces_of(text.substr(0, end));
        const float width = writer.width_of(word);
        if (x > room.x0 && x + width > room.x1) {
            x = room.x0 + pen.px(kIndent);
            y += line;
        }
        if (drawn) writer.write(word, {x, y + line / 2});
        x += width + blank;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return y + line;
}

float formula_line(const Pen& pen, ImFont* plain, ImVec2 left_middle, Colour colour,
                   std::string_view text) {
    const FormulaWriter writer(pen, plain, colour);
    const std::vector<Piece> pieces = pieces_of(text);
    writer.write(pieces, left_middle);
    return writer.width_of(pieces);
}

float code_line(const Pen& pen, ImFont* plain, ImVec2 left_middle, Colour colour,
                std::string_view text) {
    const FormulaWriter writer(pen, plain, colour);
    std::vector<Piece> pieces = pieces_of(text);
    for (Piece& piece : pieces) piece.symbol = false;
    writer.write(pieces, left_middle);
    return writer.width_of(pieces);
}

float formula_line_width(const Pen& pen, ImFont* plain, std::string_view text) {
    return FormulaWriter(pen, plain, {}).width_of(pieces_of(text));
}

std::string without_marks(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool mark = text[i] == '{' || text[i] == '}' || (text[i] == '_' && is_mark(text, i));
        if (!mark) plain += text[i];
    }
    return plain;
}

}  // namespace convscope::app
