#include "app/stepper.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope::app {
namespace {

using std::chrono::milliseconds;
using Way = StepMoveAction::Way;

std::shared_ptr<const Results> results_of(int side) {
    Random random(3);
    return evaluate(examples::squares_scene(examples::random_image(side, side, 1, random), ""), 1);
}

class StepperTest : public testing::Test {
  protected:
    void update(bool wanted = true) { stepper_.update(results_, wanted, now_); }
    void ask(StepAction action) {
        stepper_.perform(action, now_);
        update();
    }
    StepPosition position() { return stepper_.transport().view->position; }

    std::shared_ptr<const Results> results_ = results_of(8);
    Stepper stepper_;
    Stepper::Clock::time_point now_{};
};

TEST_F(StepperTest, HoldsNothingWhileNobodyAsks) {
    update(false);
    EXPECT_EQ(stepper_.transport().walk, nullptr);
    EXPECT_EQ(results_.use_count(), 2);  // The newest are known, by their one holder's pointer.
    update(true);
    EXPECT_NE(stepper_.transport().walk, nullptr);
    EXPECT_EQ(stepper_.transport().view, nullptr);
    EXPECT_EQ(stepper_.seconds_to_next_frame(now_), std::nullopt);
}

TEST_F(StepperTest, MovesAndLeaves) {
    update();
    ask(StepMoveAction{Way::kForward});
    EXPECT_EQ(position(), (StepPosition{0, 1, 0}));
    ask(StepMoveAction{Way::kBack});
    EXPECT_EQ(position(), (StepPosition{0, 0, 0}));
    ask(StepSeekAction{1, 0.5});
    EXPECT_EQ(position().phase, 1u);
    ask(StepLeaveAction{});
    EXPECT_EQ(stepper_.transport().view, nullptr);
}

TEST_F(StepperTest, PlaysAtItsSpeed) {
    update();
    ask(StepSetAction{{.speed = 2}});  // Ten steps in a second.
    ask(StepPlayAction{});
    EXPECT_EQ(position().cell, 1);  // The first one at once.
    EXPECT_NEAR(*stepper_.seconds_to_next_frame(now_), 0.1, 1e-6);
    now_ += milliseconds(101);
    update();
    EXPECT_EQ(position().cell, 2);
    now_ += milliseconds(50);
    update();
    EXPECT_EQ(position().cell, 2);
    ask(StepPlayAction{});
    now_ += milliseconds(500);
    update();
    EXPECT_EQ(position().cell, 2);
    EXPECT_EQ(stepper_.seconds_to_next_frame(now_), std::nullopt);
}

TEST_F(StepperTest, APhaseASecondComesToTheEnd) {
    update();
    ask(StepSetAction{{.speed = kStepSpeeds.size() - 1}});
    ask(StepPlayAction{});
    const auto phases = static_cast<int>(stepper_.transport().walk->phases().size());
    for (int i = 0; i < phases * 60 + 60 && stepper_.transport().playing; ++i) {
        now_ += milliseconds(17);
        update();
    }
    EXPECT_FALSE(stepper_.transport().playing);
    EXPECT_EQ(position(), stepper_.transport().walk->end());
}

TEST_F(StepperTest, APhaseASecondGoesOnFromWhereItIs) {
    update();
    ask(StepSetAction{{.speed = 3}});  // Thirty steps in a second.
    ask(StepPlayAction{});
    for (int i = 0; i < 400 && position().phase < 3; ++i) {
        now_ += milliseconds(40);
        update();
    }
    const StepPosition before = position();
    ASSERT_EQ(before.phase, 3u);
    ask(StepSetAction{{.speed = kStepSpeeds.size() - 1}});
    now_ += milliseconds(17);
    update();
    EXPECT_TRUE(stepper_.transport().playing);
    EXPECT_EQ(position().phase, 3u);
    EXPECT_GE(position().cell, before.cell);
}

TEST_F(StepperTest, TheEndStaysTheEnd) {
    update();
    ask(StepMoveAction{Way::kEnd});
    for (const int side : {8, 12, 6}) {
        results_ = results_of(side);
        update();
        EXPECT_EQ(position(), stepper_.transport().walk->end()) << side;
    }
    Scene scene = results_->scene;
    scene.layers.push_back(examples::layer_with_defaults("relu2", "relu", {}));
    results_ = evaluate(scene, 2);
    update();
    EXPECT_EQ(position(), stepper_.transport().walk->end());
    EXPECT_GT(position().phase, 7u);
}

TEST_F(StepperTest, ClosingItsDrawerEndsTheWalk) {
    update();
    ask(StepSeekAction{1, 0.5});
    ask(StepPlayAction{});
    update(false);
    EXPECT_FALSE(stepper_.is_on());
    EXPECT_EQ(stepper_.transport().walk, nullptr);
    EXPECT_EQ(stepper_.seconds_to_next_frame(now_), std::nullopt);
    update(true);
    EXPECT_EQ(stepper_.transport().view, nullptr);
    EXPECT_FALSE(stepper_.transport().playing);
}

TEST_F(StepperTest, NewResultsKeepThePlace) {
    update();
    ask(StepSeekAction{0, 0.9});
    const StepPosition before = position();
    results_ = results_of(8);
    update();
    EXPECT_EQ(position(), before);
    results_ = results_of(4);
    update();
    EXPECT_EQ(position().phase, 0u);
    EXPECT_LE(position().cell, stepper_.transport().walk->phases().front().cells);
}

TEST_F(StepperTest, AnotherOrderKeepsTheShareOfThePhase) {
    update();
    const auto& phases = stepper_.transport().walk->phases();
    ask(StepSeekAction{phases.size() - 1, 0.5});
    ask(StepSetAction{{.orders = {WalkOrder::kByNumber, WalkOrder::kByNumber}}});
    const Transport transport = stepper_.transport();
    EXPECT_NEAR(transport.walk->fraction_of(position()), 0.5, 0.05);
    EXPECT_EQ(transport.view->phase.order, WalkOrder::kByNumber);
}

}  // namespace
}  // namespace convscope::app
