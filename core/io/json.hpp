#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.hpp"

namespace convscope {

/// A JSON document in memory. Members keep the order of the file.
class JsonValue {
  public:
    using Array = std::vector<JsonValue>;
    using Object = std::vector<std::pair<std::string, JsonValue>>;
    using Content =
        std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;

    JsonValue() = default;
    explicit JsonValue(Content content) : content_(std::move(content)) {}

    template <class T>
    const T* get_if() const {
        return std::get_if<T>(&content_);
    }
    template <class T>
    T* get_if() {
        return std::get_if<T>(&content_);
    }
    /// Member `key` of an object; null when there is none.
    const JsonValue* find(std::string_view key) const;
    /// "a number", "a list": for sentences.
    std::string_view kind_name() const;

  private:
    Content content_;
};

/// Text longer than this is refused: what is that large belongs into .npy files.
inline constexpr std::size_t kMaxJsonBytes = std::size_t{8} << 20;

/// Reads a JSON text. Refused, with line and column: anything but JSON, numbers too large for a
/// double, the same key twice in one object, nesting deeper than 32. `name` becomes `where`.
Result<JsonValue> parse_json(std::string_view text, std::string_view name);

/// True when every byte belongs to a UTF-8 character, as JSON wants its texts.
bool is_utf8(std::string_view text);

/// Writes JSON as it goes. Objects take a line for each member, lists one line altogether, unless
/// `Layout::kLines` is asked for.
class JsonWriter {
  public:
    enum class Layout { kInline, kLines };

    void begin_object(Layout layout = Layout::kLines) { begin('{', layout); }
    void end_object() { end('}'); }
    void begin_array(Layout layout = Layout::kInline) { begin('[', layout); }
    void end_array() { end(']'); }
    void key(std::string_view name);

    /// Bytes that are not UTF-8 become the replacement character.
    void value(std::string_view text);
    void value(const std::string& text) { value(std::string_view(text)); }
    void value(const char* text) { value(std::string_view(text)); }
    void value(bool truth);
    void value(std::int64_t number);
    void value(int number) { value(static_cast<std::int64_t>(number)); }
    /// The shortest text that reads back as the same bits; NaN and infinities, which JSON does not
    /// have, become "NaN", "Infinity" and "-Infinity".
    void value(float number);
    void value(double number);

    template <class T>
    void member(std::string_view name, const T& content) {
        key(name);
        value(content);
    }
    /// The text so far; complete once everything begun was ended.
    const std::string& text() const { return text_; }

  private:
    struct Level {
        Layout layout;
        bool is_empty = true;
    };
    void begin(char bracket, Layout layout);
    void end(char bracket);
    void before_value();
    void new_line();
    bool append_special(double number);

    std::string text_;
    std::vector<Level> levels_;
    bool after_key_ = false;
};

}  // namespace convscope
