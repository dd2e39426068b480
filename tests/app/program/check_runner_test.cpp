#include "app/check_runner.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "core/eval/evaluate.hpp"
#include "core/parallel/parallel.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope::app {
namespace {

using What = AskedCheck::What;

std::shared_ptr<const Results> example(int side, std::uint64_t revision) {
    Random random(1);
    return evaluate(examples::two_conv_scene(examples::random_image(side, side, 3, random), random),
                    revision);
}

class CheckRunnerTest : public testing::Test {
  protected:
    void ask(AskedCheck asked, std::uint64_t revision = 1) {
        ui.ask_check = std::move(asked);
        runner.update(ui, results, {revision, scene});
    }

    UiState ui;
    std::uint64_t scene = 1;
    std::shared_ptr<const Results> results = example(14, 1);
    CheckRunner runner{{.mode = Verifier::Mode::kImmediate}};
    const Checks& checks = runner.checks();
};

TEST_F(CheckRunnerTest, ChecksAllLayersOrOneOrThePicture) {
    ask({.what = What::kLayer, .layer = "conv2"});
    EXPECT_EQ(checks.reports.size(), 1u);
    EXPECT_FALSE(ui.ask_check);
    EXPECT_EQ(checks.newest, "conv2");
    EXPECT_EQ(checks.find("conv2")->total, 54);
    ask({.what = What::kToggle});
    EXPECT_EQ(checks.find("conv1")->total, 92);
    ask({.what = What::kPicture, .picture = {0, 0, 2, 3}});
    EXPECT_EQ(checks.find(kPictureCheck)->total, 18);
    EXPECT_EQ(checks.reports.size(), 3u);
    EXPECT_FALSE(checks.running);
    EXPECT_EQ(checks.find("pool1"), nullptr);
}

TEST(CheckRunner, ChecksAllOfWhatASampleWasTakenFrom) {
    const int threads = thread_count();
    set_thread_count(1);
    UiState ui;
    CheckRunner runner({.mode = Verifier::Mode::kImmediate, .seconds = 0});
    const auto results = example(250, 1);
    for (const bool no_sample : {false, true}) {
        ui.ask_check = AskedCheck{.what = What::kLayer, .layer = "conv1", .no_sample = no_sample};
        runner.update(ui, results, {1, 1});
        EXPECT_EQ(runner.checks().find("conv1")->sampled(), !no_sample);
    }
    set_thread_count(threads);
}

TEST_F(CheckRunnerTest, AReportIsOutOfDateAsSoonAsTheSceneChanges) {
    ask({.what = What::kAllWeights});
    EXPECT_FALSE(checks.is_stale(*checks.find("conv1")));
    runner.update(ui, results, {2, 1});
    EXPECT_TRUE(checks.is_stale(*checks.find("conv1")));
}

TEST_F(CheckRunnerTest, ReportsOfAnotherSceneGo) {
    ask({.what = What::kAllWeights});
    ASSERT_EQ(checks.reports.size(), 2u);
    runner.update(ui, results, {2, 2});
    EXPECT_TRUE(checks.reports.empty());
    EXPECT_TRUE(checks.newest.empty());
}

TEST_F(CheckRunnerTest, WaitsForTheResultsOfTheNewestScene) {
    ask({.what = What::kLayer, .layer = "conv1"}, 2);
    EXPECT_TRUE(ui.ask_check);
    EXPECT_TRUE(checks.reports.empty());
    results = example(14, 2);
    runner.update(ui, results, {2, 1});
    EXPECT_FALSE(ui.ask_check);
    EXPECT_EQ(checks.find("conv1")->revision, 2u);
}

TEST_F(CheckRunnerTest, SaysThatThereIsNothingToCheckAndKeepsTheReports) {
    ask({.what = What::kAllWeights});
    ASSERT_EQ(checks.reports.size(), 2u);
    Scene bare = results->scene;
    bare.layers.clear();
    results = evaluate(bare, 2);
    ask({.what = What::kAllWeights}, 2);
    ASSERT_EQ(ui.messages.size(), 1u);
    EXPECT_NE(ui.messages[0].text.find("No layer that is on has weights"), std::string::npos);
    EXPECT_EQ(checks.reports.size(), 2u);
    EXPECT_FALSE(checks.running);
}

TEST(CheckRunner, BreaksOffWhenAskedAndWhenTheSceneChanges) {
    UiState ui;
    CheckRunner runner(Verifier::Options{});
    const auto results = example(200, 1);
    const auto start = [&] {
        ui.ask_check = AskedCheck{.what = What::kToggle};
        runner.update(ui, results, {1, 1});
        ASSERT_TRUE(runner.checks().running);
        EXPECT_EQ(runner.checks().running->key, "conv1");
    };
    start();
    ui.ask_check = AskedCheck{.what = What::kToggle};
    runner.update(ui, results, {1, 1});
    EXPECT_TRUE(runner.idle());
    start();
    runner.update(ui, results, {2, 1});
    EXPECT_TRUE(runner.idle());
    EXPECT_FALSE(runner.checks().running);
    // A small one is asked for behind them: were they still under way, theirs would come first.
    const auto small = example(14, 3);
    ui.ask_check = AskedCheck{.what = What::kAllWeights};
    runner.update(ui, small, {3, 1});
    while (!runner.idle()) std::this_thread::yield();
    runner.update(ui, small, {3, 1});
    ASSERT_EQ(runner.checks().reports.size(), 2u);
    for (const auto& [key, report] : runner.checks().reports) EXPECT_EQ(report->revision, 3u);
}

}  // namespace
}  // namespace convscope::app
