#include "core/io/json_node.hpp"

#include <algorithm>
#include <cmath>

namespace convscope {

Error JsonNode::error(std::string message) const {
    return {std::move(message), path_.empty() ? *file_ : *file_ + ": " + path_};
}

std::optional<JsonNode> JsonNode::member(std::string_view key) const {
    const JsonValue* found = value_->find(key);
    if (found == nullptr) return {};
    return JsonNode(*found, *file_, (path_.empty() ? "" : path_ + ".") + std::string(key));
}

Result<JsonNode> JsonNode::required(std::string_view key) const {
    if (value_->get_if<JsonValue::Object>() == nullptr)
        return error("must be an object, not " + std::string(value_->kind_name()));
    const std::optional<JsonNode> found = member(key);
    if (!found) return error("the key \"" + std::string(key) + "\" is missing");
    return *found;
}

Result<std::string> JsonNode::required_text(std::string_view key) const {
    const Result<JsonNode> node = required(key);
    if (!node) return node.error();
    Result<std::string> text = node->text();
    if (text && text->empty()) return node->error("is empty; write a text");
    return text;
}

JsonNode JsonNode::item(std::size_t index) const {
    return JsonNode((*value_->get_if<JsonValue::Array>())[index], *file_,
                    path_ + "[" + std::to_string(index) + "]");
}

Result<std::size_t> JsonNode::item_count() const {
    const auto* items = value_->get_if<JsonValue::Array>();
    if (items == nullptr) return error("must be a list, not " + std::string(value_->kind_name()));
    return items->size();
}

Result<void> JsonNode::check_keys(std::span<const std::string_view> known) const {
    const auto* members = value_->get_if<JsonValue::Object>();
    if (members == nullptr)
        return error("must be an object, not " + std::string(value_->kind_name()));
    for (const auto& [key, value] : *members) {
        if (std::ranges::find(known, key) != known.end()) continue;
        std::string names;
        for (const std::string_view name : known)
            names += (names.empty() ? "\"" : ", \"") + std::string(name) + "\"";
        return member(key)->error("unknown key; known here: " + names);
    }
    return {};
}

Result<bool> JsonNode::boolean() const {
    if (const bool* truth = value_->get_if<bool>()) return *truth;
    return error("must be true or false, not " + std::string(value_->kind_name()));
}

Result<std::string> JsonNode::text() const {
    if (const auto* text = value_->get_if<std::string>()) return *text;
    return error("must be a text, not " + std::string(value_->kind_name()));
}

Result<int> JsonNode::integer(std::int64_t minimum, std::int64_t maximum) const {
    const auto* number = value_->get_if<std::int64_t>();
    const std::string range =
        "a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum);
    if (number == nullptr) {
        const bool is_fraction = value_->get_if<double>() != nullptr;
        return error("must be " + range + ", not " +
                     (is_fraction ? "another number" : std::string(value_->kind_name())));
    }
    if (*number < minimum || *number > maximum)
        return error("is " + std::to_string(*number) + "; it must be " + range);
    return static_cast<int>(*number);
}

Result<double> JsonNode::real() const {
    if (const auto* whole = value_->get_if<std::int64_t>()) return static_cast<double>(*whole);
    if (const auto* real = value_->get_if<double>()) return *real;
    return error("must be a number, not " + std::string(value_->kind_name()));
}

Result<float> JsonNode::number() const {
    const Result<double> wide = real();
    if (!wide) return wide.error();
    // Halfway from the largest float to what would be the next: from there on it rounds to
    // infinity.
    constexpr double kTooLarge = 0x1.ffffffp+127;
    if (std::abs(*wide) >= kTooLarge) return error("is too large for a 32-bit float");
    return static_cast<float>(*wide);
}

}  // namespace convscope
