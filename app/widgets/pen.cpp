#include "app/widgets/pen.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

constexpr std::string_view kPartial = "\xe2\x88\x82";

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_subscript_digit(std::string_view text) {
    return text.size() >= 3 && text[0] == '\xe2' && text[1] == '\x82' &&
           static_cast<unsigned char>(text[2]) >= 0x80 &&
           static_cast<unsigned char>(text[2]) <= 0x89;
}

/// Bytes of the symbol at the start of `text`: ∂, or a capital letter alone with its number.
std::size_t symbol_length(std::string_view text) {
    if (text.starts_with(kPartial)) return kPartial.size();
    if (!is_capital(text[0]) || (text.size() > 1 && is_letter(text[1]))) return 0;
    std::size_t length = 1;
    while (is_subscript_digit(text.substr(length))) length += 3;
    return length;
}

}  // namespace

bool is_letter(char c) {
    return is_capital(c) || (c >= 'a' && c <= 'z');
}

FormulaRun first_formula_run(std::string_view text) {
    std::size_t symbol = symbol_length(text);
    if (symbol > 0) {
        // ∂L is one run.
        while (symbol < text.size() && symbol_length(text.substr(symbol)) > 0)
            symbol += symbol_length(text.substr(symbol));
        return {text.substr(0, symbol), true};
    }
    std::size_t length = 1;
    while (length < text.size()) {
        const bool after_letter = is_letter(text[length - 1]);
        const bool partial = text.substr(length).starts_with(kPartial);
        if ((!after_letter || partial) && symbol_length(text.substr(length)) > 0) break;
        ++length;
    }
    return {text.substr(0, length), false};
}

float font_size(ImFont* font) {
    ImGui::PushFont(font);
    const float size = ImGui::GetFontSize();
    ImGui::PopFont();
    return size;
}

ImVec2 text_size(ImFont* font, std::string_view text) {
    if (text.empty()) return {0, font_size(font)};  // Which may have no address.
    ImGui::PushFont(font);
    const ImVec2 size = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    ImGui::PopFont();
    return size;
}

std::string shortened(ImFont* font, std::string_view text, float room) {
    if (text_size(font, text).x <= room) return std::string(text);
    std::string_view kept = text;
    std::string with_dots;
    do {
        const auto is_rest = [&] {
            return (static_cast<unsigned char>(kept.back()) & 0xC0) == 0x80;
        };
        while (!kept.empty() && is_rest()) kept.remove_suffix(1);  // Of a character of many bytes.
        if (!kept.empty()) kept.remove_suffix(1);
        while (kept.ends_with(' ') || kept.ends_with(',')) kept.remove_suffix(1);
        with_dots = std::string(kept) + "…";
    } while (!kept.empty() && text_size(font, with_dots).x > room);
    return with_dots;
}

void Pen::text(ImFont* font, ImVec2 top_left, Colour colour, std::string_view text) const {
    if (text.empty()) return;
    list_->AddText(font, font_size(font), {std::floor(top_left.x), std::floor(top_left.y)},
                   colour.packed(), text.data(), text.data() + text.size());
}

void Pen::text_in(ImFont* font, const PixelRect& rect, Align align, Colour colour,
                  std::string_view text) const {
    const ImVec2 size = text_size(font, text);
    float x = rect.x0;
    if (align == Align::kCentre) x = (rect.x0 + rect.x1 - size.x) / 2;
    if (align == Align::kRight) x = rect.x1 - size.x;
    this->text(font, {x, (rect.y0 + rect.y1 - size.y) / 2}, colour, text);
}

float Pen::text_wrapped(ImFont* font, const PixelRect& rect, Colour colour,
                        std::string_view text) const {
    ImGui::PushFont(font);
    const float wrap = width(rect);
    const ImVec2 size = ImGui::CalcTextSize(text.data(), text.data() + text.size(), false, wrap);
    list_->AddText(font, ImGui::GetFontSize(), {std::floor(rect.x0), std::floor(rect.y0)},
                   colour.packed(), text.data(), text.data() + text.size(), wrap);
    ImGui::PopFont();
    return rect.y0 + size.y;
}

float Pen::formula(ImFont* plain, ImVec2 left_middle, Colour colour, std::string_view text) const {
    float x = left_middle.x;
    while (!text.empty()) {
        const FormulaRun run = first_formula_run(text);
        ImFont* font = run.symbol ? look_.fonts.symbol : plain;
        const ImVec2 size = text_size(font, run.text);
        this->text(font, {x, left_middle.y - size.y / 2}, colour, run.text);
        x += size.x;
        text.remove_prefix(run.text.size());
    }
    return x - left_middle.x;
}

float Pen::formula_width(ImFont* plain, std::string_view text) const {
    float sum = 0;
    while (!text.empty()) {
        const FormulaRun run = first_formula_run(text);
        sum += text_size(run.symbol ? look_.fonts.symbol : plain, run.text).x;
        text.remove_prefix(run.text.size());
    }
    return sum;
}

void Pen::fill(const PixelRect& rect, Colour colour, float rounding) const {
    list_->AddRectFilled({rect.x0, rect.y0}, {rect.x1, rect.y1}, colour.packed(), rounding);
}

void Pen::outline(const PixelRect& rect, Colour colour, float rounding, float thickness) const {
    const float usual = theme().border_width;
    if (thickness == 0) thickness = usual > 1 ? px(usual) : 1;
    list_->AddRect({rect.x0, rect.y0}, {rect.x1, rect.y1}, colour.packed(), rounding, 0, thickness);
}

void Pen::line(ImVec2 from, ImVec2 to, Colour colour, float thickness) const {
    list_->AddLine(from, to, colour.packed(), thickness);
}

void Pen::arrow(ImVec2 from, ImVec2 to, Colour colour, float thickness) const {
    const float dx = to.x - from.x, dy = to.y - from.y;
    const float length = std::max(1.0f, std::hypot(dx, dy));
    const float head = std::min(px(5), length / 2);
    const float ux = dx / length * head, uy = dy / length * head;
    line(from, to, colour, thickness);
    const ImVec2 wing_a{to.x - ux - uy, to.y - uy + ux}, wing_b{to.x - ux + uy, to.y - uy - ux};
    const ImVec2 points[] = {wing_a, to, wing_b};
    list_->AddPolyline(points, 3, colour.packed(), 0, thickness);
}

}  // namespace convscope::app
