#include "app/freshness.hpp"

namespace convscope::app {

void Freshness::note_changed(std::uint64_t revision, Time now) {
    waiting_.push_back({revision, now});
}

void Freshness::note_published(std::uint64_t revision) {
    while (!waiting_.empty() && waiting_.front().revision <= revision) waiting_.pop_front();
}

bool Freshness::is_stale(Time now) const {
    return !waiting_.empty() && now - waiting_.front().time >= kStaleAfter;
}

std::optional<double> Freshness::seconds_until_stale(Time now) const {
    if (waiting_.empty() || is_stale(now)) return std::nullopt;
    return std::chrono::duration<double>(waiting_.front().time + kStaleAfter - now).count();
}

}  // namespace convscope::app
