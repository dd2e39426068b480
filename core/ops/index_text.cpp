#include "core/ops/index_text.hpp"

#include <array>
#include <cstdlib>

namespace convscope {
namespace {

/// "x", "2x", "-3x".
std::string multiple(int factor, std::string_view letter) {
    const std::string sign = factor < 0 ? "-" : "";
    const int size = std::abs(factor);
    return sign + (size == 1 ? "" : std::to_string(size)) + std::string(letter);
}

/// `text` as one more term of a sum.
std::string joined(const std::string& text) {
    return text.starts_with('-') ? text : "+" + text;
}

bool is_number(const std::string& text) {
    return text.front() >= '0' && text.front() <= '9';
}

std::string slice(const WindowAxis& axis, std::string_view output, std::string_view extent) {
    const std::string start = SumText().add(axis.stride, {output}).add(-axis.pad).text();
    const std::string step = axis.dilation == 1 ? "" : " : " + std::to_string(axis.dilation);
    return start + " : " + start + "+" + multiple(axis.dilation, extent) + step;
}

/// "for y = 0, 1, 2, … while 2y ≤ H - h + 2".
std::string outputs_loop(const WindowAxis& axis, std::string_view output, std::string_view input,
                         std::string_view extent) {
    const int rest = 2 * axis.pad + axis.dilation - 1;
    return "for " + std::string(output) + " = 0, 1, 2, … while " + multiple(axis.stride, output) +
           " ≤ " + std::string(input) + " - " + multiple(axis.dilation, extent) +
           (rest == 0 ? "" : " + " + std::to_string(rest));
}

/// "for y where 0 ≤ q-2y+1 < h".
std::string readers_loop(const WindowAxis& axis, std::string_view output, std::string_view input,
                         std::string_view extent) {
    const std::string tap = tap_text(axis, {input}, {output});
    const std::string range = axis.dilation == 1
                                  ? "0 ≤ " + tap + " < " + std::string(extent)
                                  : tap + " is one of 0 … " + std::string(extent) + "-1";
    return "for " + std::string(output) + " where " + range;
}

std::string cells_loop(std::string_view letter, std::string_view extent) {
    return "for " + std::string(letter) + " = 0 … " + std::string(extent) + "-1";
}

}  // namespace

SumText& SumText::add(int factor, const Index& index) {
    if (index.known) {
        leads_ = leads_ || letters_.empty();
        has_known_ = true;
        return add(factor * *index.known);
    }
    const std::string term = multiple(factor, index.letter);
    letters_ += letters_.empty() ? term : joined(term);
    return *this;
}

SumText& SumText::add(int number) {
    constant_ += number;
    return *this;
}

std::string SumText::text() const {
    const std::string constant = std::to_string(constant_);
    if (letters_.empty()) return constant;
    if (leads_) return constant + joined(letters_);
    return letters_ + (has_known_ || constant_ != 0 ? joined(constant) : "");
}

std::string input_text(const WindowAxis& axis, const Index& output, const Index& tap) {
    return SumText().add(axis.stride, output).add(axis.dilation, tap).add(-axis.pad).text();
}

std::string tap_text(const WindowAxis& axis, const Index& input, const Index& output) {
    const std::string distance =
        SumText().add(1, input).add(-axis.stride, output).add(axis.pad).text();
    if (axis.dilation == 1) return distance;
    return "(" + distance + ")/" + std::to_string(axis.dilation);
}

std::string brackets(std::string_view x, std::string_view y) {
    const auto is_sum = [](std::string_view text) {
        return text.find_first_of("+-", 1) != std::string_view::npos;
    };
    return "[" + std::string(x) + (is_sum(x) || is_sum(y) ? ", " : ",") + std::string(y) + "]";
}

std::string brackets(const Index& x, const Index& y) {
    return brackets(x.text(), y.text());
}

bool is_list(Shape map) {
    return map.c == 1 && map.w == 1 && map.h > 1;
}

std::string cell_text(Shape map, const Index& x, const Index& y) {
    return is_list(map) ? "[" + y.text() + "]" : brackets(x, y);
}

std::string MapIndex::text() const {
    if (count == 1) return {};
    if (!known) return std::string(letter);
    constexpr std::array<const char*, 3> kColours = {"r", "g", "b"};
    return has_colours ? kColours[static_cast<std::size_t>(*known)] : std::to_string(*known + 1);
}

std::string MapIndex::loop() const {
    if (count == 1) return {};
    const std::string start = "for " + std::string(letter);
    return has_colours ? start + " in r, g, b" : start + " = 1 … " + std::to_string(count);
}

MapIndex input_channels(const OpInputs& inputs, const OpLetters& letters, const int* known) {
    const int channels = inputs.input.shape().c;
    return {"c", channels, channels == 3 && letters.input == "I", known};
}

std::string subscript(const std::string& first, const std::string& second) {
    if (first.empty() && second.empty()) return {};
    const bool needs_comma = !first.empty() && !second.empty() && is_number(second);
    const std::string text = first + (needs_comma ? "," : "") + second;
    return text.size() == 1 ? "_" + text : "_{" + text + "}";
}

std::string subscript(const MapIndex& first) {
    return subscript(first.text());
}

std::string subscript(const MapIndex& first, const MapIndex& second) {
    return subscript(first.text(), second.text());
}

std::string sum_sign(std::initializer_list<std::string_view> letters) {
    std::string listed;
    int count = 0;
    for (const std::string_view letter : letters) {
        if (letter.empty()) continue;
        listed += (count++ > 0 ? "," : "") + std::string(letter);
    }
    return count > 1 ? "Σ_{" + listed + "}" : "Σ_" + listed;
}

std::string gradient_of(std::string_view letter) {
    return "∂L/∂" + std::string(letter);
}

std::string no_gradient_yet(const OpInputs& inputs, const OpLetters& letters) {
    const std::string weights = gradient_of(letters.weights) + " = 0";
    return inputs.bias.empty() ? weights : weights + ", " + gradient_of("bias") + " = 0";
}

void CodeText::line(std::string text, CodeMoment moment, std::string_view variable,
                    int first_value) {
    lines_.push_back({indent_, std::move(text), moment, std::string(variable), first_value});
}

void CodeText::loop(std::string text, CodeMoment moment, std::string_view variable,
                    int first_value) {
    line(std::move(text), moment, variable, first_value);
    ++indent_;
}

void CodeText::loop_over_maps(const MapIndex& maps, CodeMoment moment) {
    if (maps.count > 1) loop(maps.loop(), moment, maps.letter, 1);
}

void CodeText::loop_over_outputs(const Window2d& window, CodeMoment row, CodeMoment column) {
    loop(outputs_loop(window.y, "y", "H", "h"), row, "y");
    loop(outputs_loop(window.x, "x", "W", "w"), column, "x");
}

void CodeText::loop_over_readers(const Window2d& window) {
    loop(readers_loop(window.y, "y", "q", "h"), CodeMoment::kNone, "y");
    loop(readers_loop(window.x, "x", "p", "w"), CodeMoment::kNone, "x");
}

void CodeText::loop_over_cells(std::string_view letters, CodeMoment row, CodeMoment column) {
    loop(cells_loop(letters.substr(0, 1), letters.substr(1, 1)), row, letters.substr(0, 1));
    loop(cells_loop(letters.substr(2, 1), letters.substr(3, 1)), column, letters.substr(2, 1));
}

int CodeText::loop_over_map(Shape map, CodeMoment row, CodeMoment column) {
    if (!is_list(map)) {
        loop_over_cells("yHxW", row, column);
        return 2;
    }
    loop(cells_loop("y", "H"), row, "y");
    return 1;
}

std::string window_text(const Window2d& window) {
    return "[" + slice(window.x, "x", "w") + ", " + slice(window.y, "y", "h") + "]";
}

}  // namespace convscope
