#include "core/io/scene_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/base/random.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/scene/edit.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

/// The example of docs/formats.md.
constexpr std::string_view kExample = R"({ "convscope": 1,
  "image": {"asset": "pictures/step.png"},
  "layers": [
    {"op": "conv2d", "kernel": {"w": 3, "h": 3}, "stride": {"x": 1, "y": 1},
     "pad": {"x": 0, "y": 0}, "dilation": {"x": 1, "y": 1},
     "filter": {"values": [[[[-1,0,1],[-1,0,1],[-1,0,1]], [[0,0,0],[0,0,0],[0,0,0]],
                            [[0,0,0],[0,0,0],[0,0,0]]]]}, "bias": {"values": [0]}},
    {"op": "relu"},
    {"op": "max_pool2d", "window": {"w": 2, "h": 2}, "stride": {"x": 2, "y": 2}, "ties": "first"} ],
  "objective": {"kind": "half_sum_squares"} })";

int param(const Layer& layer, std::string_view path) {
    return layer.params[field_index(*find_op(layer.op), path)];
}

TEST(ReadScene, TheExample) {
    const auto scene = parse_scene(kExample, ".", "example.json");
    ASSERT_TRUE(scene) << scene.error().text();
    EXPECT_EQ(scene->image.shape(), (Shape{1, 3, 8, 8}));
    EXPECT_EQ(scene->image_name, "step");
    ASSERT_EQ(scene->layers.size(), 3u);
    const Layer& conv = scene->layers[0];
    EXPECT_EQ(conv.op, "conv2d");
    EXPECT_FALSE(conv.id.empty());
    EXPECT_EQ(conv.weights->shape(), (Shape{1, 3, 3, 3}));
    EXPECT_EQ(conv.weights->view()(0, 0, 1, 2), 1.0f);
    EXPECT_EQ(conv.bias, std::vector<float>{0});
    EXPECT_EQ(param(scene->layers[2], "stride.y"), 2);
    EXPECT_NE(scene->layers[0].id, scene->layers[1].id);
    EXPECT_EQ(scene->objective.kind, "half_sum_squares");
}

TEST(ReadScene, LeavesOutWhatCanBeTold) {
    const auto scene = parse_scene(R"({"convscope": 1,
        "image": {"values": [[0, 0.25, 0.5], [1, 2, 3]], "channels": 1},
        "layers": [{"op": "conv2d", "filter": {"values": [[[[1, -1]]], [[[2, 3]]]]}}]})",
                                   ".", "short.json");
    ASSERT_TRUE(scene) << scene.error().text();
    EXPECT_EQ(scene->image.shape(), (Shape{1, 1, 2, 3}));
    EXPECT_EQ(scene->image.pixel(0, 0, 1), 0.25f);
    const Layer& conv = scene->layers[0];
    EXPECT_EQ(param(conv, "kernel.w"), 2);
    EXPECT_EQ(param(conv, "kernel.h"), 1);
    EXPECT_EQ(param(conv, "filters"), 2);
    EXPECT_TRUE(conv.bias.empty());
    EXPECT_EQ(scene->objective.kind, "half_sum_squares");
}

TEST(ReadScene, GreyValuesBecomeThreeChannels) {
    const auto scene =
        parse_scene(R"({"convscope": 1, "image": {"values": [[0.5]]}, "layers": []})", ".", "f");
    ASSERT_TRUE(scene) << scene.error().text();
    EXPECT_EQ(scene->image.shape(), (Shape{1, 3, 1, 1}));
    EXPECT_EQ(scene->image.pixel(2, 0, 0), 0.5f);
}

TEST(ReadScene, ColorValuesBecomeOneChannelByTheMean) {
    const auto scene = parse_scene(
        R"({"convscope": 1, "image": {"values": [[[3]], [[6]], [[0]]], "channels": 1}, "layers": []})",
        ".", "f");
    ASSERT_TRUE(scene) << scene.error().text();
    EXPECT_EQ(scene->image.pixel(0, 0, 0), 3.0f);
}

