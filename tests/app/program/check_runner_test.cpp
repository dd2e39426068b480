#include "app/check_runner.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
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
        runner.update(ui, results, revision);
    }

    UiState ui;
    std::shared_ptr<const Results> results = example(14, 1);
    CheckRunner runner{Verifier::Mode::kImmediate, [] {}};
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

TEST_F(CheckRunnerTest, AReportIsOutOfDateAsSoonAsTheSceneChanges) {
    ask({.what = What::kAllWeights});
    EXPECT_FALSE(checks.is_stale(*checks.find("conv1")));
    runner.update(ui, results, 2);
    EXPECT_TRUE(checks.is_stale(*checks.find("conv1")));
}

TEST_F(CheckRunnerTest, WaitsForTheResultsOfTheNewestScene) {
    ask({.what = What::kLayer, .layer = "conv1"}, 2);
    EXPECT_TRUE(ui.ask_check);
    EXPECT_TRUE(checks.reports.empty());
    results = example(14, 2);
    runner.update(ui, results, 2);
    EXPECT_FALSE(ui.ask_check);
    EXPECT_EQ(checks.find("conv1")->revision, 2u);
}

TEST(CheckRunner, BreaksOffWhenAskedAndWhenTheSceneChanges) {
    UiState ui;
    CheckRunner runner(Verifier::Mode::kThreaded, [] {});
    const auto results = example(200, 1);
    const auto start = [&] {
        ui.ask_check = AskedCheck{.what = What::kToggle};
        runner.update(ui, results, 1);
        ASSERT_TRUE(runner.checks().running);
        EXPECT_EQ(runner.checks().running->key, "conv1");
    };
    start();
    ui.ask_check = AskedCheck{.what = What::kToggle};
    runner.update(ui, results, 1);
    EXPECT_TRUE(runner.idle());
    start();
    runner.update(ui, results, 2);
    EXPECT_TRUE(runner.idle());
    EXPECT_FALSE(runner.checks().running);
    EXPECT_TRUE(runner.checks().reports.empty());
}

}  // namespace
}  // namespace convscope::app
