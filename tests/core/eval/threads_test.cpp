#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "core/parallel/parallel.hpp"
#include "tests/core/eval/results_compare.hpp"
#include "tests/core/scene/example_scenes.hpp"

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

}  // namespace
}  // namespace convscope
