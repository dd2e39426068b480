#include "core/eval/stamped_copy.hpp"

#include <gtest/gtest.h>

#include "core/eval/evaluate.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::set_param;

std::string note(const Scene& scene) {
    return stamped_copy_note(*evaluate(scene, 1));
}

/// A conv of [-1 1], relu and pool on a picture whose cells all rise to the right.
Scene rising_scene() {
    Tensor pixels(Shape{1, 3, 8, 8});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                pixels.view()(0, c, y, x) = static_cast<float>(x * x + y) / 4;
    return default_scene(TiledImage::from_tensor(pixels.view()), "rising");
}

TEST(StampedCopyNote, SaysSoWithOneCellAsLoss) {
    const Scene scene = rising_scene();
    EXPECT_EQ(note(scene), "∂L/∂I is a copy of G, stamped where the window was.");
    Scene spread = edited(scene, set_param(scene, "conv1", "dilation.x", 2));
    spread = edited(spread, set_param(spread, "conv1", "stride.y", 2));
    EXPECT_EQ(note(spread), "∂L/∂I is a copy of G, stamped where the window was.");
}

TEST(StampedCopyNote, NamesTheFilterTheFactorAndWhatIsCutOff) {
    Scene scene = rising_scene();
    scene = edited(scene, RemoveLayer{"pool1"});
    scene = edited(scene, RemoveLayer{"relu1"});
    scene = edited(scene, set_param(scene, "conv1", "filters", 2));
    scene = edited(scene, set_param(scene, "conv1", "pad.x", 1));
    Objective painted{.kind = "upstream", .layer = "conv1"};
    Tensor gradient(plan_shapes(scene)->shapes[1]);
    gradient.view()(0, 1, 3, 0) = -0.5f;
    painted.tensor = std::make_shared<const Tensor>(std::move(gradient));
    EXPECT_EQ(note(edited(scene, SetObjective{painted})),
              "∂L/∂I is a copy of filter 2 of G, stamped where the window was (the part of it in "
              "the padding is cut off), times -0.5.");
}

TEST(StampedCopyNote, IsSilentWhereItIsNotSo) {
    const Scene scene = rising_scene();
    EXPECT_EQ(note(edited(scene, SetObjective{{.kind = "sum"}})), "") << "copies overlap";
    EXPECT_EQ(note(edited(scene, SetWeight{"conv1", {0, 0, 0, 1}, -1})), "") << "ReLU is off";
    EXPECT_EQ(note(edited(scene, AddLayer{"max_pool2d", 0})), "") << "no filter reads the picture";
    Scene bare = scene;
    bare.layers.clear();
    bare.objective = {.kind = "cell"};
    EXPECT_EQ(note(bare), "");
}

}  // namespace
}  // namespace convscope
