// Rules for ties: a cell that joins or leaves a tie changes the gradients of the others.
#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/results_compare.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

/// A pool with overlapping windows straight on a picture of few values.
Scene pooled(TiledImage image, int rule) {
    Scene scene = examples::squares_scene(std::move(image), "ties");
    const Shape shape = scene.image.shape();
    scene.layers = {examples::layer_with_defaults("pool", "max_pool2d", shape)};
    scene.objective.kind = "sum";
    for (const auto& [path, value] : {std::pair{"window.w", 3},
                                      {"window.h", 3},
                                      {"stride.x", 2},
                                      {"stride.y", 1},
                                      {"pad.x", 1},
                                      {"ties", rule}})
        scene = examples::edited(scene, examples::set_param(scene, "pool", path, value));
    return scene;
}

Scene with_pixel(const Scene& scene, Cell cell, float value) {
    Tensor pixels = scene.image.to_tensor();
    pixels.view()(cell) = value;
    return examples::edited(scene, PaintImage{TiledImage::from_tensor(pixels.view())});
}

TEST(Ties, PixelsThatJoinOrLeaveOneGiveTheBitsOfAFreshEvaluation) {
    for (const int rule : {0, 1, 2}) {
        Random random(static_cast<std::uint64_t>(7 + rule));
        Scene scene = pooled(examples::random_image(140, 70, 1, random, true), rule);
        auto results = evaluate(scene, 0);
        for (std::uint64_t step = 1; step <= 40; ++step) {
            scene = with_pixel(scene, {0, 0, random.below(70), random.below(140)},
                               static_cast<float>(random.below(5)) / 4);
            results = evaluate(scene, step, std::move(results));
            ASSERT_EQ(examples::difference_of_results(*results, *evaluate(scene, step)), "")
                << "rule " << rule << ", step " << step;
        }
    }
}

TEST(Ties, AChangedRuleChangesTheGradientAndNothingElse) {
    Random random(3);
    const Scene first = pooled(examples::random_image(40, 30, 1, random, true), 0);
    const Scene split = examples::edited(first, examples::set_param(first, "pool", "ties", 1));
    const auto before = evaluate(first, 1);
    const auto after = evaluate(split, 2, evaluate(first, 1));
    EXPECT_TRUE(same_bits(before->values[1].values.view(), after->values[1].values.view()));
    EXPECT_EQ(before->loss, after->loss);
    EXPECT_FALSE(same_bits(before->gradients[0].values.view(), after->gradients[0].values.view()));
    EXPECT_EQ(examples::difference_of_results(*after, *evaluate(split, 2)), "");
}

}  // namespace
}  // namespace convscope