TEST(ReadScene, FilesAreRelativeToTheScene) {
    const TempFolder folder;
    const float weights[] = {1, 2, 3, 4, 5, 6};
    const int shape[] = {1, 3, 1, 2};
    ASSERT_TRUE(write_npy(folder / "w.npy", shape, weights));
    std::filesystem::copy(test_data("rgb.png"), folder / "cat.png");
    const auto scene = read_scene_file(folder.write("s.json", R"({"convscope": 1,
        "image": {"file": "cat.png"},
        "layers": [{"op": "conv2d", "id": "edges", "enabled": true,
                    "filter": {"file": "w.npy", "name": "mine"}}],
        "objective": {"kind": "cell", "channel": 0, "x": 3, "y": 2}})"));
    ASSERT_TRUE(scene) << scene.error().text();
    EXPECT_EQ(scene->image_name, "cat");
    EXPECT_EQ(scene->layers[0].id, "edges");
    EXPECT_EQ(scene->layers[0].weights_name, "mine");
    EXPECT_EQ(scene->layers[0].weights->view()(0, 2, 0, 1), 6.0f);
    EXPECT_EQ(scene->objective.x, 3);
    EXPECT_EQ(scene->objective.y, 2);
}

TiledImage random_image(int width, int height, int channels, Random& random) {
    Tensor pixels(Shape{1, channels, height, width});
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) pixels.view()(0, c, y, x) = random.unit();
    return TiledImage::from_tensor(pixels.view());
}

Tensor random_weights(Shape shape, Random& random) {
    std::vector<float> values(shape.count());
    for (float& value : values) value = (random.unit() - 0.5f) * 1e-3f;
    values[0] = -0.0f;
    values[1] = std::numeric_limits<float>::denorm_min();
    return from_dense(shape, values);
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return std::ranges::equal(a, b, {}, std::bit_cast<std::uint32_t, float>,
                              std::bit_cast<std::uint32_t, float>);
}

/// conv, relu (off), pool with every parameter away from its default.
Scene full_scene(int width, int height, int channels, int filters) {
    Random random(static_cast<std::uint64_t>(width + filters));
    Scene scene;
    scene.image = random_image(width, height, channels, random);
    scene.image_name = "a \"picture\" \xc3\xa9";
    Layer conv{"first", "conv2d", true, default_params(*find_op("conv2d")), {}, {}, "Sobel x"};
    const std::pair<const char*, int> conv_values[] = {
        {"kernel.w", 3}, {"kernel.h", 2},      {"stride.x", 2},   {"stride.y", 1},  {"pad.x", 1},
        {"pad.y", 2},    {"filters", filters}, {"dilation.x", 2}, {"dilation.y", 1}};
    for (const auto& [path, value] : conv_values)
        conv.params[field_index(*find_op("conv2d"), path)] = value;
    conv.weights =
        std::make_shared<const Tensor>(random_weights({filters, channels, 2, 3}, random));
    for (int k = 0; k < filters; ++k) conv.bias.push_back(random.unit());
    Layer relu{"r", "relu", false, default_params(*find_op("relu")), {}, {}, {}};
    Layer pool{"p", "max_pool2d", true, default_params(*find_op("max_pool2d")), {}, {}, {}};
    pool.params[field_index(*find_op("max_pool2d"), "window.w")] = 3;
    pool.params[field_index(*find_op("max_pool2d"), "stride.x")] = 1;
    scene.layers = {conv, relu, pool};
    scene.objective = {"cell", filters - 1, 1, 0};
    return scene;
}

