// Every gradient of a whole network against central differences of its loss, computed in double
// precision by the ops' oracles.
#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "core/eval/evaluate.hpp"
#include "tests/core/eval/all_ops_scene.hpp"
#include "tests/core/eval/oracle_network.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::OracleNetwork;

/// Of the loss, when `number` (one of the network's) moves.
double central_difference(const OracleNetwork& network, double& number) {
    constexpr double kStep = 1e-5;
    const double before = number;
    number = before + kStep;
    const double above = network.loss();
    number = before - kStep;
    const double below = network.loss();
    number = before;
    return (above - below) / (2 * kStep);
}

void expect_close(double analytic, double numeric, const std::string& what) {
    EXPECT_NEAR(analytic, numeric, 2e-4 * std::max(1.0, std::fabs(numeric))) << what;
}

void check_weights(OracleNetwork& oracle, const Results& results, std::size_t stage) {
    if (oracle.weights[stage].empty()) return;
    const Shape shape = oracle.weights[stage].shape();
    for (int k = 0; k < shape.n; ++k)
        for (int c = 0; c < shape.c; ++c)
            for (int b = 0; b < shape.h; ++b)
                for (int a = 0; a < shape.w; ++a)
                    expect_close(
                        results.layers[stage].grad_weights.view()(k, c, b, a),
                        central_difference(oracle, oracle.weights[stage].view()(k, c, b, a)),
                        "weight of stage " + std::to_string(stage));
    for (std::size_t k = 0; k < oracle.biases[stage].size(); ++k)
        expect_close(results.layers[stage].grad_bias[k],
                     central_difference(oracle, oracle.biases[stage][k]),
                     "bias of stage " + std::to_string(stage));
}

void check_gradients(const Scene& scene) {
    OracleNetwork oracle(scene);
    const auto results = evaluate(scene, 1);
    EXPECT_NEAR(results->loss, oracle.loss(), 1e-4 * std::max(1.0, std::fabs(oracle.loss())));
    for (std::size_t i = 0; i < results->layers.size(); ++i) check_weights(oracle, *results, i);
    const Shape shape = oracle.input.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x)
                expect_close(results->gradients[0].values.view()(0, c, y, x),
                             central_difference(oracle, oracle.input.view()(0, c, y, x)),
                             "pixel " + std::to_string(x) + ", " + std::to_string(y));
}

Scene with_weights_in_general_position(Scene scene, Random& random) {
    for (const char* id : {"conv1", "conv2"}) {
        Tensor weights = scene.find_layer(id)->weights->clone();
        const Shape shape = weights.shape();
        for (int k = 0; k < shape.n; ++k)
            for (int c = 0; c < shape.c; ++c)
                for (int b = 0; b < shape.h; ++b)
                    for (int a = 0; a < shape.w; ++a)
                        weights.view()(k, c, b, a) = random.unit() - 0.4f;
        scene = examples::edited(
            scene, SetWeights{id, std::make_shared<const Tensor>(std::move(weights)), ""});
    }
    return scene;
}

double largest_difference(ConstTensorView map, ConstDoubleTensorView oracle) {
    double largest = 0;
    const Shape shape = map.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x)
                largest = std::max(
                    largest, std::fabs(static_cast<double>(map(0, c, y, x)) - oracle(0, c, y, x)));
    return largest;
}

/// The bound covers the error and is small beside the numbers: below this `share` of the largest.
void check_bound(const Map& map, const DoubleTensor& oracle, const std::string& what,
                 double share = 0.01) {
    const double error = largest_difference(map.values.view(), oracle.view());
    EXPECT_LE(error, map.error_bound) << what;
    EXPECT_LE(map.error_bound, share * static_cast<double>(map.range.magnitude())) << what;
}

