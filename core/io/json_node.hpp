#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/io/json.hpp"

namespace convscope {

/// A value inside a document, which knows its file and its path there, so that its Errors can say
/// both ("lesson.json: layers[0].stride.x").
class JsonNode {
  public:
    /// The document itself. Both must outlive the node.
    JsonNode(const JsonValue& value, const std::string& file) : value_(&value), file_(&file) {}

    const JsonValue& value() const { return *value_; }
    Error error(std::string message) const;

    std::optional<JsonNode> member(std::string_view key) const;
    /// As member(), but an Error when it is missing.
    Result<JsonNode> required(std::string_view key) const;
    /// Of a member that must be there: a text, and not an empty one.
    Result<std::string> required_text(std::string_view key) const;
    /// Precondition: a list with more than `index` items.
    JsonNode item(std::size_t index) const;
    /// Items of a list, or an Error when it is none.
    Result<std::size_t> item_count() const;

    /// Ok when this is an object that has none but these keys.
    Result<void> check_keys(std::span<const std::string_view> known) const;

    Result<bool> boolean() const;
    Result<std::string> text() const;
    Result<int> integer(std::int64_t minimum, std::int64_t maximum) const;
    Result<double> real() const;
    /// As real(), within the range of float.
    Result<float> number() const;

  private:
    JsonNode(const JsonValue& value, const std::string& file, std::string path)
        : value_(&value), file_(&file), path_(std::move(path)) {}

    const JsonValue* value_;
    const std::string* file_;
    std::string path_;
};

}  // namespace convscope