void expect_same(const Scene& a, const Scene& b) {
    EXPECT_EQ(a.image.shape(), b.image.shape());
    EXPECT_TRUE(
        same_bits(to_dense(a.image.to_tensor().view()), to_dense(b.image.to_tensor().view())));
    EXPECT_EQ(a.image_name, b.image_name);
    ASSERT_EQ(a.layers.size(), b.layers.size());
    for (std::size_t i = 0; i < a.layers.size(); ++i) {
        const Layer &x = a.layers[i], &y = b.layers[i];
        EXPECT_EQ(x.id, y.id);
        EXPECT_EQ(x.op, y.op);
        EXPECT_EQ(x.enabled, y.enabled);
        EXPECT_EQ(x.params, y.params);
        EXPECT_EQ(x.weights_name, y.weights_name);
        EXPECT_TRUE(same_bits(x.bias, y.bias));
        ASSERT_EQ(x.weights == nullptr, y.weights == nullptr);
        if (x.weights == nullptr) continue;
        EXPECT_EQ(x.weights->shape(), y.weights->shape());
        EXPECT_TRUE(same_bits(to_dense(x.weights->view()), to_dense(y.weights->view())));
    }
    EXPECT_EQ(a.objective, b.objective);
}

TEST(WriteScene, ReadsBackAsTheSameBits) {
    const TempFolder folder;
    const Scene small = full_scene(9, 7, 3, 2), grey = full_scene(10, 8, 1, 1),
                large = full_scene(150, 70, 3, 64);
    for (const Scene* scene : {&small, &grey, &large}) {
        const auto written = write_scene_file(folder / "s.json", *scene);
        ASSERT_TRUE(written) << written.error().text();
        const auto read = read_scene_file(folder / "s.json");
        ASSERT_TRUE(read) << read.error().text();
        expect_same(*scene, *read);
    }
}

TEST(WriteScene, PutsSmallTensorsIntoTheTextAndLargeOnesBeside) {
    const TempFolder folder;
    ASSERT_TRUE(write_scene_file(folder / "small.json", full_scene(9, 7, 3, 2)));
    EXPECT_FALSE(std::filesystem::exists(folder / "small.image.npy"));
    EXPECT_NE(read_text(folder / "small.json").find("\"kernel\": {\"w\": 3, \"h\": 2}"),
              std::string::npos);
    ASSERT_TRUE(write_scene_file(folder / "large.json", full_scene(150, 70, 3, 64)));
    EXPECT_TRUE(std::filesystem::exists(folder / "large.image.npy"));
    EXPECT_TRUE(std::filesystem::exists(folder / "large.first.weights.npy"));
}

TEST(WriteScene, PicturesWithNanGoIntoAFile) {
    const TempFolder folder;
    Scene scene = full_scene(9, 7, 1, 2);
    Tensor pixels = scene.image.to_tensor();
    pixels.view()(0, 0, 3, 3) = std::numeric_limits<float>::quiet_NaN();
    pixels.view()(0, 0, 3, 4) = -std::numeric_limits<float>::infinity();
    scene.image = TiledImage::from_tensor(pixels.view());
    ASSERT_TRUE(write_scene_file(folder / "s.json", scene));
    const auto read = read_scene_file(folder / "s.json");
    ASSERT_TRUE(read) << read.error().text();
    expect_same(scene, *read);
}

TEST(WriteScene, LeavesTheOldFileWhenItFails) {
    const TempFolder folder;
    const auto path = folder.write("s.json", "old");
    // A folder where one of the tensors should go.
    std::filesystem::create_directory(folder / "s.first.weights.npy");
    const auto written = write_scene_file(path, full_scene(150, 70, 3, 64));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().where, (folder / "s.first.weights.npy").string());
    EXPECT_EQ(read_text(path), "old");
    EXPECT_FALSE(std::filesystem::exists(folder / "s.image.npy"));
}

TEST(WriteScene, SaysWhatCannotBeWritten) {
    const Scene scene = full_scene(9, 7, 1, 1);
    const auto nowhere = write_scene_file("/nowhere/s.json", scene);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().where, "/nowhere/s.json");
    EXPECT_FALSE(write_scene_file("scene.safetensors", scene));
    EXPECT_FALSE(write_scene_file("\xff.json", scene));
}

