#include <gtest/gtest.h>

#include <limits>

#include "core/io/npy.hpp"
#include "core/io/scene_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

struct BadScene {
    const char* title;
    std::string json;
    const char* where;     ///< Path behind "s.json: "; empty: the file alone.
    const char* sentence;  ///< Part of the message.
};

constexpr const char* kImage = R"("image": {"values": [[0, 1, 0], [1, 0, 1]], "channels": 1})";

std::string with_layer(const std::string& layer) {
    return std::string(R"({"convscope": 1, )") + kImage + R"(, "layers": [)" + layer + "]}";
}
std::string conv(const std::string& members) {
    return with_layer(R"({"op": "conv2d", "filter": {"values": [[[[1, 2]]]]}, )" + members + "}");
}
std::string filter(const std::string& source) {
    return with_layer(R"({"op": "conv2d", "filter": )" + source + "}");
}
std::string image(const std::string& source) {
    return R"({"convscope": 1, "image": )" + source + R"(, "layers": []})";
}
std::string objective(const std::string& text) {
    return std::string(R"({"convscope": 1, )") + kImage +
           R"(, "layers": [{"op": "relu"}], "objective": )" + text + "}";
}
std::string nested(std::size_t depth) {
    return std::string(depth, '[') + "1" + std::string(depth, ']');
}

