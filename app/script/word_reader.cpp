#include "app/script/word_reader.hpp"

#include <charconv>

namespace convscope::app {
namespace {

template <class T>
std::optional<T> parse_whole(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    T value{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    return parse_whole<double>(text);
}

std::optional<int> parse_integer(std::string_view text) {
    return parse_whole<int>(text);
}

std::optional<ScriptPoint> parse_point(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto x = parse_whole<float>(text.substr(0, comma));
    const auto y = parse_whole<float>(text.substr(comma + 1));
    if (!x || !y) return std::nullopt;
    return ScriptPoint{*x, *y};
}

std::string WordReader::word(std::string_view what) {
    if (error_) return {};
    if (at_end()) {
        fail(std::string(what) + " is missing");
        return {};
    }
    return words_[next_++];
}

double WordReader::number(std::string_view what) {
    const std::string text = word(what);
    const auto value = parse_number(text);
    if (!value) fail("\"" + text + "\" is not " + std::string(what));
    return value.value_or(0);
}

int WordReader::integer(std::string_view what, int minimum) {
    const std::string text = word(what);
    const auto value = parse_integer(text);
    if (!value || *value < minimum)
        fail("\"" + text + "\" is not " + std::string(what) + ", a whole number from " +
             std::to_string(minimum) + " on");
    return value.value_or(minimum);
}

ScriptPoint WordReader::point(std::string_view what) {
    const std::string text = word(what);
    const auto value = parse_point(text);
    if (!value) fail("\"" + text + "\" is not " + std::string(what) + ", written x,y");
    return value.value_or(ScriptPoint{});
}

std::size_t WordReader::choice(std::string_view what, std::span<const std::string_view> choices) {
    const std::string text = word(what);
    std::string all;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (choices[i] == text) return i;
        all += (i == 0 ? "" : ", ") + std::string(choices[i]);
    }
    fail("\"" + text + "\" is not " + std::string(what) + " (" + all + ")");
    return 0;
}

bool WordReader::take(std::string_view word) {
    if (error_ || at_end() || words_[next_] != word) return false;
    ++next_;
    return true;
}

std::optional<ScriptPoint> WordReader::take_point() {
    if (error_ || at_end()) return std::nullopt;
    const auto point = parse_point(words_[next_]);
    if (point) ++next_;
    return point;
}

std::optional<double> WordReader::take_number() {
    if (error_ || at_end()) return std::nullopt;
    const auto number = parse_number(words_[next_]);
    if (number) ++next_;
    return number;
}

std::vector<ScriptPoint> WordReader::points(std::string_view what, std::size_t minimum) {
    std::vector<ScriptPoint> all;
    while (!error_ && (all.size() < minimum || !at_end())) all.push_back(point(what));
    return all;
}

void WordReader::fail(std::string message) {
    if (!error_) error_ = Error{std::move(message), ""};
}

Result<void> WordReader::finish() const {
    if (error_) return *error_;
    if (!at_end()) return Error{"\"" + words_[next_] + "\" is too much", ""};
    return {};
}

}  // namespace convscope::app
