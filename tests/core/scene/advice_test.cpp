#include "core/scene/advice.hpp"

#include <gtest/gtest.h>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::field_of;
using examples::layer_with_defaults;

void set(Layer& layer, std::string_view path, int value) {
    layer.params[field_of(layer, path)] = value;
}

Layer conv(std::string id, int w, int h, int stride = 1) {
    Layer layer = layer_with_defaults(std::move(id), "conv2d", {1, 1, 8, 8});
    set(layer, "kernel.w", w);
    set(layer, "kernel.h", h);
    set(layer, "stride.x", stride);
    set(layer, "stride.y", stride);
    return layer;
}

bool works(const std::vector<Layer>& layers, Extent2 picture) {
    return !stack_shapes(layers, {1, 1, picture.y, picture.x}).failure;
}

std::vector<Layer> random_stack(Random& random) {
    std::vector<Layer> layers;
    const int count = 1 + random.below(5);
    for (int i = 0; i < count; ++i) {
        const std::string id = "layer" + std::to_string(i);
        if (random.below(2) == 0) {
            layers.push_back(
                conv(id, 1 + random.below(6), 1 + random.below(6), 1 + random.below(3)));
            set(layers.back(), "pad.x", random.below(3));
            set(layers.back(), "dilation.y", 1 + random.below(3));
        } else {
            layers.push_back(layer_with_defaults(id, "max_pool2d", {}));
            set(layers.back(), "window.w", 1 + random.below(4));
        }
        layers.back().enabled = random.below(5) != 0;
    }
    return layers;
}

TEST(LeastPicture, WorksAndOneLessDoesNot) {
    Random random(1);
    for (int round = 0; round < 300; ++round) {
        const std::vector<Layer> layers = random_stack(random);
        const auto least = least_picture(layers, 1);
        ASSERT_TRUE(least) << round;
        EXPECT_TRUE(works(layers, *least)) << round;
        EXPECT_TRUE(least->x == 1 || !works(layers, {least->x - 1, least->y})) << round;
        EXPECT_TRUE(least->y == 1 || !works(layers, {least->x, least->y - 1})) << round;
    }
}

TEST(LeastPicture, IsNothingWhereNoSizeWorks) {
    Layer pool = layer_with_defaults("pool1", "max_pool2d", {});
    set(pool, "pad.x", 2);  // More than half of its window, whatever it reads.
    EXPECT_FALSE(least_picture(std::vector<Layer>{pool}, 1));
    EXPECT_EQ(least_picture({}, 3), (Extent2{1, 1}));
}

TEST(LeastPicture, IsNothingBeyondTheLargestThatCanBeOpened) {
    std::vector<Layer> layers;
    for (int i = 0; i < 2; ++i) layers.push_back(conv("conv" + std::to_string(i), 130, 130, 64));
    const auto least = least_picture(layers, 1);
    EXPECT_FALSE(least) << least->x << " x " << least->y << " is too many pixels";
    set(layers[0], "kernel.h", 1);
    set(layers[0], "stride.y", 1);
    EXPECT_EQ(least_picture(layers, 1), (Extent2{129 * 64 + 130, 130}));
}

TEST(LargestWindow, WorksOnTheWholeStackAndOneMoreDoesNot) {
    Random random(2);
    int found = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<Layer> layers = random_stack(random);
        const Shape picture{1, 1, 1 + random.below(12), 1 + random.below(12)};
        const auto failure = stack_shapes(layers, picture).failure;
        if (!failure) continue;
        const auto window = largest_window(layers, failure->layer, picture);
        if (!window) continue;
        ++found;
        Layer& layer = layers[failure->layer];
        const bool slides = layer.op == "conv2d";
        const std::string_view w = slides ? "kernel.w" : "window.w";
        const std::string_view h = slides ? "kernel.h" : "window.h";
        const int had_w = layer.params[field_of(layer, w)],
                  had_h = layer.params[field_of(layer, h)];
        set(layer, w, window->x);
        set(layer, h, window->y);
        EXPECT_TRUE(works(layers, {picture.w, picture.h})) << round;
        if (window->x < had_w) {
            set(layer, w, window->x + 1);
            EXPECT_FALSE(works(layers, {picture.w, picture.h})) << round;
            set(layer, w, window->x);
        }
        if (window->y < had_h) {
            set(layer, h, window->y + 1);
            EXPECT_FALSE(works(layers, {picture.w, picture.h})) << round;
        }
    }
    EXPECT_GT(found, 20);
}

