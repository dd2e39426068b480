#include <gtest/gtest.h>

#include <cmath>

#include "core/io/golden_case.hpp"
#include "core/io/json.hpp"
#include "core/io/npy.hpp"
#include "tests/cli/run_cli.hpp"

namespace convscope {
namespace {

using Floats = std::vector<float>;

/// A 3x4 picture of one channel, [-1 1], relu, pooling 2x1, half the sum of squares:
///   I = 0 1 3 2      R =  1  2 -1     A = 1 2 0    P = 4 2 5   L = (16 + 4 + 25) / 2
///       4 4 6 6           0  2  0         0 2 0
///       1 5 5 10          4  0  5         4 0 5
constexpr const char* kSmallScene = R"({"convscope": 1,
    "image": {"values": [[0, 1, 3, 2], [4, 4, 6, 6], [1, 5, 5, 10]], "channels": 1},
    "layers": [
      {"op": "conv2d", "id": "edges", "filter": {"values": [[[[-1, 1]]]]}, "bias": {"values": [0]}},
      {"op": "relu"},
      {"op": "max_pool2d", "window": {"w": 1, "h": 3}, "stride": {"x": 1, "y": 1}}]})";

class Eval : public ::testing::Test {
  protected:
    CliRun eval(const std::string& scene, const std::string& options = "") {
        folder_.write("scene.json", scene);
        return run_cli("eval '" + (folder_ / "scene.json").string() + "' --out '" +
                       (folder_ / "out").string() + "' " + options);
    }
    NpyArray tensor(const std::string& name) {
        const auto array = read_npy(folder_ / ("out/" + name + ".npy"));
        EXPECT_TRUE(array) << array.error().text();
        return array ? *array : NpyArray();
    }
    void expect(const std::string& name, const std::vector<int>& shape, const Floats& values) {
        const NpyArray array = tensor(name);
        EXPECT_EQ(array.shape, shape) << name;
        EXPECT_EQ(array.values, values) << name;
    }
    TempFolder folder_;
};

std::string small_scene_with(const std::string& objective) {
    std::string scene = kSmallScene;
    scene.insert(scene.rfind('}'), R"(, "objective": )" + objective);
    return scene;
}

TEST_F(Eval, TheDistanceToATarget) {
    const std::string target = R"("target": {"values": [[3, 2, 1]]})";
    const CliRun run =
        eval(small_scene_with(R"({"kind": "half_squared_distance", )" + target + "}"));
    ASSERT_EQ(run.status, 0) << run.err;
    expect("layer2_grad_output", {1, 1, 1, 3}, {1, 0, 4});
    EXPECT_NE(read_text(folder_ / "out/summary.json").find("\"loss\": 8.5"), std::string::npos);
    expect("layer0_grad_filter", {1, 1, 1, 2}, {1 * 1 + 4 * 5, 1 * 5 + 4 * 10});
}

TEST_F(Eval, AGradientGivenForALayer) {
    const std::string gradient =
        R"("layer": "edges", "gradient": {"values": [[0, 0, 0], [0, 2, 0], [0, 0, 0]]})";
    const CliRun run = eval(small_scene_with(R"({"kind": "upstream", )" + gradient + "}"));
    ASSERT_EQ(run.status, 0) << run.err;
    expect("layer0_grad_output", {1, 1, 3, 3}, {0, 0, 0, 0, 2, 0, 0, 0, 0});
    expect("layer2_grad_output", {1, 1, 1, 3}, {0, 0, 0});
    expect("layer0_grad_filter", {1, 1, 1, 2}, {2 * 4, 2 * 6});
    expect("grad_input", {1, 1, 3, 4}, {0, 0, 0, 0, 0, -2, 2, 0, 0, 0, 0, 0});
}

TEST_F(Eval, ATargetOfAnotherShapeIsRefused) {
    const CliRun run = eval(small_scene_with(
        R"({"kind": "half_squared_distance", "target": {"values": [[3, 2], [1, 0]]}})"));
    EXPECT_EQ(run.status, 3);
    EXPECT_NE(run.err.find("the target is 2 x 2 with 1 channel, but the last map is 3 x 1 with 1"),
              std::string::npos)
        << run.err;
}

