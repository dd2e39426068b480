#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "core/io/json.hpp"

namespace convscope {
namespace {

template <class T>
std::string shortest(T number) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    assert(error == std::errc());
    std::string text(buffer.data(), end);
    // Without the point it would be read as an integer, which has no negative zero.
    return text == "-0" ? "-0.0" : text;
}

double parse(const std::string& text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Bytes of the UTF-8 character that `text` begins with; 0 when it begins with none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return 1;
    const std::size_t length = byte(0) >> 5 == 6    ? 2
                               : byte(0) >> 4 == 14 ? 3
                               : byte(0) >> 3 == 30 ? 4
                                                    : 0;
    if (length == 0 || length > text.size()) return 0;
    char32_t code = byte(0) & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (byte(i) >> 6 != 2) return 0;
        code = code << 6 | (byte(i) & 0x3fu);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = code >= 0xd800 && code < 0xe000;
    return code < kSmallest[length] || code > 0x10ffff || is_surrogate ? 0 : length;
}

std::string quote(std::string_view text) {
    std::string quoted = "\"";
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text[0]);
        const std::size_t length = utf8_length(text);
        if (length == 0) {
            quoted += "\xef\xbf\xbd";
        } else if (first == '"' || first == '\\') {
            quoted += '\\';
            quoted += text[0];
        } else if (first < 0x20) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            quoted += "\\u00";
            quoted += kDigits[first >> 4];
            quoted += kDigits[first & 15];
        } else {
            quoted += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return quoted + '"';
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void JsonWriter::key(std::string_view name) {
    before_value();
    text_ += quote(name) + ": ";
    after_key_ = true;
}

void JsonWriter::value(std::string_view text) {
    before_value();
    text_ += quote(text);
}

void JsonWriter::value(bool truth) {
    before_value();
    text_ += truth ? "true" : "false";
}

void JsonWriter::value(std::int64_t number) {
    before_value();
    text_ += std::to_string(number);
}

void JsonWriter::value(float number) {
    if (append_special(number)) return;
    const std::string text = shortest(number);
    // Readers go through double, and rounding twice may (very rarely) end at a neighbour.
    if (static_cast<float>(parse(text)) != number) return value(static_cast<double>(number));
    before_value();
    text_ += text;
}

void JsonWriter::value(double number) {
    if (append_special(number)) return;
    before_value();
    text_ += shortest(number);
}

bool JsonWriter::append_special(double number) {
    if (std::isfinite(number)) return false;
    value(std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    return true;
}

void JsonWriter::begin(char bracket, Layout layout) {
    before_value();
    text_ += bracket;
    const bool is_inside_line = !levels_.empty() && levels_.back().layout == Layout::kInline;
    levels_.push_back({is_inside_line ? Layout::kInline : layout});
}

void JsonWriter::end(char bracket) {
    const Level level = levels_.back();
    levels_.pop_back();
    if (level.layout == Layout::kLines && !level.is_empty) new_line();
    text_ += bracket;
    if (levels_.empty()) text_ += '\n';
}

void JsonWriter::before_value() {
    if (after_key_ || levels_.empty()) {
        after_key_ = false;
        return;
    }
    Level& level = levels_.back();
    if (!level.is_empty) text_ += level.layout == Layout::kLines ? "," : ", ";
    level.is_empty = false;
    if (level.layout == Layout::kLines) new_line();
}

void JsonWriter::new_line() {
    text_ += '\n';
    text_.append(2 * levels_.size(), ' ');
}

}  // namespace convscope
