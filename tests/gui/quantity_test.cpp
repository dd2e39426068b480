#include "app/script/quantity.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/eval/evaluate.hpp"

namespace convscope::app {
namespace {

Tensor row(const std::vector<float>& values) {
    return from_dense(Shape{1, 1, 1, static_cast<int>(values.size())}, values);
}

TEST(SameNumbers, TellsZeroesApartAndNoNaN) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(same_numbers(row({1, nan}).view(), row({1, -nan}).view()));
    EXPECT_FALSE(same_numbers(row({0}).view(), row({-0.0f}).view()));
    EXPECT_FALSE(same_numbers(row({1, 2}).view(), row({1}).view()));
}

TEST(Negated, ComparesEachElement) {
    EXPECT_TRUE(negated(row({1, 0, -2}).view(), row({-1, 0, 2}).view()));
    EXPECT_FALSE(negated(row({1, 2}).view(), row({-1, 2}).view()));
}

TEST(Checksum, DependsOnShapeAndBits) {
    const std::string one = checksum(row({1, 2}).view());
    EXPECT_EQ(one.size(), 16u);
    EXPECT_EQ(one, checksum(row({1, 2}).view()));
    EXPECT_NE(one, checksum(row({2, 1}).view()));
    EXPECT_NE(one, checksum(from_dense(Shape{1, 1, 2, 1}, std::vector<float>{1, 2}).view()));
    EXPECT_NE(checksum(row({0}).view()), checksum(row({-0.0f}).view()));
}

/// The smallest scene on a picture with one bright pixel at (4, 2).
std::unique_ptr<Results> bright_pixel_results() {
    Tensor picture(Shape{1, 3, 6, 8});
    for (int c = 0; c < 3; ++c) picture.view()(0, c, 2, 4) = 1;
    return evaluate(default_scene(TiledImage::from_tensor(picture.view()), "pixel"), 1);
}

TEST(Quantities, AreFoundByTheNamesOnTheScreen) {
    const auto results = bright_pixel_results();
    const auto output = find_quantity(*results, "R");
    ASSERT_TRUE(output);
    EXPECT_EQ(output->values.shape(), (Shape{1, 1, 6, 7}));
    EXPECT_EQ(output->values(0, 0, 2, 3), 3);
    EXPECT_EQ(output->values(0, 0, 2, 4), -3);
    for (const char* name :
         {"I", "dI", "A", "dA", "P", "dP", "conv1.weights", "conv1.grad_weights", "loss"})
        EXPECT_TRUE(find_quantity(*results, name)) << name;
    const auto missing = find_quantity(*results, "conv1.bias");
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("conv1.weights"), std::string::npos);
}

TEST(Quantities, ProbabilitiesAreThereWithALossOfClasses) {
    Scene scene = default_scene(TiledImage(4, 4, 1), "blank");
    EXPECT_FALSE(find_quantity(*evaluate(scene, 1), "probabilities"));
    scene.objective = {.kind = "cross_entropy"};
    const auto results = evaluate(scene, 1);
    const auto found = find_quantity(*results, "probabilities");
    ASSERT_TRUE(found);
    const int classes = static_cast<int>(results->plan.shapes.back().count());
    EXPECT_EQ(found->values.shape(), (Shape{1, 1, 1, classes}));
    EXPECT_EQ(found->values(0, 0, 0, 0), 1.0f / static_cast<float>(classes));
}

TEST(WinnerOf, LiesInTheLayersInput) {
    const auto results = bright_pixel_results();
    const auto winner = winner_of(*results, "pool1", {0, 0, 1, 1});
    ASSERT_TRUE(winner);
    EXPECT_EQ(*winner, (Cell{0, 0, 2, 3}));
    EXPECT_FALSE(winner_of(*results, "pool1", {0, 0, 9, 9}));
    EXPECT_FALSE(winner_of(*results, "relu1", {0, 0, 0, 0}));
    EXPECT_FALSE(winner_of(*results, "pool7", {0, 0, 0, 0}));
}

}  // namespace
}  // namespace convscope::app
