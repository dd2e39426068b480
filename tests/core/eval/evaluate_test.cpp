#include "core/eval/evaluate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/scene/brush.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/results_compare.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::difference_of_results;
using examples::edited;
using examples::random_image;
using Dense = std::vector<float>;

Dense dense(const Map& map) {
    return to_dense(map.values.view());
}

/// Worked by hand.
TEST(Evaluate, TheExerciseOnASmallPicture) {
    const Tensor pixels = from_dense<float>({1, 1, 2, 5}, {0, 0, 1, 1, 0, 0, 1, 1, 0, 0});
    const Scene scene = examples::squares_scene(TiledImage::from_tensor(pixels.view()), "small");
    const auto results = evaluate(scene, 7);
    ASSERT_NE(results, nullptr);
    EXPECT_EQ(results->revision, 7u);
    EXPECT_EQ(dense(results->values[0]), to_dense(pixels.view()));
    EXPECT_EQ(dense(results->values[1]), (Dense{0, 1, 0, -1, 1, 0, -1, 0}));
    EXPECT_EQ(dense(results->values[2]), (Dense{0, 1, 0, 0, 1, 0, 0, 0}));
    EXPECT_EQ(dense(results->values[3]), (Dense{1, 0}));
    EXPECT_EQ(results->loss, 0.5f);
    EXPECT_EQ(results->layers[2].winners, (std::vector<std::uint16_t>{1, 0}));
    EXPECT_EQ(dense(results->gradients[3]), (Dense{1, 0}));
    EXPECT_EQ(dense(results->gradients[2]), (Dense{0, 1, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(dense(results->gradients[1]), (Dense{0, 1, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(dense(results->gradients[0]), (Dense{0, -1, 1, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(to_dense(results->layers[0].grad_weights.view()), (Dense{0, 1}));
    EXPECT_TRUE(results->layers[0].grad_bias.empty());
    EXPECT_EQ(results->values[1].range.minimum, -1);
    EXPECT_EQ(results->values[1].range.maximum, 1);
    EXPECT_EQ(results->stage_of("pool1"), 2);
    EXPECT_EQ(results->stage_of("nonsense"), -1);
}

TEST(Evaluate, ASceneWithoutLayersIsItsPictureAndItsLoss) {
    Scene scene = examples::squares_scene(TiledImage(1, 1, 3), "dot");
    scene = edited(scene, SetObjective{{.kind = "sum"}});
    const auto results = evaluate(scene, 1);
    EXPECT_EQ(results->loss, 0);
    EXPECT_EQ(dense(results->gradients[0]), (Dense{1, 1, 1}));
}

/// Two scores, log 3 and 0: the probabilities are 3/4 and 1/4.
TEST(Evaluate, CrossEntropyHasProbabilities) {
    const Tensor scores = from_dense<float>({1, 1, 1, 2}, {std::log(3.0f), 0});
    Scene scene;
    scene.image = TiledImage::from_tensor(scores.view());
    scene.objective = {.kind = "cross_entropy", .label = 1};
    auto results = evaluate(scene, 1);
    ASSERT_EQ(results->probabilities.size(), 2u);
    EXPECT_NEAR(results->probabilities[0], 0.75f, 1e-6f);
    EXPECT_NEAR(results->probabilities[1], 0.25f, 1e-6f);
    EXPECT_NEAR(results->loss, std::log(4.0f), 1e-6f);
    EXPECT_NEAR(results->gradients[0].values.view()(0, 0, 0, 0), 0.75f, 1e-6f);
    EXPECT_NEAR(results->gradients[0].values.view()(0, 0, 0, 1), -0.75f, 1e-6f);
    EXPECT_TRUE(results->loss_partials.empty());

    scene.objective = {.kind = "sum"};
    results = evaluate(scene, 2, std::move(results));
    EXPECT_TRUE(results->probabilities.empty());
    EXPECT_EQ(results->loss, std::log(3.0f));
}

TEST(Evaluate, BiasGetsItsGradientAndLayersThatAreOffHaveNoResults) {
    Random random(1);
    Scene scene = examples::two_conv_scene(random_image(24, 20, 3, random), random);
    scene = edited(scene, SetEnabled{"relu1", false});
    scene = edited(scene, SetObjective{{.kind = "sum"}});
    const auto results = evaluate(scene, 1);
    EXPECT_EQ(results->layers.size(), 4u);
    EXPECT_EQ(results->stage_of("relu1"), -1);
    EXPECT_EQ(results->stage_of("pool1"), 1);
    EXPECT_EQ(results->layers[0].grad_bias.size(), 2u);
    EXPECT_TRUE(results->layers[2].grad_bias.empty());
}

TEST(Evaluate, NumbersThatAreNotFiniteAreCountedInTheRanges) {
    Tensor pixels(Shape{1, 1, 2, 5});
    pixels.view()(0, 0, 0, 1) = std::numeric_limits<float>::quiet_NaN();
    pixels.view()(0, 0, 1, 4) = std::numeric_limits<float>::infinity();
    const auto results =
        evaluate(examples::squares_scene(TiledImage::from_tensor(pixels.view()), "odd"), 1);
    EXPECT_EQ(results->values[0].range.nan_count, 1);
    EXPECT_EQ(results->values[0].range.infinite_count, 1);
    EXPECT_EQ(results->values[1].range.nan_count, 2);
    EXPECT_TRUE(std::isnan(results->values[3].values.view()(0, 0, 0, 0)));
    EXPECT_TRUE(std::isnan(results->loss));
}

TEST(Evaluate, StopsWhenAskedTo) {
    Random random(3);
    const Scene scene = examples::squares_scene(random_image(100, 100, 3, random), "picture");
    std::stop_source stop;
    EXPECT_NE(evaluate(scene, 1, nullptr, stop.get_token()), nullptr);
    stop.request_stop();
    EXPECT_EQ(evaluate(scene, 1, nullptr, stop.get_token()), nullptr);
}

Scene dab(const Scene& scene, float x, float y, float diameter) {
    const BrushStroke stroke(scene.image, {.diameter_px = diameter, .colour = {1, 0, 0}}, {x, y});
    return edited(scene, PaintImage{stroke.image()});
}

TEST(Evaluate, ADabComputesItsNeighbourhoodOnly) {
    Random random(5);
    Scene scene = examples::squares_scene(random_image(1024, 1024, 3, random), "large");
    scene = edited(scene, SetWeights{"conv1", examples::random_weights({1, 3, 5, 5}, random), ""});
    auto results = evaluate(scene, 1);
    const std::int64_t all = results->cells_computed;
    EXPECT_GT(all, 10'000'000);
    const Scene painted = dab(scene, 500, 500, 32);
    results = evaluate(painted, 2, std::move(results));
    // 4 maps of up to 80 x 48 cells with 8 channels in all, forward and backward.
    EXPECT_LT(results->cells_computed, 60'000);
    EXPECT_GT(results->cells_computed, 32 * 32 * 8);
    EXPECT_EQ(difference_of_results(*results, *evaluate(painted, 2)), "");
    results = evaluate(painted, 3, std::move(results));
    EXPECT_EQ(results->cells_computed, 0);
}

/// NaN instead of every number in tiles from column `first` on.
void poison_tiles(Map& map, int first) {
    const Shape shape = map.values.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = first * kTileSize; x < shape.w; ++x)
                map.values.view()(0, c, y, x) = std::numeric_limits<float>::quiet_NaN();
}

TEST(Evaluate, ADabReadsNothingOfTilesFarAway) {
    Random random(8);
    const Scene scene = examples::two_conv_scene(random_image(600, 200, 3, random), random);
    const Scene painted = dab(scene, 30, 50, 20);
    auto results = evaluate(scene, 1);
    const auto fresh = evaluate(painted, 2);
    for (const auto maps : {&Results::values, &Results::gradients})
        for (Map& map : (*results).*maps) poison_tiles(map, 2);
    results = evaluate(painted, 2, std::move(results));
    EXPECT_EQ(results->loss, fresh->loss);
    for (std::size_t i = 0; i < fresh->values.size(); ++i) {
        EXPECT_EQ(results->values[i].range, fresh->values[i].range) << i;
        EXPECT_EQ(results->values[i].error_bound, fresh->values[i].error_bound) << i;
        EXPECT_EQ(results->gradients[i].range, fresh->gradients[i].range) << i;
        EXPECT_EQ(results->gradients[i].error_bound, fresh->gradients[i].error_bound) << i;
    }
    for (const std::size_t conv : {0, 3}) {
        const LayerResult &layer = results->layers[conv], &expected = fresh->layers[conv];
        EXPECT_EQ(to_dense(layer.grad_weights.view()), to_dense(expected.grad_weights.view()));
        EXPECT_EQ(layer.grad_bias, expected.grad_bias);
        EXPECT_GT(layer.grad_weights_error_bound, 0);
        EXPECT_EQ(layer.grad_weights_error_bound, expected.grad_weights_error_bound);
    }
}

TEST(Evaluate, GradientsOfWeightsAreAddedUpAgainOnlyWhenAPartChanged) {
    Random random(9);
    Scene scene = examples::two_conv_scene(random_image(150, 90, 1, random), random);
    scene = edited(scene, SetObjective{{.kind = "sum"}});
    for (const char* layer : {"relu1", "pool1", "conv2", "relu2"})
        scene = edited(scene, SetEnabled{layer, false});
    auto results = evaluate(scene, 1);
    const std::vector<float> before = to_dense(results->layers[0].grad_weights.view());
    // dL/dG of a sum depends on the picture alone.
    for (float& part : results->layers[0].grad_weights_partials) part = 99;
    results = evaluate(edited(scene, SetWeight{"conv1", {}, 5}), 2, std::move(results));
    EXPECT_EQ(to_dense(results->layers[0].grad_weights.view()), before);
    // A bias comes and goes without any part that changes.
    auto plain = evaluate(edited(scene, SetBias{"conv1", {}}), 3);
    EXPECT_TRUE(plain->layers[0].grad_bias.empty());
    plain = evaluate(scene, 4, std::move(plain));
    EXPECT_EQ(difference_of_results(*plain, *evaluate(scene, 4)), "");
    plain = evaluate(edited(scene, SetBias{"conv1", {}}), 5, std::move(plain));
    EXPECT_TRUE(plain->layers[0].grad_bias.empty());
}

/// A wide dense layer on a small picture.
Scene dense_scene(int units, Random& random) {
    Scene scene;
    scene.image = random_image(40, 50, 1, random);
    scene.image_name = "picture";
    scene = examples::with_layer(std::move(scene), "dense1", "dense", random);
    return edited(scene, examples::set_param(scene, "dense1", "units", units));
}

TEST(Evaluate, GradientsOfDenseWeightsAreKeptOnceHoweverManyOutputs) {
    Random random(10);
    const Scene scene = dense_scene(200, random);
    ASSERT_GT(block_grid(plan_shapes(scene)->shapes.back().plane()).count(), 1);
    const auto results = evaluate(scene, 1);
    const LayerResult& layer = results->layers[0];
    EXPECT_EQ(layer.grad_weights_partials.size(), std::size_t{200} * (40 * 50 + 1));
    const std::size_t kept =
        layer.grad_weights_partials.size() * sizeof(float) + layer.grad_weights.memory_bytes();
    EXPECT_GT(estimate_memory(scene, results->plan), kept * kResultBuffers);
    const std::size_t weights = scene.layers[0].weights->memory_bytes();
    EXPECT_LT(estimate_memory(scene, results->plan), 3 * kResultBuffers * weights);
}

TEST(Evaluate, SumsOfWeightsForErrorBoundsAreKeptWithTheWeights) {
    Random random(11);
    const Scene scene = dense_scene(3, random);
    auto results = evaluate(scene, 1);
    results->layers[0].weight_sums.outputs.assign(3, {.absolute = 1e9, .squares = 0});
    results = evaluate(dab(scene, 5, 5, 4), 2, std::move(results));
    EXPECT_GT(results->values[1].error_bound, 1);
    const Scene edited_scene = edited(scene, SetWeight{"dense1", {}, 5});
    results = evaluate(edited_scene, 3, std::move(results));
    EXPECT_EQ(results->values[1].error_bound, evaluate(edited_scene, 3)->values[1].error_bound);
}

TEST(Evaluate, AFlattenInFrontOfADenseLayerChangesNoBitOfTheLoss) {
    Random random(12);
    const Scene scene = dense_scene(7, random);
    const Scene flat = edited(scene, AddLayer{"flatten", 0});
    const Scene back = edited(flat, RemoveLayer{"flatten1"});
    const auto results = evaluate(scene, 1);
    ASSERT_NE(results->loss, 0);
    EXPECT_EQ(evaluate(flat, 1)->loss, results->loss);
    EXPECT_EQ(dense(evaluate(flat, 1)->gradients[0]), dense(results->gradients[0]));
    EXPECT_EQ(evaluate(back, 1)->loss, results->loss);
}

/// Tiles of all maps whose version differs.
int tiles_to_upload(const Results& shown, const Results& next) {
    int tiles = 0;
    for (const auto maps : {&Results::values, &Results::gradients})
        for (std::size_t i = 0; i < (shown.*maps).size(); ++i)
            for (std::size_t t = 0; t < (shown.*maps)[i].tile_versions.size(); ++t)
                tiles += (shown.*maps)[i].tile_versions[t] != (next.*maps)[i].tile_versions[t];
    return tiles;
}

TEST(Versions, WithThreeBuffersInTurnADabChangesOnlyItsTiles) {
    Random random(6);
    Scene scene = examples::squares_scene(random_image(640, 640, 3, random), "large");
    std::unique_ptr<Results> buffers[3];
    const Results* newest = nullptr;
    for (std::uint64_t frame = 0; frame < 12; ++frame) {
        const auto step = static_cast<float>(frame);
        if (frame > 0) scene = dab(scene, 100 + 30 * step, 200 + 20 * step, 20);
        auto& buffer = buffers[frame % 3];
        buffer = evaluate(scene, frame, std::move(buffer), {}, newest);
        if (newest != nullptr) {
            const int tiles = tiles_to_upload(*newest, *buffer);
            EXPECT_GT(tiles, 0);
            EXPECT_LE(tiles, 8 * 4);
        }
        newest = buffer.get();
    }
}

TEST(Versions, GoOnFromReuseAloneToo) {
    Random random(7);
    const Scene scene = examples::squares_scene(random_image(200, 100, 3, random), "picture");
    auto results = evaluate(scene, 1);
    const std::uint64_t before = results->values[0].tile_versions[0];
    const auto untouched = results->values[0].tile_versions[3];
    results = evaluate(dab(scene, 20, 20, 5), 2, std::move(results));
    EXPECT_GT(results->values[0].tile_versions[0], before);
    EXPECT_EQ(results->values[0].tile_versions[3], untouched);
}

}  // namespace
}  // namespace convscope
