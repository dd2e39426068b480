#include "core/io/golden_case.hpp"

#include <gtest/gtest.h>

#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

std::filesystem::path golden(std::string_view id) {
    return std::filesystem::path(CONVSCOPE_SOURCE_DIR) / "tests/golden" / id;
}

int param(const GoldenLayer& layer, std::string_view path) {
    return layer.params[field_index(*layer.op, path)];
}

TEST(GoldenCase, SingleOp) {
    const auto read = read_golden_case(golden("conv_013"));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->id, "conv_013");
    EXPECT_FALSE(read->is_pipeline);
    ASSERT_EQ(read->layers.size(), 1u);
    const GoldenLayer& layer = read->layers[0];
    EXPECT_EQ(layer.op->id, "conv2d");
    EXPECT_EQ(param(layer, "stride.x"), 2);
    EXPECT_EQ(param(layer, "pad.y"), 1);
    EXPECT_EQ(param(layer, "kernel.h"), 2);
    EXPECT_EQ(param(layer, "kernel.w"), 3);
    EXPECT_EQ(param(layer, "filters"), 2);
    EXPECT_EQ(read->find_input("filter")->shape, (std::vector{2, 3, 2, 3}));
    EXPECT_EQ(read->find_input("nothing"), nullptr);
    ASSERT_EQ(read->expected.size(), 4u);
    EXPECT_EQ(read->expected[0].compare, GoldenResult::Compare::kClose);
    EXPECT_GT(read->expected[0].atol, 0);
}

TEST(GoldenCase, Pipeline) {
    const auto read = read_golden_case(golden("pipeline_005"));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_TRUE(read->is_pipeline);
    EXPECT_EQ(read->layers.size(), 6u);
    EXPECT_EQ(read->objective, "half_sum_squares");
    EXPECT_EQ(param(read->layers[3], "filters"), 2);
    EXPECT_EQ(param(read->layers[2], "window.w"), 2);
}

TEST(GoldenCase, Classifier) {
    const auto read = read_golden_case(golden("pipeline_006"));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->objective, "cross_entropy");
    ASSERT_EQ(read->layers.size(), 5u);
    EXPECT_EQ(read->layers[4].op->id, "dense");
    EXPECT_EQ(read->layers[4].weights, "layer4_weight");
    EXPECT_EQ(read->layers[4].bias, "layer4_bias");
    EXPECT_EQ(param(read->layers[4], "units"), 10);
}

TEST(GoldenCase, SingleLossHasNoLayers) {
    const auto read = read_golden_case(golden("softmax_ce_001"));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_FALSE(read->is_pipeline);
    EXPECT_TRUE(read->layers.empty());
    EXPECT_EQ(read->objective, "cross_entropy");
}

TEST(GoldenCase, SaysWhatItNeeds) {
    const auto read = read_golden_case(golden("optimizer_001"));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->needs, "optimizer");
    EXPECT_TRUE(read->layers.empty());
}

/// conv_001 with one thing changed in its case.json.
Result<GoldenCase> read_changed(std::string_view from, std::string_view to) {
    const TempFolder folder;
    for (const auto& entry : std::filesystem::directory_iterator(golden("conv_001")))
        std::filesystem::copy(entry.path(), folder.path());
    std::string text = read_text(folder / "case.json");
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    folder.write("case.json", text.replace(place, from.size(), to));
    return read_golden_case(folder.path());
}

TEST(GoldenCase, TheLossOfAPipelineIsItsLastLayer) {
    const std::pair<const char*, const char*> changes[] = {
        {R"([{"op": "relu"}, {"op": "softmax_cross_entropy"}, {"op": "relu"}])",
         "params.layers[1].op: is \"softmax_cross_entropy\"; the loss must be the last layer"},
        {R"([{"op": "sum"}, {"op": "sum"}])", "the loss must be the last layer"},
        {R"([{"op": "relu"}, {"op": "maxpool2d"}])", "the last layer must be the loss"},
    };
    for (const auto& [layers, words] : changes) {
        const TempFolder folder;
        folder.write("case.json", R"({"id": "x", "op": "pipeline", "params": {"layers": )" +
                                      std::string(layers) + R"(}, "inputs": {}, "expected": {}})");
        const auto read = read_golden_case(folder.path());
        ASSERT_FALSE(read) << layers;
        EXPECT_NE(read.error().text().find(words), std::string::npos) << read.error().text();
    }
}

TEST(GoldenCase, HostileFiles) {
    const std::pair<const char*, const char*> changes[] = {
        {"{", "["},
        {"\"op\": \"conv2d\"", "\"op\": 7"},
        {"\"op\": \"conv2d\"", "\"op\": \"pipeline\""},
        {"\"id\": \"conv_001\"", "\"id\": \"../conv_001\""},
        {"\"id\": \"conv_001\"", "\"id\": \"\""},
        {"\"input.npy\"", "\"../input.npy\""},
        {"\"input.npy\"", "\"/etc/passwd\""},
        {"\"input.npy\"", "\"missing.npy\""},
        {"\"input.npy\"", "\"case.json\""},
        {"\"output\"", "\"../output\""},
        {"\"exact\"", "\"roughly\""},
        {"\"atol\": 0.0", "\"atol\": -1"},
        {"\"stride\": [\n   1,", "\"stride\": [\n   0,"},
        {"\"stride\": [\n   1,", "\"stride\": [\n   1, 1,"},
        {"\"filter\": {", "\"other\": {"},
        {"\"expected\"", "\"unexpected\""},
        {"\"inputs\": {", "\"inputs\": 3, \"x\": {"},
    };
    for (const auto& [from, to] : changes) {
        const auto read = read_changed(from, to);
        ASSERT_FALSE(read) << from << " -> " << to;
        EXPECT_FALSE(read.error().where.empty());
        EXPECT_FALSE(read.error().message.empty());
    }
    EXPECT_FALSE(read_golden_case("/nowhere"));
}

}  // namespace
}  // namespace convscope
