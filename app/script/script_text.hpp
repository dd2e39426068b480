#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace convscope::app {

/// One command of a script, cut into words.
struct ScriptLine {
    int number = 0;  ///< From 1.
    std::vector<std::string> words;
};

/// The value of an environment variable, or nothing.
using VariableLookup = std::function<std::optional<std::string>(const std::string&)>;
std::optional<std::string> environment_variable(const std::string& name);

/// Cuts a script into commands: one a line; words are separated by blanks; "double quotes" hold
/// words with blanks (\" and \\ inside); a # at the start of a line or after a blank, and before a
/// blank or the line's end, begins a comment; ${NAME} stands for a variable. Lines without words
/// are left out. Errors carry "name:line" in `where`.
Result<std::vector<ScriptLine>> split_script(std::string_view text, const std::string& name,
                                             const VariableLookup& variable);

}  // namespace convscope::app
