// How long a verification takes, and how soon it stops.
#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "core/eval/verify.hpp"
#include "core/parallel/parallel.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

constexpr VerifyTarget kFirstWeights{.kind = VerifyTarget::Kind::kWeights, .stage = 0};

Scene example(int side, Random& random) {
    return examples::two_conv_scene(examples::random_image(side, side, 3, random), random);
}

/// Also before the first number, where all maps are computed in double.
TEST(VerifyTime, StopsWhileItGetsReady) {
    Random random(40);
    const auto results = evaluate(example(300, random), 1);
    std::stop_source source;
    int calls = 0;
    const VerifyOptions options{.on_progress = [&](const VerifyProgress& progress) {
        EXPECT_EQ(progress.of, 0);
        ++calls;
        source.request_stop();
    }};
    EXPECT_FALSE(verify(*results, kFirstWeights, options, source.get_token()).has_value());
    EXPECT_GT(calls, 0);
    EXPECT_LE(calls, thread_count());
}

/// With small filters before others most weights are checked in a short time.
TEST(VerifyTime, ChecksManyWeightsOfAPhoto) {
    Random random(41);
    Scene scene = examples::squares_scene(examples::random_image(224, 224, 3, random), "photo");
    scene = examples::edited(
        scene, SetWeights{"conv1", examples::random_weights({8, 3, 3, 3}, random), ""});
    const VerifyReport report = verify(*evaluate(scene, 1), kFirstWeights, {.seconds = 2}).value();
    EXPECT_GE(std::ssize(report.numbers), report.total / 2);
    EXPECT_EQ(report.count(Verdict::kAgrees), std::ssize(report.numbers));
}

TEST(VerifyTime, OneBudgetHoldsTheTimeToGetReady) {
    Random random(42);
    const auto results = evaluate(example(200, random), 1);
    GradientCheck checks(*results);
    const VerifyOptions options{.seconds = 0.3};
    const auto first = checks.check(kFirstWeights, options, {});
    const auto second = checks.check(kFirstWeights, options, {});
    EXPECT_LT(first->numbers.size(), second->numbers.size());
}

}  // namespace
}  // namespace convscope