TEST_F(Eval, WritesEveryTensor) {
    const CliRun run = eval(kSmallScene);
    ASSERT_EQ(run.status, 0) << run.err;
    expect("input", {1, 1, 3, 4}, {0, 1, 3, 2, 4, 4, 6, 6, 1, 5, 5, 10});
    expect("layer0_output", {1, 1, 3, 3}, {1, 2, -1, 0, 2, 0, 4, 0, 5});
    expect("layer1_output", {1, 1, 3, 3}, {1, 2, 0, 0, 2, 0, 4, 0, 5});
    expect("layer2_output", {1, 1, 1, 3}, {4, 2, 5});
    // Row * W + column in the pool's input, which is 3 wide; of the two 2 in a tie the first wins.
    expect("layer2_argmax", {1, 1, 1, 3}, {6, 1, 8});
    expect("layer2_grad_output", {1, 1, 1, 3}, {4, 2, 5});
    expect("layer1_grad_output", {1, 1, 3, 3}, {0, 2, 0, 0, 0, 0, 4, 0, 5});
    expect("layer0_grad_output", {1, 1, 3, 3}, {0, 2, 0, 0, 0, 0, 4, 0, 5});
    expect("grad_input", {1, 1, 3, 4}, {0, -2, 2, 0, 0, 0, 0, 0, -4, 4, -5, 5});
    expect("layer0_grad_filter", {1, 1, 1, 2}, {2 * 1 + 4 * 1 + 5 * 5, 2 * 3 + 4 * 5 + 5 * 10});
    expect("layer0_grad_bias", {1}, {11});
    EXPECT_NE(read_text(folder_ / "out/layer2_argmax.npy").find("'<i4'"), std::string::npos);
}

TEST_F(Eval, SummarizesLossAndShapes) {
    ASSERT_EQ(eval(kSmallScene).status, 0);
    const auto summary = parse_json(read_text(folder_ / "out/summary.json"), "summary.json");
    ASSERT_TRUE(summary) << summary.error().text();
    ASSERT_NE(summary->find("loss"), nullptr);
    EXPECT_EQ(*summary->find("loss")->get_if<double>(), 22.5);
    const JsonValue* tensors = summary->find("tensors");
    ASSERT_NE(tensors, nullptr);
    EXPECT_EQ(tensors->get_if<JsonValue::Object>()->size(), 11u);
    for (const auto& [name, entry] : *tensors->get_if<JsonValue::Object>()) {
        std::vector<int> shape;
        for (const JsonValue& extent : *entry.find("shape")->get_if<JsonValue::Array>())
            shape.push_back(static_cast<int>(*extent.get_if<std::int64_t>()));
        EXPECT_EQ(tensor(name).shape, shape) << name;
    }
}

TEST_F(Eval, NumbersLayersByTheirPlaceAndLeavesOutThoseSwitchedOff) {
    std::string scene = kSmallScene;
    scene.replace(scene.find(R"({"op": "relu"})"), 14, R"({"op": "relu", "enabled": false})");
    ASSERT_EQ(eval(scene).status, 0);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out/layer1_output.npy"));
    expect("layer0_output", {1, 1, 3, 3}, {1, 2, -1, 0, 2, 0, 4, 0, 5});
    expect("layer2_output", {1, 1, 1, 3}, {4, 2, 5});
}

