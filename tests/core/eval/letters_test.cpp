#include "core/eval/letters.hpp"

#include <gtest/gtest.h>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using Names = std::vector<std::string>;

TEST(Letters, AloneHaveNoNumber) {
    const Scene scene = default_scene(TiledImage(8, 8, 3), "flat");
    const BoardLetters letters = letters_of(scene, *plan_shapes(scene));
    EXPECT_EQ(letters.maps, (Names{"I", "R", "A", "P"}));
    EXPECT_EQ(letters.weights, (Names{"G", "", ""}));
    EXPECT_EQ(op_letters(letters, 0).input, "I");
    EXPECT_EQ(op_letters(letters, 0).weights, "G");
    EXPECT_EQ(op_letters(letters, 2).output, "P");
}

TEST(Letters, ThatSeveralLayersShareAreNumbered) {
    Random random(1);
    Scene scene = examples::two_conv_scene(examples::random_image(16, 16, 3, random), random);
    EXPECT_EQ(letters_of(scene, *plan_shapes(scene)).maps,
              (Names{"I", "R1", "A1", "P", "R2", "A2"}));
    EXPECT_EQ(letters_of(scene, *plan_shapes(scene)).weights, (Names{"G1", "", "", "G2", ""}));
    scene = examples::edited(scene, SetEnabled{"relu2", false});
    EXPECT_EQ(letters_of(scene, *plan_shapes(scene)).maps, (Names{"I", "R1", "A", "P", "R2"}));
}

TEST(Letters, FiltersAreCountedFromOneButForAList) {
    Random random(1);
    const Scene scene = examples::squares_scene(examples::random_image(8, 8, 1, random), "dense");
    Scene dense = scene;
    dense.layers = {examples::layer_with_defaults("dense1", "dense", {1, 1, 8, 8})};
    EXPECT_EQ(first_filter(*plan_shapes(scene), 0), 1);
    EXPECT_EQ(first_filter(*plan_shapes(dense), 0), 0);
}

TEST(Letters, NumbersBecomeSubscripts) {
    EXPECT_EQ(with_subscript("R"), "R");
    EXPECT_EQ(with_subscript("R1"), "R₁");
    EXPECT_EQ(with_subscript("P12"), "P₁₂");
}

}  // namespace
}  // namespace convscope
