#include "app/freshness.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

using std::chrono::milliseconds;

TEST(Freshness, ResultsBecomeStaleAfter150Milliseconds) {
    Freshness freshness;
    const Freshness::Time start{};
    EXPECT_FALSE(freshness.is_stale(start));
    EXPECT_EQ(freshness.seconds_until_stale(start), std::nullopt);
    freshness.note_changed(1, start);
    EXPECT_FALSE(freshness.is_stale(start + milliseconds(149)));
    EXPECT_TRUE(freshness.is_stale(start + milliseconds(150)));
    EXPECT_NEAR(*freshness.seconds_until_stale(start + milliseconds(50)), 0.1, 1e-9);
    EXPECT_EQ(freshness.seconds_until_stale(start + milliseconds(200)), std::nullopt);
    freshness.note_published(1);
    EXPECT_FALSE(freshness.is_stale(start + milliseconds(200)));
}

// A brush changes the scene all the time: what counts is how old the oldest unseen change is.
TEST(Freshness, ResultsThatFollowClosebyAreNeverStale) {
    Freshness freshness;
    Freshness::Time now{};
    for (std::uint64_t revision = 1; revision < 200; ++revision) {
        freshness.note_changed(revision, now);
        if (revision > 6) freshness.note_published(revision - 6);
        EXPECT_FALSE(freshness.is_stale(now)) << revision;
        now += milliseconds(16);
    }
    EXPECT_TRUE(freshness.is_stale(now + milliseconds(200)));
}

}  // namespace
}  // namespace convscope::app
