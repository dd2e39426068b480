#include "app/script/script_text.hpp"

#include <cstdlib>

namespace convscope::app {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Reads the words of one line.
class LineSplitter {
  public:
    LineSplitter(std::string_view line, const VariableLookup& variable)
        : line_(line), variable_(variable) {}

    Result<std::vector<std::string>> split() {
        std::vector<std::string> words;
        while (skip_blanks()) {
            auto word = read_word();
            if (!word) return word.error();
            words.push_back(std::move(word).value());
        }
        return words;
    }

  private:
    bool at_end() const { return next_ == line_.size(); }

    bool at_comment() const {
        return line_[next_] == '#' && (next_ + 1 == line_.size() || is_blank(line_[next_ + 1]));
    }

    /// False when no word follows.
    bool skip_blanks() {
        while (!at_end() && is_blank(line_[next_])) ++next_;
        return !at_end() && !at_comment();
    }

    Result<std::string> read_word() {
        std::string word;
        bool quoted = false;
        while (!at_end() && (quoted || !is_blank(line_[next_]))) {
            const char c = line_[next_++];
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                if (at_end()) break;
                word += line_[next_++];
            } else if (c == '$' && !at_end() && line_[next_] == '{') {
                if (const auto expanded = expand_variable(word); !expanded) return expanded.error();
            } else {
                word += c;
            }
        }
        if (quoted) return Error{"a quotation mark is not closed", ""};
        return word;
    }

    /// Stands on the opening brace.
    Result<void> expand_variable(std::string& word) {
        const auto close = line_.find('}', next_);
        if (close == std::string_view::npos) return Error{"${ is not closed by }", ""};
        const std::string name(line_.substr(next_ + 1, close - next_ - 1));
        const auto value = variable_(name);
        if (!value) return Error{"the environment variable " + name + " is not set", ""};
        word += *value;
        next_ = close + 1;
        return {};
    }

    std::string_view line_;
    const VariableLookup& variable_;
    std::size_t next_ = 0;
};

}  // namespace

std::optional<std::string> environment_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
}

Result<std::vector<ScriptLine>> split_script(std::string_view text, const std::string& name,
                                             const VariableLookup& variable) {
    std::vector<ScriptLine> lines;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto words = LineSplitter(text.substr(0, end), variable).split();
        if (!words) return Error{words.error().message, name + ":" + std::to_string(number)};
        if (!words->empty()) lines.push_back({number, std::move(words).value()});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace convscope::app
