// The same bits on any number of threads; run under ThreadSanitizer, too.
#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "core/eval/step_view.hpp"
#include "core/eval/verify.hpp"
#include "core/parallel/parallel.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/results_compare.hpp"

namespace convscope {
namespace {

using examples::difference_of_results;
using examples::edited;

class Threads : public testing::Test {
  protected:
    void TearDown() override {
        set_thread_count(0);
        set_task_order_for_test(TaskOrder::kNatural, 0);
    }
};

/// Every op and, of the rules, split ties; some blocks and tiles large.
std::vector<Scene> scenes_of_all_ops() {
    Random random(4);
    std::vector<Scene> scenes;
    for (const char* joint : {"flatten", "global_avg_pool"}) {
        Scene scene =
            examples::all_ops_scene(examples::random_image(150, 90, 3, random), joint, random);
        scenes.push_back(edited(scene, examples::set_param(scene, "pool1", "ties", 1)));
    }
    return scenes;
}

TEST_F(Threads, NumberAndOrderOfTasksChangeNoBit) {
    Random random(2);
    const Scene scene =
        examples::two_conv_scene(examples::random_image(260, 200, 3, random), random);
    const Scene next = edited(scene, SetWeight{"conv1", {}, 0.75f});
    set_thread_count(1);
    const auto first = evaluate(scene, 1), second = evaluate(next, 2);
    for (const int threads : {1, 2, 3, 7}) {
        for (const TaskOrder order : {TaskOrder::kNatural, TaskOrder::kShuffled}) {
            set_thread_count(threads);
            set_task_order_for_test(order, static_cast<unsigned>(threads));
            auto again = evaluate(scene, 1);
            EXPECT_EQ(difference_of_results(*again, *first), "") << threads;
            again = evaluate(next, 2, std::move(again));
            EXPECT_EQ(difference_of_results(*again, *second), "") << threads;
        }
    }
}

TEST_F(Threads, ChangeNoBitOfAnyOp) {
    for (const Scene& scene : scenes_of_all_ops()) {
        const Scene next = edited(scene, SetWeight{"conv1", {}, 0.75f});
        set_thread_count(1);
        const auto first = evaluate(scene, 1), second = evaluate(next, 2);
        set_thread_count(3);
        auto again = evaluate(scene, 1);
        EXPECT_EQ(difference_of_results(*again, *first), "");
        again = evaluate(next, 2, std::move(again));
        EXPECT_EQ(difference_of_results(*again, *second), "");
    }
}

/// The gradient that a phase has grown in the middle of it.
std::vector<float> half_grown(const Results& results, std::size_t phase) {
    const StepWalk walk(results, {WalkOrder::kByOutput, WalkOrder::kByOutput});
    StepStates states;
    states.set_walk(&walk);
    const StepView& view =
        states.at(walk.position_at(phase, 0.5, StepGrain::kWindow), StepGrain::kWindow);
    for (const Shown& shown : view.gradients)
        if (shown.map != nullptr) return to_dense(shown.map->values.view());
    for (const Shown& shown : view.weights)
        if (shown.filter != nullptr) return to_dense(shown.filter->weights.view());
    return {};
}

TEST_F(Threads, ChangeNoBitOfAWalk) {
    for (const Scene& scene : scenes_of_all_ops()) {
        const auto results = evaluate(scene, 1);
        const StepWalk walk(*results, {});
        for (std::size_t phase = 0; phase < walk.phases().size(); ++phase) {
            set_thread_count(1);
            const std::vector<float> alone = half_grown(*results, phase);
            set_thread_count(3);
            EXPECT_EQ(half_grown(*results, phase), alone) << phase;
            const bool grows = walk.phases()[phase].kind == StepPhase::Kind::kGradInput ||
                               walk.phases()[phase].kind == StepPhase::Kind::kGradWeights;
            EXPECT_EQ(!alone.empty(), grows) << phase;
        }
    }
}

TEST_F(Threads, ChangeNothingOfACheck) {
    Random random(4);
    const Scene scene =
        examples::all_ops_scene(examples::random_image(40, 34, 3, random), "flatten", random);
    const auto results = evaluate(scene, 1);
    set_thread_count(1);
    const auto alone = verify(*results, {.stage = 0}, {.seconds = 1e9});
    set_thread_count(3);
    const auto together = verify(*results, {.stage = 0}, {.seconds = 1e9});
    ASSERT_TRUE(alone && together);
    ASSERT_FALSE(alone->numbers.empty());
    ASSERT_EQ(together->numbers.size(), alone->numbers.size());
    for (std::size_t i = 0; i < alone->numbers.size(); ++i) {
        EXPECT_EQ(together->numbers[i].name, alone->numbers[i].name);
        EXPECT_EQ(together->numbers[i].numeric, alone->numbers[i].numeric);
    }
}

}  // namespace
}  // namespace convscope
