#include "core/eval/verifier.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/eval/evaluate.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const Results> example_results(int side) {
    Random random(5);
    return evaluate(examples::two_conv_scene(examples::random_image(side, side, 3, random), random),
                    7);
}

std::vector<std::shared_ptr<const VerifyReport>> all_reports(Verifier& verifier) {
    while (verifier.running()) std::this_thread::sleep_for(1ms);
    return verifier.take_reports();
}

TEST(Verifier, ReportsEachTargetAndIsIdleAfterwards) {
    for (const auto mode : {Verifier::Mode::kThreaded, Verifier::Mode::kImmediate}) {
        std::atomic<int> calls = 0;
        Verifier verifier({.mode = mode, .on_progress = [&] { ++calls; }, .seconds = 1e6});
        EXPECT_FALSE(verifier.running());
        const VerifyTarget pixels{.kind = VerifyTarget::Kind::kPicture, .rect = {2, 2, 5, 4}};
        verifier.start(example_results(14), {{.stage = 0}, {.stage = 3}, pixels});
        const auto reports = all_reports(verifier);
        ASSERT_EQ(reports.size(), 3u);
        EXPECT_EQ(reports[0]->total, 2 * 3 * 15 + 2);
        EXPECT_EQ(reports[1]->target.stage, 3u);
        EXPECT_EQ(reports[2]->target, pixels);
        for (const auto& report : reports) {
            EXPECT_EQ(report->revision, 7u);
            EXPECT_EQ(report->count(Verdict::kAgrees), report->total);
        }
        EXPECT_TRUE(verifier.take_reports().empty());
        EXPECT_GT(calls, mode == Verifier::Mode::kImmediate ? 0 : -1);
    }
}

TEST(Verifier, CancelledItReportsNothingAndCanStartAgain) {
    Verifier verifier({.seconds = 1e6});
    verifier.start(example_results(96), {{.stage = 0}, {.stage = 3}});
    EXPECT_TRUE(verifier.running());
    std::this_thread::sleep_for(5ms);
    verifier.cancel();
    EXPECT_FALSE(verifier.running());
    verifier.start(example_results(12), {{.stage = 3}});
    const auto reports = all_reports(verifier);
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports[0]->target.stage, 3u);
}

TEST(Verifier, ANewStartTakesThePlaceOfWhatRuns) {
    Verifier verifier({.seconds = 1e6});
    for (int i = 0; i < 20; ++i) verifier.start(example_results(64), {{.stage = 0}});
    verifier.start(example_results(12), {{.stage = 3}});
    const auto reports = all_reports(verifier);
    ASSERT_FALSE(reports.empty());
    EXPECT_EQ(reports.back()->target.stage, 3u);
}

TEST(Verifier, LetsGoOfTheResultsAndQuitsInTheMiddle) {
    std::weak_ptr<const Results> held;
    {
        Verifier verifier({.seconds = 1e6});
        auto results = example_results(200);
        held = results;
        verifier.start(std::move(results), {{.stage = 0}});
        EXPECT_FALSE(held.expired());
    }
    EXPECT_TRUE(held.expired());
}

}  // namespace
}  // namespace convscope