/// A golden pipeline as a scene: the same numbers within the case's tolerance.
TEST_F(Eval, AgreesWithGoldenPipelines) {
    const std::string golden_path = golden_folder() + "/pipeline_001/";
    const CliRun run = eval(R"({"convscope": 1,
        "image": {"file": ")" +
                            golden_path + R"(input.npy", "channels": 1},
        "layers": [{"op": "conv2d", "filter": {"file": ")" +
                            golden_path + R"(layer0_weight.npy"},
                    "bias": {"file": ")" +
                            golden_path + R"(layer0_bias.npy"}},
                   {"op": "relu"}, {"op": "max_pool2d"}]})");
    ASSERT_EQ(run.status, 0) << run.err;
    const auto golden = read_golden_case(golden_path);
    ASSERT_TRUE(golden);
    const std::pair<const char*, const char*> names[] = {
        {"layer0_output", "layer0_output"},           {"layer1_output", "layer1_output"},
        {"layer2_output", "layer2_output"},           {"grad_input", "grad_input"},
        {"grad_layer0_weight", "layer0_grad_filter"}, {"grad_layer0_bias", "layer0_grad_bias"}};
    for (const auto& [golden_name, name] : names) {
        const auto expected = std::ranges::find(golden->expected, golden_name, &GoldenResult::name);
        ASSERT_NE(expected, golden->expected.end());
        const NpyArray got = tensor(name);
        EXPECT_EQ(got.shape, expected->want.shape) << name;
        ASSERT_EQ(got.values.size(), expected->want.values.size());
        for (std::size_t i = 0; i < got.values.size(); ++i)
            EXPECT_NEAR(got.values[i], expected->want.values[i],
                        expected->atol + expected->rtol * std::abs(expected->want.values[i]));
    }
}

/// Two numbers, dense with K,D weights, two classes of equal score.
TEST_F(Eval, WritesProbabilitiesAndTheGradientOfDenseWeights) {
    const CliRun run = eval(R"({"convscope": 1,
        "image": {"values": [[1, 2]], "channels": 1},
        "layers": [{"op": "dense", "weights": {"values": [[2, -1], [0, 0]]}}],
        "objective": {"kind": "cross_entropy", "label": 1}})");
    ASSERT_EQ(run.status, 0) << run.err;
    expect("layer0_output", {1, 1, 2, 1}, {0, 0});
    expect("probabilities", {2}, {0.5f, 0.5f});
    expect("layer0_grad_output", {1, 1, 2, 1}, {0.5f, -0.5f});
    expect("layer0_grad_weights", {2, 1, 1, 2}, {0.5f, 1, -0.5f, -1});
    expect("grad_input", {1, 1, 1, 2}, {1, -0.5f});
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out/layer0_argmax.npy"));
}

TEST_F(Eval, GivesTheSameBitsOnAnyNumberOfThreads) {
    const std::string scene = R"({"convscope": 1, "image": {"asset": "pictures/chelsea.jpg"},
        "layers": [{"op": "conv2d", "filter": {"values": [[[[1, 0.5], [0.25, -1]], [[1, -1], [2, 0.1]],
                                                           [[0.3, 0.7], [-0.2, 0.9]]]]}},
                   {"op": "relu"}, {"op": "max_pool2d"}]})";
    ASSERT_EQ(eval(scene, "--threads 1").status, 0);
    const char* names[] = {"layer0_output", "layer2_output", "grad_input", "layer0_grad_filter"};
    std::vector<std::string> files;
    for (const char* name : names)
        files.push_back(read_text(folder_ / ("out/" + std::string(name) + ".npy")));
    for (const char* threads : {"2", "7"}) {
        ASSERT_EQ(eval(scene, "--threads " + std::string(threads)).status, 0);
        for (std::size_t i = 0; i < files.size(); ++i)
            EXPECT_TRUE(read_text(folder_ / ("out/" + std::string(names[i]) + ".npy")) == files[i])
                << names[i] << " with " << threads << " threads";
    }
}

TEST_F(Eval, AnOutputThatCannotBeWrittenIsStatus3) {
    folder_.write("out", "a file where the folder should be");
    const CliRun run = eval(kSmallScene);
    EXPECT_EQ(run.status, 3);
    EXPECT_EQ(run.err_lines(), 1) << run.err;
    EXPECT_NE(run.err.find((folder_ / "out").string()), std::string::npos) << run.err;
}

}  // namespace
}  // namespace convscope