TEST(NearestValue, WorksAndNoNearerOneDoes) {
    Random random(3);
    int found = 0;
    for (int round = 0; round < 300; ++round) {
        Scene scene;
        scene.image = TiledImage(6 + random.below(20), 6 + random.below(20), 1);
        scene.layers = random_stack(random);
        const auto index = static_cast<std::size_t>(random.below(int(scene.layers.size())));
        const OpInfo& op = *find_op(scene.layers[index].op);
        const auto field = static_cast<std::size_t>(random.below(int(op.fields.size())));
        const int wish = std::min(op.fields[field].maximum, 1 + random.below(40));
        scene.layers[index].params[field] = wish;
        if (plan_shapes(scene)) continue;
        const auto value = nearest_value(scene, index, field, std::size_t{1} << 30);
        if (!value) continue;
        ++found;
        const auto passes = [&](int tried) {
            scene.layers[index].params[field] = tried;
            return plan_shapes(scene).has_value();
        };
        EXPECT_TRUE(passes(*value)) << round;
        for (int nearer = wish - std::abs(*value - wish) + 1;
             nearer < wish + std::abs(*value - wish); ++nearer)
            EXPECT_FALSE(passes(nearer)) << round << " " << nearer;
    }
    EXPECT_GT(found, 20);
}

TEST(NearestValue, KeepsWithinTheMemory) {
    Scene scene;
    scene.image = TiledImage(100, 100, 3);
    scene.layers = {conv("conv1", 3, 3)};
    set(scene.layers[0], "filters", 1000);
    const std::size_t limit = std::size_t{10} << 20;
    const std::size_t filters = field_of(scene.layers[0], "filters");
    const auto value = nearest_value(scene, 0, filters, limit);
    ASSERT_TRUE(value);
    scene.layers[0].params[filters] = *value;
    EXPECT_LE(estimate_memory(scene, *plan_shapes(scene)), limit);
    scene.layers[0].params[filters] = *value + 1;
    EXPECT_GT(estimate_memory(scene, *plan_shapes(scene)), limit);
}

TEST(StackError, NamesTheLayerTheLeastPictureAndTheLargestWindow) {
    Scene scene;
    scene.image = TiledImage(6, 6, 1);
    scene.layers = {conv("conv1", 3, 3), layer_with_defaults("pool1", "max_pool2d", {}),
                    conv("conv2", 5, 4)};
    const auto plan = plan_shapes(scene);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().text(),
              "conv2: its filter is 5 x 4, but the map is only 2 x 2: use a picture of at least "
              "12 x 10, or make the filter at most 2 x 2");
    set(scene.layers[2], "pad.x", 1);
    set(scene.layers[2], "dilation.y", 2);
    EXPECT_EQ(plan_shapes(scene).error().text(),
              "conv2: its filter is 5 x 4 and with its dilation spans 5 x 7, but the map with its "
              "padding is only 4 x 2: use a picture of at least 8 x 16, or make the filter at most "
              "4 x 1");
}

TEST(StackError, SaysWhichLayerIsInTheWayWhereNoSizeHelps) {
    Scene scene;
    scene.image = TiledImage(9, 9, 1);
    scene.layers = {layer_with_defaults("flatten1", "flatten", {}), conv("conv1", 3, 3),
                    layer_with_defaults("pool1", "max_pool2d", {})};
    EXPECT_EQ(plan_shapes(scene).error().text(),
              "conv1: its filter is 3 x 3, but the map is only 1 x 81: no size of the picture or "
              "the filter changes that, but without flatten1 it works");
    scene.layers.insert(scene.layers.begin(), layer_with_defaults("pool2", "global_avg_pool", {}));
    EXPECT_EQ(
        plan_shapes(scene).error().text(),
        "conv1: its filter is 3 x 3, but the map is only 1 x 1: no size of the picture or the "
        "filter changes that, and neither does taking out one layer: take out several");
}

TEST(ParamError, NamesTheNearestValueWhereverTheStackFails) {
    Random random(4);
    const Scene scene = examples::two_conv_scene(TiledImage(24, 20, 3), random);
    const auto after = apply_edit(scene, examples::set_param(scene, "conv1", "stride.x", 12));
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().text(),
              "conv2: its filter is 3 x 3, but the map is only 1 x 9: for stride x of conv1 the "
              "nearest value that works is 3");
}

}  // namespace
}  // namespace convscope
