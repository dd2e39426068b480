#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace convscope::app {

/// How far the newest results are behind the scene: when the oldest change that they do not show
/// was made.
class Freshness {
  public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds kStaleAfter{150};

    /// Revisions grow.
    void note_changed(std::uint64_t revision, Time now);
    /// Results of this revision, and so of all before it, are there.
    void note_published(std::uint64_t revision);

    bool is_stale(Time now) const;
    /// Nothing when it will not become so by itself (or is so already).
    std::optional<double> seconds_until_stale(Time now) const;

  private:
    struct Change {
        std::uint64_t revision;
        Time time;
    };
    std::deque<Change> waiting_;
};

}  // namespace convscope::app