TEST(ErrorBounds, CoverTheRoundingOfEveryMap) {
    Random random(13);
    Scene scene = examples::two_conv_scene(examples::random_image(70, 66, 3, random), random);
    scene = with_weights_in_general_position(std::move(scene), random);
    const auto results = evaluate(scene, 1);
    const OracleNetwork oracle(scene);
    const auto values = oracle.values(), gradients = oracle.gradients();
    EXPECT_EQ(results->values[0].error_bound, 0);
    EXPECT_GT(results->values[1].error_bound, 0);
    EXPECT_GT(results->layers[0].grad_weights_error_bound, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        check_bound(results->values[i], values[i], "value " + std::to_string(i));
        check_bound(results->gradients[i], gradients[i], "gradient " + std::to_string(i));
    }
}

/// Scores of a few units, as a trained network has them.
Scene with_smaller_weights(Scene scene) {
    for (Layer& layer : scene.layers) {
        if (layer.weights == nullptr) continue;
        std::vector<float> weights = to_dense(layer.weights->view());
        for (float& weight : weights) weight /= 8;
        layer.weights = std::make_shared<const Tensor>(from_dense(layer.weights->shape(), weights));
    }
    return scene;
}

TEST(ErrorBounds, CoverTheRoundingOfEveryOp) {
    Random random(14);
    for (const char* joint : {"flatten", "global_avg_pool"}) {
        const Scene scene = with_smaller_weights(
            examples::all_ops_scene(examples::random_image(40, 36, 3, random), joint, random));
        const auto results = evaluate(scene, 1);
        const OracleNetwork oracle(scene);
        const auto values = oracle.values(), gradients = oracle.gradients();
        for (std::size_t i = 0; i < values.size(); ++i) {
            check_bound(results->values[i], values[i], "value " + std::to_string(i));
            check_bound(results->gradients[i], gradients[i], "gradient " + std::to_string(i), 0.05);
        }
    }
}

TEST(Gradients, OfEveryOpAgreeWithCentralDifferences) {
    Random random(15);
    for (const char* joint : {"flatten", "global_avg_pool"}) {
        SCOPED_TRACE(joint);
        Scene scene =
            examples::all_ops_scene(examples::random_image(17, 15, 3, random), joint, random);
        scene = with_weights_in_general_position(std::move(scene), random);
        scene = examples::edited(scene, examples::set_param(scene, "avg1", "pad.x", 1));
        scene = examples::edited(scene, examples::set_param(scene, "avg1", "count_include_pad", 0));
        check_gradients(scene);
    }
}

/// Dense reads a map that nobody flattened, and the loss reads one of any shape.
TEST(Gradients, OfDenseOnAMapAndClassesOfAMap) {
    Random random(16);
    Scene scene = examples::two_conv_scene(examples::random_image(15, 13, 3, random), random);
    scene = with_weights_in_general_position(std::move(scene), random);
    scene = examples::edited(scene, SetObjective{{.kind = "cross_entropy", .label = 7}});
    check_gradients(scene);
    check_gradients(examples::with_layer(std::move(scene), "dense1", "dense", random));
}

TEST(Gradients, OfAWholeNetworkAgreeWithCentralDifferences) {
    Random random(11);
    for (const char* objective : {"sum", "cell", "half_sum_squares"}) {
        Scene scene = examples::two_conv_scene(examples::random_image(15, 13, 3, random), random);
        scene = with_weights_in_general_position(std::move(scene), random);
        scene = examples::edited(scene, SetObjective{{objective, 1, 1, 2}});
        SCOPED_TRACE(objective);
        check_gradients(scene);
    }
}

TEST(Gradients, WithStridePaddingDilationAndOverlappingPools) {
    Random random(12);
    Scene scene = examples::two_conv_scene(examples::random_image(17, 15, 3, random), random);
    scene = with_weights_in_general_position(std::move(scene), random);
    const std::tuple<const char*, const char*, int> changes[] = {
        {"conv1", "pad.x", 3},    {"conv1", "pad.y", 1},    {"conv1", "dilation.y", 2},
        {"pool1", "window.w", 3}, {"pool1", "window.h", 3}, {"pool1", "stride.y", 1},
        {"conv2", "stride.x", 2}, {"conv2", "pad.y", 2},    {"conv2", "dilation.x", 2}};
    for (const auto& [layer, path, value] : changes)
        scene = examples::edited(scene, examples::set_param(scene, layer, path, value));
    check_gradients(scene);
}

}  // namespace
}  // namespace convscope
