#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace convscope::app {

/// "3,4": a cell of a map or a point, x before y, as on the screen.
struct ScriptPoint {
    float x = 0, y = 0;
};

std::optional<double> parse_number(std::string_view text);
std::optional<int> parse_integer(std::string_view text);
std::optional<ScriptPoint> parse_point(std::string_view text);

/// Reads a command's words one after the other. The first word that is missing or wrong makes
/// error(), and everything read after it has no meaning: a command reads all that it needs and
/// asks once.
class WordReader {
  public:
    explicit WordReader(std::span<const std::string> words) : words_(words) {}

    bool at_end() const { return next_ == words_.size(); }
    const std::string* peek() const { return at_end() ? nullptr : &words_[next_]; }

    /// `what` is what errors call the word: "the name of a widget".
    std::string word(std::string_view what);
    double number(std::string_view what);
    int integer(std::string_view what, int minimum);
    ScriptPoint point(std::string_view what);
    /// One of `choices`; returns its index.
    std::size_t choice(std::string_view what, std::span<const std::string_view> choices);

    /// Takes the next word when it is this one.
    bool take(std::string_view word);
    /// Takes the next word when it is of the form; else leaves it.
    std::optional<ScriptPoint> take_point();
    std::optional<double> take_number();
    /// All the points that follow; at least `minimum` of them.
    std::vector<ScriptPoint> points(std::string_view what, std::size_t minimum);

    void fail(std::string message);
    /// An Error when something was wrong or when words are left over.
    Result<void> finish() const;

  private:
    std::span<const std::string> words_;
    std::size_t next_ = 0;
    std::optional<Error> error_;
};

}  // namespace convscope::app
