#include "app/widgets/format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace convscope::app {
namespace {

std::string print(const char* format, int precision, double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, precision, value);
    return text.data();
}

/// "1e+05" as "1e5".
std::string shorten_exponent(std::string text) {
    const auto e = text.find('e');
    if (e == std::string::npos) return text;
    std::string exponent = text.substr(e + 1);
    const bool negative = exponent.front() == '-';
    exponent.erase(0, 1);
    exponent.erase(0, exponent.find_first_not_of('0'));
    return text.substr(0, e) + (negative ? "e-" : "e") + exponent;
}

/// "-0.25" as "-.25".
std::string without_leading_zero(std::string text) {
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    if (text.compare(sign, 2, "0.") == 0) text.erase(sign, 1);
    return text;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<double> parse_decimal(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) return {};
    return value;
}

std::optional<double> parse_fraction(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return parse_decimal(text);
    const auto above = parse_decimal(text.substr(0, slash));
    const auto below = parse_decimal(text.substr(slash + 1));
    if (!above || !below) return {};
    return *above / *below;
}

}  // namespace

std::string format_fitting(double value, int characters) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    if (value == 0) return "0";
    const auto most = static_cast<std::size_t>(std::max(characters, 0));
    const auto with_digits = [value](int digits) {
        return shorten_exponent(print("%.*g", digits, value));
    };
    for (int digits = 6; digits >= 2; --digits)
        if (std::string text = with_digits(digits); text.size() <= most) return text;
    // Rather than the second digit the zero before the point goes.
    for (int digits = 4; digits >= 2; --digits)
        if (std::string text = without_leading_zero(with_digits(digits)); text.size() <= most)
            return text;
    std::string best = with_digits(1);
    if (best.size() > most) best = without_leading_zero(best);
    // Too small for its cell: 0 says more than a row of dots.
    if (best.size() > most && std::abs(value) < 0.05) return "0";
    return best;
}

bool fits_readably(double value, int characters) {
    constexpr double kTwoDigits = 0.05;  // What rounding to two digits changes at most.
    const std::string text = format_fitting(value, characters);
    if (static_cast<int>(text.size()) > characters) return false;
    if (!std::isfinite(value)) return true;
    return std::abs(std::strtod(text.c_str(), nullptr) - value) <= kTwoDigits * std::abs(value);
}

std::string with_thousands(std::string number) {
    const auto first = number.find_first_of("0123456789");
    const auto end = number.find_first_not_of("0123456789", first);
    if (first == std::string::npos) return number;
    const std::size_t whole = end == std::string::npos ? number.size() : end;
    for (std::size_t at = whole; at > first + 3;) number.insert(at -= 3, 1, ',');
    return number;
}

std::string format_brief(double value) {
    const double size = std::abs(value);
    if (!std::isfinite(value) || size < 100 || size >= 1e6)
        return std::isfinite(value) ? shorten_exponent(print("%.*g", 3, value))
                                    : format_fitting(value, 4);
    return print("%.*f", 0, value);
}

std::string format_signed(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+inf" : "-inf";
    if (value == 0) return "0";
    const double size = std::abs(value);
    if (size >= 1e6 || size < 1e-3) return shorten_exponent(print("%+.*e", 3, value));
    return print("%+.*f", size >= 1000 ? 1 : 4, value);
}

std::string format_exact(float value) {
    if (std::isnan(value)) return "nan";
    std::array<char, 48> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

Result<float> parse_weight(std::string_view text) {
    const auto value = parse_fraction(text);
    const float weight = value ? static_cast<float>(*value) : 0;
    if (!value || !std::isfinite(weight))
        return Error{"\"" + std::string(text) +
                         "\" is not a weight: type a finite number such as 0.25, -1 or 1/4.",
                     {}};
    return weight;
}

Result<int> parse_whole(std::string_view text, std::string_view label) {
    std::string_view digits = trimmed(text);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty())
        return Error{"\"" + std::string(text) + "\" does not work for " + std::string(label) +
                         ": type a whole number.",
                     {}};
    return value;
}

}  // namespace convscope::app
