#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace convscope::cli {

/// Exit statuses of the program (docs/formats.md).
enum ExitStatus : int { kDone = 0, kCheckFailed = 1, kWrongUsage = 2, kBadInput = 3 };

/// Evaluates a scene forward and backward; writes every tensor as .npy and summary.json.
Result<void> run_eval(const std::filesystem::path& scene, const std::filesystem::path& out);

/// Recomputes golden cases and prints each tensor's worst error. Cases that cannot be read are
/// reported on stderr and make the status kBadInput. `out` may be empty: nothing is written.
Result<ExitStatus> run_check(const std::vector<std::filesystem::path>& cases,
                             const std::filesystem::path& out);

/// Prints version, threads, SIMD target and limits.
void run_info();

/// Without what a terminal obeys: control characters, which names of files may hold, become blanks.
std::string printable(std::string text);

/// One printable line on stderr.
void print_error(const std::string& text);

}  // namespace convscope::cli