TEST(WriteScene, TheCellOfTheLossMayLieBeyondTheLargestPicture) {
    const TempFolder folder;
    auto scene = parse_scene(R"({"convscope": 1, "image": {"values": [[1]], "channels": 1},
        "layers": [{"op": "conv2d", "filter": {"values": [[[[1]]]]}, "pad": {"x": 64, "y": 0}}],
        "objective": {"kind": "cell"}})",
                             ".", "padded.json");
    ASSERT_TRUE(scene) << scene.error().text();
    scene->image = TiledImage(kMaxSide, 1, 1);
    scene->objective.x = kMaxSide + 100;
    ASSERT_TRUE(plan_network(*scene));
    ASSERT_TRUE(write_scene_file(folder / "s.json", *scene));
    const auto read = read_scene_file(folder / "s.json");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->objective, scene->objective);
}

/// A picture 2x3 and dense with six weights for each of two outputs.
std::string dense_scene(const std::string& weights, const std::string& before = "") {
    return R"({"convscope": 1,
        "image": {"values": [[0, 0.25, 0.5], [1, 2, 3]], "channels": 1},
        "layers": [)" +
           before + R"({"op": "dense", "id": "scores", "weights": {"values": )" + weights + R"(}}],
        "objective": {"kind": "cross_entropy", "label": 1}})";
}

TEST(ReadScene, DenseWeightsAsListsOrInTheShapeOfTheInput) {
    const std::vector<float> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    for (const char* text :
         {"[[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]",
          "[[[[1, 2, 3], [4, 5, 6]]], [[[7, 8, 9], [10, 11, 12]]]]",
          "[[[[1]], [[2]], [[3]], [[4]], [[5]], [[6]]], [[[7]], [[8]], [[9]], [[10]], [[11]], "
          "[[12]]]]"}) {
        const auto scene = parse_scene(dense_scene(text), ".", "dense.json");
        ASSERT_TRUE(scene) << scene.error().text();
        const Layer& dense = scene->layers[0];
        EXPECT_EQ(param(dense, "units"), 2);
        EXPECT_EQ(dense.weights->shape(), (Shape{2, 1, 2, 3}));
        EXPECT_EQ(to_dense(dense.weights->view()), values);
        EXPECT_EQ(scene->objective.label, 1);

        const auto flat =
            parse_scene(dense_scene(text, R"({"op": "flatten"}, )"), ".", "dense.json");
        ASSERT_TRUE(flat) << flat.error().text();
        EXPECT_EQ(flat->layers[1].weights->shape(), (Shape{2, 1, 6, 1}));
        EXPECT_EQ(to_dense(flat->layers[1].weights->view()), values);
    }
}

TEST(ReadScene, ListsOfADenseLayerThatIsOffKeepTheirOrderWhenItIsSwitchedOn) {
    const auto scene = parse_scene(R"({"convscope": 1,
        "image": {"values": [[0, 0.25, 0.5], [1, 2, 3]], "channels": 1},
        "layers": [{"op": "dense", "id": "scores", "enabled": false,
                    "weights": {"values": [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]}}]})",
                                   ".", "dense.json");
    ASSERT_TRUE(scene) << scene.error().text();
    const auto on = apply_edit(*scene, SetEnabled{"scores", true});
    ASSERT_TRUE(on) << on.error().text();
    EXPECT_EQ(on->layers[0].weights->shape(), (Shape{2, 1, 2, 3}));
    EXPECT_EQ(to_dense(on->layers[0].weights->view()),
              (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
}

/// A target of noise with the shape of the last map.
Scene scene_with_target(int width, int height) {
    Scene scene = full_scene(width, height, 3, 2);
    Random random(5);
    scene.objective = {
        .kind = "half_squared_distance", .tensor_name = "Sobel \xc3\xa9", .mean = true};
    Tensor target(plan_shapes(scene)->shapes.back());
    for (int c = 0; c < target.shape().c; ++c)
        for (int y = 0; y < target.shape().h; ++y)
            for (int x = 0; x < target.shape().w; ++x)
                target.view()(0, c, y, x) = random.unit() - 0.5f;
    scene.objective.tensor = std::make_shared<const Tensor>(std::move(target));
    return scene;
}

void expect_same_loss(const Objective& a, const Objective& b) {
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.mean, b.mean);
    EXPECT_EQ(a.layer, b.layer);
    EXPECT_EQ(a.tensor_name, b.tensor_name);
    ASSERT_NE(b.tensor, nullptr);
    EXPECT_TRUE(same_bits(a.tensor->view(), b.tensor->view()));
}

