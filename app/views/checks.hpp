#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/eval/verifier.hpp"

namespace convscope::app {

/// In Checks: of the picture; no layer's id, for its slash.
inline constexpr std::string_view kPictureCheck = "/picture";

/// What was checked by nudging (core/eval/verify.hpp), as views see it.
struct Checks {
    struct Running {
        std::string key;  ///< Of what is being checked now.
        Verifier::Progress progress;
    };
    /// The newest ones, by layer id and kPictureCheck.
    std::map<std::string, std::shared_ptr<const VerifyReport>, std::less<>> reports;
    std::string newest;  ///< The key of the last report.
    std::optional<Running> running;
    std::uint64_t revision = 0;  ///< Of the newest scene.

    /// Null where there is none.
    const VerifyReport* find(std::string_view key) const {
        const auto found = reports.find(key);
        return found == reports.end() ? nullptr : found->second.get();
    }
    /// The scene has changed since.
    bool is_stale(const VerifyReport& report) const { return report.revision != revision; }
};

}  // namespace convscope::app
