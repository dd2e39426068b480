#pragma once
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tests/core/io/temp_folder.hpp"

namespace convscope {

/// What one run of convscope-cli left.
struct CliRun {
    int status = -1;
    std::string out, err;

    long err_lines() const { return std::ranges::count(err, '\n'); }
    /// The last line of the output.
    std::string closing_line() const {
        if (out.empty()) return {};
        const std::size_t start = out.rfind('\n', out.size() - 2);
        return out.substr(start == std::string::npos ? 0 : start + 1);
    }
};

/// Runs the program with arguments as a shell takes them.
inline CliRun run_cli(const std::string& arguments) {
    const TempFolder folder;
    const std::string out = (folder / "out").string(), err = (folder / "err").string();
    const int status = std::system(
        ("'" CONVSCOPE_CLI "' " + arguments + " >'" + out + "' 2>'" + err + "' </dev/null")
            .c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(out), read_text(err)};
}

inline std::string golden_folder() {
    return std::string(CONVSCOPE_SOURCE_DIR) + "/tests/golden";
}

}  // namespace convscope