TEST(WriteScene, TargetsAndPaintedGradientsReadBackAsTheSameBits) {
    const TempFolder folder;
    for (const Scene& scene : {scene_with_target(9, 7), scene_with_target(150, 70)}) {
        ASSERT_TRUE(write_scene_file(folder / "t.json", scene));
        const auto read = read_scene_file(folder / "t.json");
        ASSERT_TRUE(read) << read.error().text();
        expect_same_loss(scene.objective, read->objective);
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "t.target.npy"));

    Scene painted = scene_with_target(9, 7);
    const Shape first = plan_shapes(painted)->shapes[1];
    painted.objective = {.kind = "upstream", .layer = "first"};
    painted.objective.tensor = std::make_shared<const Tensor>(first);
    ASSERT_TRUE(write_scene_file(folder / "u.json", painted));
    const auto read = read_scene_file(folder / "u.json");
    ASSERT_TRUE(read) << read.error().text();
    expect_same_loss(painted.objective, read->objective);
}

TEST(ReadScene, ATargetMayBeAPicture) {
    const auto read = [](const std::string& target) {
        return parse_scene(R"({"convscope": 1, "image": {"asset": "pictures/step.png"},
            "layers": [], "objective": {"kind": "half_squared_distance", "target": )" +
                               target + "}}",
                           ".", "picture.json");
    };
    const auto colour = read(R"({"asset": "pictures/step.png"})");
    ASSERT_TRUE(colour) << colour.error().text();
    EXPECT_TRUE(same_bits(colour->objective.tensor->view(), colour->image.to_tensor().view()));
    EXPECT_FALSE(colour->objective.mean);
    const auto grey = read(R"({"asset": "pictures/step.png", "channels": 1})");
    ASSERT_FALSE(grey);
    EXPECT_NE(grey.error().text().find("8 x 8 with 1 channel, but the last map is 8 x 8 with 3"),
              std::string::npos);
}

TEST(WriteScene, ClassesAndDenseWeightsReadBackAsTheyWere) {
    const TempFolder folder;
    // One output of a picture with one channel: K and C are 1, as if there were H lists of W.
    const auto one = parse_scene(R"({"convscope": 1,
        "image": {"values": [[0, 0.25, 0.5], [1, 2, 3]], "channels": 1},
        "layers": [{"op": "avg_pool2d", "window": {"w": 1, "h": 1}, "stride": {"x": 1, "y": 1},
                    "count_include_pad": false},
                   {"op": "dense", "weights": {"values": [[1, 2, 3, 4, 5, 6]]},
                    "bias": {"values": [7]}}],
        "objective": {"kind": "cross_entropy"}})",
                                 ".", "one.json");
    ASSERT_TRUE(one) << one.error().text();
    const auto two = parse_scene(dense_scene("[[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]",
                                             R"({"op": "flatten", "enabled": false}, )"),
                                 ".", "two.json");
    ASSERT_TRUE(two) << two.error().text();
    for (const Scene& scene : {*one, *two}) {
        ASSERT_TRUE(write_scene_file(folder / "saved.json", scene));
        const auto again = read_scene_file(folder / "saved.json");
        ASSERT_TRUE(again) << again.error().text();
        EXPECT_EQ(again->objective, scene.objective);
        ASSERT_EQ(again->layers.size(), scene.layers.size());
        for (std::size_t i = 0; i < scene.layers.size(); ++i) {
            const Layer &was = scene.layers[i], &is = again->layers[i];
            EXPECT_EQ(is.params, was.params);
            EXPECT_EQ(is.enabled, was.enabled);
            EXPECT_EQ(is.bias, was.bias);
            ASSERT_EQ(is.weights == nullptr, was.weights == nullptr);
            if (is.weights == nullptr) continue;
            EXPECT_TRUE(same_bits(is.weights->view(), was.weights->view()));
        }
    }
}

}  // namespace
}  // namespace convscope