const BadScene kBadScenes[] = {
    {"NotJson", "{", "", "not valid JSON"},
    {"AList", "[]", "", "is not a scene"},
    {"NoVersion", "{}", "", "\"convscope\""},
    {"NewerVersion", R"({"convscope": 2})", "convscope", "must be 1"},
    {"VersionText", R"({"convscope": "1"})", "convscope", "must be 1"},
    {"UnknownKey", R"({"convscope": 1, "imge": {}})", "imge", "unknown key"},
    {"NoImage", R"({"convscope": 1, "layers": []})", "", "\"image\" is missing"},
    {"NoLayers", std::string(R"({"convscope": 1, )") + kImage + "}", "", "\"layers\" is missing"},
    {"LayersObject", std::string(R"({"convscope": 1, )") + kImage + R"(, "layers": {}})", "layers",
     "must be a list"},
    {"SameKeyTwice", R"({"convscope": 1, "convscope": 1})", "", "twice"},
    {"DeepNesting", image(R"({"values": )" + nested(100000) + "}"), "", "nested"},

    {"DenseListTooLong",
     with_layer(R"({"op": "dense", "weights": {"values": [[1, 2, 3, 4, 5, 6, 7]]}})"), "layers[0]",
     "the weights are 1 lists of 7, but the layer needs 1 lists of 6: it reads 1 x 2 x 3"},
    {"DenseOtherUnits",
     with_layer(R"({"op": "dense", "units": 3, "weights": {"values": [[1, 2, 3, 4, 5, 6]]}})"),
     "layers[0]", "needs 3 lists of 6"},
    {"DenseBias", with_layer(R"({"op": "dense", "weights": {"values": [[1, 2, 3, 4, 5, 6]]},
                    "bias": {"values": [1, 2]}})"),
     "layers[0].bias", "has 2 values for 1 outputs"},
    {"PaddingCountNumber", with_layer(R"({"op": "avg_pool2d", "count_include_pad": 1})"),
     "layers[0].count_include_pad", "true or false"},
    {"LabelBeyond", objective(R"({"kind": "cross_entropy", "label": 6})"), "objective",
     "use 0 to 5, the nearest is 5"},
    {"LabelNegative", objective(R"({"kind": "cross_entropy", "label": -1})"), "objective.label",
     "from 0"},
    {"LabelOfAnotherLoss", objective(R"({"kind": "sum", "label": 0})"), "objective.label",
     "unknown key"},

    {"LayerNumber", with_layer("1"), "layers[0]", "must be an object"},
    {"NoOp", with_layer("{}"), "layers[0]", "\"op\" is missing"},
    {"UnknownOp", with_layer(R"({"op": "conv3d"})"), "layers[0].op", "conv2d, relu"},
    {"OpNumber", with_layer(R"({"op": 1})"), "layers[0].op", "must be a text"},
    {"UnknownLayerKey", conv(R"("strid": {})"), "layers[0].strid", "unknown key"},
    {"ForeignLayerKey", with_layer(R"({"op": "relu", "filter": {}})"), "layers[0].filter",
     "unknown key"},
    {"UnknownStrideKey", conv(R"("stride": {"z": 1})"), "layers[0].stride.z", "unknown key"},
    {"StrideNumber", conv(R"("stride": 2)"), "layers[0].stride", "must be an object"},
    {"StrideZero", conv(R"("stride": {"x": 0, "y": 1})"), "layers[0].stride.x", "from 1 to 64"},
    {"StrideHuge", conv(R"("stride": {"x": 99999999999})"), "layers[0].stride.x", "from 1 to 64"},
    {"StrideNegative", conv(R"("stride": {"y": -1})"), "layers[0].stride.y", "from 1 to 64"},
    {"StrideFraction", conv(R"("stride": {"x": 1.5})"), "layers[0].stride.x", "whole number"},
    {"StrideText", conv(R"("stride": {"x": "1"})"), "layers[0].stride.x", "not a text"},
    {"StrideNull", conv(R"("stride": {"x": null})"), "layers[0].stride.x", "not null"},
    {"PadHuge", conv(R"("pad": {"x": 65})"), "layers[0].pad.x", "from 0 to 64"},
    {"KernelHuge", conv(R"("kernel": {"w": 513})"), "layers[0].kernel.w", "from 1 to 512"},
    {"KernelOfAnotherSize", conv(R"("kernel": {"w": 3})"), "layers[0]", "needs 1 of 3 x 1"},
    {"TiesUnknown", with_layer(R"({"op": "max_pool2d", "ties": "last"})"), "layers[0].ties",
     "must be one of first, split, all"},
    {"EnabledNumber", with_layer(R"({"op": "relu", "enabled": 1})"), "layers[0].enabled",
     "true or false"},
    {"IdEmpty", with_layer(R"({"op": "relu", "id": ""})"), "layers[0].id", "is empty"},
    {"IdPath", with_layer(R"({"op": "relu", "id": "../x"})"), "layers", "letters"},
    {"IdTwice", with_layer(R"({"op": "relu", "id": "a"}, {"op": "relu", "id": "a"})"),
     "layers[1].id", "must differ"},
    {"FilterLargerThanPicture", filter(R"({"values": [[[[1, 2, 3, 4]]]]})"), "layers[0]", ""},
    {"WindowLargerThanPicture", with_layer(R"({"op": "max_pool2d", "window": {"w": 9, "h": 9}})"),
     "layers[0]", ""},

    {"NoFilter", with_layer(R"({"op": "conv2d"})"), "layers[0]", "\"filter\" is missing"},
    {"FilterNumber", filter("1"), "layers[0].filter", "must be an object"},
    {"FilterEmpty", filter("{}"), "layers[0].filter", "exactly one"},
    {"FilterTwoSources", filter(R"({"values": [1], "file": "w.npy"})"), "layers[0].filter",
     "exactly one"},
    {"FilterUnknownSource", filter(R"({"url": "x"})"), "layers[0].filter.url", "unknown key"},
    {"FilterInContainer", filter(R"({"tensor": "conv1.weight"})"), "layers[0].filter.tensor",
     "safetensors"},
    {"FilterRagged", filter(R"({"values": [[[[1, 2], [3]]]]})"), "layers[0].filter.values[0][0][1]",
     "length 1"},
    {"FilterMixed", filter(R"({"values": [[[[1, [2]]]]]})"), "layers[0].filter.values[0][0][0][1]",
     "four levels"},
    {"FilterMixedShallow", filter(R"({"values": [1, [2]]})"), "layers[0].filter.values[1]",
     "must be a number"},
    {"FilterMixedDeep", filter(R"({"values": [[1], 2]})"), "layers[0].filter.values[1]",
     "must be a list"},
    {"FilterTooDeep", filter(R"({"values": [[[[[1]]]]]})"), "layers[0].filter.values[0][0][0][0]",
     "four levels"},
    {"FilterNoNumbers", filter(R"({"values": []})"), "layers[0].filter.values", "empty"},
    {"FilterScalar", filter(R"({"values": "x"})"), "layers[0].filter.values", "must be a number"},
    {"WeightNull", filter(R"({"values": [[[[1, null]]]]})"), "layers[0].filter.values[0][0][0][1]",
     "must be a number, not null"},
    {"WeightNanText", filter(R"({"values": [[[["NaN"]]]]})"), "layers[0].filter.values[0][0][0][0]",
     "must be a number"},
    {"WeightTooLarge", filter(R"({"values": [[[[1e39]]]]})"), "layers[0].filter.values[0][0][0][0]",
     "too large"},
    {"WeightOverflow", filter(R"({"values": [[[[1e999]]]]})"), "", "1e999 is too large"},
    {"WeightFileNan", filter(R"({"file": "nan.npy"})"), "layers[0].filter.file", "finite"},
    {"WeightFileMissing", filter(R"({"file": "none.npy"})"), "layers[0].filter.file",
     "No such file"},
    {"WeightFileDamaged", filter(R"({"file": "bad.npy"})"), "layers[0].filter.file", "bad.npy"},
    {"WeightFileFiveDimensions", filter(R"({"file": "five.npy"})"), "layers[0].filter.file",
     "at most 4"},
    {"FilterOfOtherChannels", filter(R"({"values": [[[[1]], [[1]]]]})"), "layers[0]", "channels"},
    {"BiasCount", conv(R"("bias": {"values": [1, 2]})"), "layers[0].bias", "2 values for 1"},
    {"BiasNested", conv(R"("bias": {"values": [[1]]})"), "layers[0].bias.values", "flat list"},

    {"ImageUnknownKey", image(R"({"values": [[1]], "chanels": 1})"), "image.chanels",
     "unknown key"},
    {"ImageTwoChannels", image(R"({"values": [[1]], "channels": 2})"), "image.channels", "1 or 3"},
    {"ImageFlat", image(R"({"values": [1, 2]})"), "image.values", "is no picture"},
    {"ImageFourChannels", image(R"({"values": [[[1]], [[1]], [[1]], [[1]]]})"), "image.values",
     "is no picture"},
    {"ImageAssetUnknown", image(R"({"asset": "pictures/none.png"})"), "image.asset",
     "no built-in asset"},
    {"ImageAssetNoPicture", image(R"({"asset": "CREDITS.md"})"), "image.asset", "not a picture"},
    {"ImageFileNoPicture", image(R"({"file": "bad.npy"})"), "image.file", "bad.npy"},
    {"ImageFileFolder", image(R"({"file": "."})"), "image.file", "folder"},
    {"ImageFileNumber", image(R"({"file": 7})"), "image.file", "must be a text"},

    {"ObjectiveText", objective(R"("sum")"), "objective", "must be an object"},
    {"ObjectiveNoKind", objective("{}"), "objective", "\"kind\" is missing"},
    {"ObjectiveUnknown", objective(R"({"kind": "entropy"})"), "objective.kind",
     "it has sum, cell, half_sum_squares, half_squared_distance, upstream, cross_entropy"},
    {"TargetMissing", objective(R"({"kind": "half_squared_distance"})"), "objective",
     "\"target\" is missing"},
    {"TargetShape",
     objective(R"({"kind": "half_squared_distance", "target": {"values": [[1, 2, 3]]}})"),
     "objective", "the target is 3 x 1 with 1 channel, but the last map is "},
    {"TargetNumber",
     objective(R"({"kind": "half_squared_distance", "target": {"values": [["a"]]}})"),
     "objective.target.values[0][0]", "must be a number"},
    {"TargetFile", objective(R"({"kind": "half_squared_distance", "target": {"file": "no.npy"}})"),
     "objective.target.file", "no.npy"},
    {"TargetReduction",
     objective(
         R"({"kind": "half_squared_distance", "target": {"values": [[1]]}, "reduction": "max"})"),
     "objective.reduction", "one of sum, mean"},
    {"TargetOfAnotherLoss", objective(R"({"kind": "sum", "target": {"values": [[1]]}})"),
     "objective.target", "unknown key"},
    {"UpstreamNoLayer", objective(R"({"kind": "upstream", "gradient": {"values": [[1]]}})"),
     "objective", "\"layer\" is missing"},
    {"UpstreamUnknownLayer",
     objective(R"({"kind": "upstream", "layer": "conv9", "gradient": {"values": [[1]]}})"),
     "objective", "layer \"conv9\", which does not exist: choose relu1"},
    {"UpstreamShape",
     objective(R"({"kind": "upstream", "layer": "relu1", "gradient": {"values": [[1, 2, 3]]}})"),
     "objective", "the gradient is 3 x 1 with 1 channel, but the output of relu1 is "},
    {"ObjectiveUnknownKey", objective(R"({"kind": "sum", "x": 1})"), "objective.x", "unknown key"},
    {"ObjectiveOutside", objective(R"({"kind": "cell", "x": 3, "y": 0})"), "objective", ""},
    {"ObjectiveNegative", objective(R"({"kind": "cell", "x": -1})"), "objective.x", "from 0"},
};

