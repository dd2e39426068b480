#pragma once
#include <filesystem>
#include <functional>
#include <string_view>

#include "app/application.hpp"
#include "app/platform/surface.hpp"

namespace convscope::app {

/// `convscope --script FILE [--dump STATE.json]`. The language is in docs/formats.md.
struct ScriptOptions {
    std::filesystem::path script;
    std::filesystem::path dump;  ///< Where the last state goes; empty: nowhere.
    /// Receives each line that the script prints (lists, reports) and each line on what went
    /// wrong, without the line's end.
    std::function<void(std::string_view)> print;
    std::function<void(std::string_view)> print_error;
};

/// The whole script's exit status, as FORMATS of the command line says.
enum class ScriptStatus { kPassed = 0, kExpectationFailed = 1, kBadScript = 3 };

/// Runs the script over a program that has drawn nothing yet: reads and checks the whole script
/// first, then does ONE input step a frame, and ends at the first failed expectation, which it
/// reports in one line ("FILE:LINE: expected ..., found ..."). Every wait has a limit, so that a
/// script ends. Never throws. `application` draws on `surface`.
ScriptStatus run_script(const ScriptOptions& options, Surface& surface, Application& application);

}  // namespace convscope::app
