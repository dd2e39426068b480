#include "core/eval/pool_marks.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"

namespace convscope {
namespace {

/// One sign for each cell, row by row: W winner, T tie, w and t those of flat zero windows.
std::string marks_of(const std::vector<std::vector<float>>& rows, int window, int stride) {
    const auto height = static_cast<int>(rows.size()), width = static_cast<int>(rows[0].size());
    Tensor pixels(Shape{1, 1, height, width});
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            pixels.view()(0, 0, y, x) =
                rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
    Scene scene;
    scene.image = TiledImage::from_tensor(pixels.view());
    scene.objective = {.kind = "sum"};
    scene.layers = {examples::layer_with_defaults("pool1", "max_pool2d", pixels.shape())};
    for (const std::string axis : {"x", "y"})
        scene =
            examples::edited(scene, examples::set_param(scene, "pool1", "stride." + axis, stride));
    for (const std::string side : {"w", "h"})
        scene =
            examples::edited(scene, examples::set_param(scene, "pool1", "window." + side, window));
    const auto results = evaluate(scene, 1);
    std::string signs;
    for (const PoolMark mark : pool_marks(*results, 0, 0, pixels.shape().plane()))
        signs += std::string_view(".twTW")[static_cast<std::size_t>(mark)];
    return signs;
}

TEST(PoolMarks, TellWinnersTiesAndFlatWindowsApart) {
    EXPECT_EQ(marks_of({{1, 2, 0, 0},   //
                        {3, 0, 0, 0},   //
                        {5, 5, 0, 7},   //
                        {0, 5, 7, 0}},  //
                       2, 2),
              "..wt"
              "W.tt"
              "WT.W"
              ".TT.");
}

TEST(PoolMarks, OfOverlappingWindowsAreTheStrongest) {
    // 1 wins two windows; the last zero wins a flat one, and ties in none that is not flat.
    EXPECT_EQ(marks_of({{0, 1, 0, 0}, {0, 0, 0, 0}}, 2, 1), ".Wwt..tt");
}

TEST(PoolMarks, AreThoseOfTheCellsAskedFor) {
    Random random(4);
    Scene scene;
    scene.image = examples::random_image(20, 17, 3, random, true);
    scene.objective = {.kind = "sum"};
    scene.layers = {examples::layer_with_defaults("pool1", "max_pool2d", {1, 3, 17, 20})};
    scene = examples::edited(scene, examples::set_param(scene, "pool1", "pad.x", 1));
    const auto results = evaluate(scene, 1);
    const std::vector<PoolMark> all = pool_marks(*results, 0, 2, {0, 0, 20, 17});
    const Rect part{3, 5, 12, 16};
    const std::vector<PoolMark> some = pool_marks(*results, 0, 2, part);
    std::size_t i = 0;
    for (int y = part.y0; y < part.y1; ++y)
        for (int x = part.x0; x < part.x1; ++x)
            EXPECT_EQ(some[i++], all[static_cast<std::size_t>(y * 20 + x)]);
}

}  // namespace
}  // namespace convscope
