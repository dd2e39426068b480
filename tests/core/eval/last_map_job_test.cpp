#include "core/eval/last_map_job.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "core/eval/evaluate.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

Scene scene_of(int side) {
    Random random(8);
    return examples::two_conv_scene(examples::random_image(side, side, 3, random), random);
}

std::optional<LastMapJob::Outcome> waited_for(LastMapJob& job) {
    for (int i = 0; i < 6000; ++i) {
        if (auto outcome = job.take()) return outcome;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return std::nullopt;
}

TEST(LastMapJob, ASmallSceneIsThereAtOnce) {
    LastMapJob job;
    EXPECT_FALSE(job.take());
    const Scene scene = scene_of(24);
    job.start(scene, "Sobel x");
    const auto outcome = job.take();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->name, "Sobel x");
    EXPECT_TRUE(same_bits(outcome->map->view(), evaluate(scene, 1)->values.back().values.view()));
    EXPECT_FALSE(job.running());
    EXPECT_FALSE(job.take());
}

TEST(LastMapJob, ALargeOneComesLater) {
    LastMapJob job;
    const Scene scene = scene_of(300);
    job.start(scene_of(310), "given up");
    job.start(scene, "large");
    const auto outcome = waited_for(job);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->name, "large");
    EXPECT_TRUE(same_bits(outcome->map->view(), evaluate(scene, 1)->values.back().values.view()));
}

TEST(LastMapJob, MayBeLeftBehind) {
    LastMapJob job;
    job.start(scene_of(400), "nobody waits");
    EXPECT_TRUE(job.running());
}

}  // namespace
}  // namespace convscope
