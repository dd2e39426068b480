#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/io/json.hpp"

namespace convscope {
namespace {

constexpr std::size_t kMaxDepth = 32;

/// "line 3, column 7" of the character before `offset`.
std::string position_text(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0.
    const std::size_t column = std::max<std::size_t>(before.size() - line_start, 1);
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Builds a JsonValue from nlohmann's events; stops at the first event that is not allowed.
class Builder {
  public:
    explicit Builder(std::string_view text) : text_(text) {}

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) {
        // Larger ones do not fit an integer here; as doubles they are refused where it matters.
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return add(static_cast<double>(value));
        return add(static_cast<std::int64_t>(value));
    }
    bool number_float(double value, const std::string&) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(std::vector<std::uint8_t>&) { return false; }

    bool start_object(std::size_t) { return open(JsonValue::Object{}); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(JsonValue::Array{}); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        auto& members = *open_.back()->get_if<JsonValue::Object>();
        // Linear, so objects must be small; those of our files are.
        if (members.size() == kMaxMembers)
            return refuse("an object has more than " + std::to_string(kMaxMembers) + " keys");
        for (const auto& [known, value] : members)
            if (known == name) return refuse("the key \"" + name + "\" comes twice in one object");
        members.emplace_back(std::move(name), JsonValue());
        return true;
    }
    bool parse_error(std::size_t offset, const std::string& token,
                     const nlohmann::detail::exception& error) {
        constexpr int kNumberOverflow = 406;
        if (error.id == kNumberOverflow) return refuse("the number " + token + " is too large");
        const std::string shown = token.size() > 30 ? token.substr(0, 30) + "..." : token;
        return refuse(position_text(text_, offset) + ": this is not valid JSON" +
                      (printable(shown) ? " near '" + shown + "'" : ""));
    }

    JsonValue& root() { return root_; }
    const std::string& problem() const { return problem_; }

  private:
    static constexpr std::size_t kMaxMembers = 256;

    static bool printable(const std::string& text) {
        return !text.empty() &&
               std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 127; });
    }
    bool refuse(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }
    /// Where the next value goes.
    JsonValue& place() {
        if (open_.empty()) return root_;
        if (auto* array = open_.back()->get_if<JsonValue::Array>()) return array->emplace_back();
        return open_.back()->get_if<JsonValue::Object>()->back().second;
    }
    bool add(JsonValue::Content content) {
        place() = JsonValue(std::move(content));
        return true;
    }
    bool open(JsonValue::Content content) {
        if (open_.size() == kMaxDepth)
            return refuse("it is nested more than " + std::to_string(kMaxDepth) + " levels deep");
        JsonValue& value = place();
        value = JsonValue(std::move(content));
        open_.push_back(&value);  // Stays valid: its parent grows only after it is closed.
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::string_view text_;
    JsonValue root_;
    std::vector<JsonValue*> open_;
    std::string problem_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
    const auto* members = get_if<Object>();
    if (members == nullptr) return nullptr;
    for (const auto& [name, value] : *members)
        if (name == key) return &value;
    return nullptr;
}

std::string_view JsonValue::kind_name() const {
    constexpr std::string_view kNames[] = {"null",   "true or false", "a number", "a number",
                                           "a text", "a list",        "an object"};
    return kNames[content_.index()];
}

Result<JsonValue> parse_json(std::string_view text, std::string_view name) {
    if (text.size() > kMaxJsonBytes)
        return Error{"is too long for a JSON text; put large tensors into .npy files beside it",
                     std::string(name)};
    Builder builder(text);
    if (!nlohmann::json::sax_parse(text, &builder))
        return Error{builder.problem(), std::string(name)};
    return std::move(builder.root());
}

}  // namespace convscope