class SceneError : public ::testing::TestWithParam<BadScene> {};

TEST_P(SceneError, IsOneSentenceThatNamesThePlace) {
    const BadScene& bad = GetParam();
    const TempFolder folder;
    folder.write("bad.npy", "this is no array");
    const float nan[] = {std::numeric_limits<float>::quiet_NaN()};
    const int one[] = {1}, five[] = {1, 1, 1, 1, 1};
    const float number[] = {1};
    ASSERT_TRUE(write_npy(folder / "nan.npy", one, nan));
    ASSERT_TRUE(write_npy(folder / "five.npy", five, number));

    const auto scene = parse_scene(bad.json, folder.path(), "s.json");
    ASSERT_FALSE(scene);
    const std::string path = bad.where;
    EXPECT_EQ(scene.error().where, path.empty() ? "s.json" : "s.json: " + path);
    EXPECT_NE(scene.error().message.find(bad.sentence), std::string::npos) << scene.error().message;
    EXPECT_FALSE(scene.error().message.empty());
    EXPECT_EQ(scene.error().message.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, SceneError, ::testing::ValuesIn(kBadScenes),
                         [](const auto& tested) { return std::string(tested.param.title); });

TEST(SceneErrors, TooManyLayers) {
    std::string layers;
    for (int i = 0; i < 40; ++i) layers += std::string(i == 0 ? "" : ",") + R"({"op": "relu"})";
    const auto scene = parse_scene(with_layer(layers), ".", "s.json");
    ASSERT_FALSE(scene);
    EXPECT_EQ(scene.error().where, "s.json: layers");
}

TEST(SceneErrors, FilesThatAreNoScene) {
    const TempFolder folder;
    for (const auto& [name, content] :
         {std::pair("empty.json", ""), {"text.json", "hello"}, {"list.json", "[1]"}}) {
        const auto scene = read_scene_file(folder.write(name, content));
        ASSERT_FALSE(scene) << name;
        EXPECT_EQ(scene.error().where, (folder / name).string());
    }
    EXPECT_FALSE(read_scene_file(folder / "missing.json"));
    EXPECT_FALSE(read_scene_file(folder.path()));
}

}  // namespace
}  // namespace convscope
