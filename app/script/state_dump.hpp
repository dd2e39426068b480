#pragma once
#include <filesystem>
#include <string>

#include "app/application.hpp"

namespace convscope::app {

/// The state of the program as JSON (docs/formats.md, "State dump"): scene, results, undo history,
/// messages and the widgets of the last frame. For tests and for reports of faults.
std::string state_as_json(Application& application);

/// Writes state_as_json() to `path`; an Error names the file.
Result<void> write_state_dump(const std::filesystem::path& path, Application& application);

}  // namespace convscope::app
