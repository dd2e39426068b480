#include "core/scene/layer_edits.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/scene/new_layer.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::field_of;
using examples::random_image;

class LayerEditsTest : public testing::Test {
  protected:
    Random random{1};
    Scene scene = examples::two_conv_scene(random_image(24, 20, 3, random), random);

    static std::string order(const Scene& of) {
        std::string text;
        for (const Layer& layer : of.layers) text += (text.empty() ? "" : " ") + layer.id;
        return text;
    }
    void expect_refused(const Edit& edit, std::string_view where, std::string_view words) {
        const auto after = apply_edit(scene, edit);
        ASSERT_FALSE(after) << words;
        EXPECT_EQ(after.error().where, where) << after.error().text();
        EXPECT_NE(after.error().message.find(words), std::string::npos) << after.error().text();
    }
};

TEST_F(LayerEditsTest, EveryOpCanBeAddedAtEveryPlace) {
    for (const OpInfo& op : op_table())
        for (std::size_t place = 0; place <= scene.layers.size(); ++place) {
            const AddLayer edit{std::string(op.id), place};
            const auto after = apply_edit(scene, edit);
            if (!after) {
                EXPECT_FALSE(after.error().where.empty()) << op.id << place;
                continue;
            }
            EXPECT_EQ(after->layers.size(), scene.layers.size() + 1);
            EXPECT_EQ(after->layers[place].op, op.id);
            EXPECT_EQ(scene.find_layer(after->layers[place].id), nullptr);
            EXPECT_EQ(edit_label(scene, edit), "Add " + std::string(op.label));
        }
    for (const OpInfo& op : op_table())
        EXPECT_TRUE(apply_edit(scene, AddLayer{std::string(op.id), scene.layers.size()})) << op.id;
}

TEST_F(LayerEditsTest, ANewConvSeesVerticalEdgesInSmallNumbers) {
    const Scene after = edited(scene, AddLayer{"conv2d", 0});
    const Layer& conv = after.layers[0];
    EXPECT_EQ(conv.id, "conv3");
    ASSERT_EQ(conv.weights->shape(), (Shape{1, 3, 3, 3}));
    for (int c = 0; c < 3; ++c)
        for (int b = 0; b < 3; ++b)
            for (int a = 0; a < 3; ++a)
                EXPECT_EQ(conv.weights->view()(0, c, b, a), static_cast<float>(a - 1) / 4);
    EXPECT_EQ(after.layers[1].weights->shape(), (Shape{2, 1, 3, 5})) << "conv1 reads 1 channel";
    const Shape deep{1, 16, 9, 9};
    EXPECT_EQ(first_weights(new_layer(scene, "conv2d", deep), deep, 1)->view()(0, 15, 2, 2),
              1 / 32.f);
}

TEST_F(LayerEditsTest, WindowsAreClippedToTheMap) {
    for (const std::string_view op : {"conv2d", "max_pool2d"}) {
        const Layer layer = new_layer(scene, op, {1, 2, 1, 2});
        const OpInfo& info = *find_op(op);
        const auto output = info.output_shape(layer.params, {1, 2, 1, 2});
        ASSERT_TRUE(output) << op;
        EXPECT_EQ(output->plane(), (Rect{0, 0, 1, 1}));
    }
    const Layer flat = new_layer(scene, "conv2d", {1, 1, 1, 1});
    EXPECT_EQ(first_weights(flat, {1, 1, 1, 1}, 1)->view()(0, 0, 0, 0), 0.25f);
    EXPECT_EQ(first_weights(new_layer(scene, "relu", {}), {}, 1), nullptr);
}

TEST_F(LayerEditsTest, OutputsAreClippedToTheWeightsThereMayBe) {
    const Layer layer = new_layer(scene, "dense", {1, 3, 2000, 2500});
    EXPECT_EQ(layer.weights, nullptr) << "they would take memory before anything is checked";
    EXPECT_EQ(layer.params[field_of(layer, "units")], 4);
    scene = default_scene(TiledImage(8000, 8000, 3), "huge");
    scene.layers.clear();
    expect_refused(AddLayer{"dense", 0}, "dense1", "use a picture of at most");
}

TEST_F(LayerEditsTest, SmallRandomWeightsKeepSumsSmallAndFollowTheSeed) {
    const Shape shape{10, 3, 8, 8};
    const Tensor a = small_random_weights(shape, 1), b = small_random_weights(shape, 1);
    EXPECT_TRUE(same_bits(a.view(), b.view()));
    EXPECT_FALSE(same_bits(a.view(), small_random_weights(shape, 2).view()));
    float largest = 0;
    for (const float weight : to_dense(a.view())) {
        largest = std::max(largest, std::abs(weight));
        EXPECT_EQ(weight * 64, std::round(weight * 64));
    }
    EXPECT_EQ(largest, 1 / 16.f);
}

TEST_F(LayerEditsTest, LayersBehindFollowTheirInput) {
    const Scene after = edited(scene, RemoveLayer{"conv1"});
    EXPECT_EQ(order(after), "relu1 pool1 conv2 relu2");
    EXPECT_EQ(after.find_layer("conv2")->weights->shape(), (Shape{3, 3, 3, 3}));
    EXPECT_EQ(edit_label(scene, RemoveLayer{"relu1"}), "Remove ReLU");
    expect_refused(RemoveLayer{"nonsense"}, "layers", "the scene has conv1");
}

TEST_F(LayerEditsTest, EveryLayerCanGo) {
    while (!scene.layers.empty()) scene = edited(scene, RemoveLayer{scene.layers.back().id});
    EXPECT_EQ(plan_network(scene)->shapes.size(), 1u);
    scene = edited(scene, AddLayer{"relu", 0});
    EXPECT_EQ(order(scene), "relu1");
}

TEST_F(LayerEditsTest, MovingGivesTheIndexAfterwards) {
    EXPECT_EQ(order(edited(scene, MoveLayer{"relu1", 2})), "conv1 pool1 relu1 conv2 relu2");
    EXPECT_EQ(order(edited(scene, MoveLayer{"relu2", 0})), "relu2 conv1 relu1 pool1 conv2");
    EXPECT_EQ(order(edited(scene, MoveLayer{"pool1", 2})), order(scene));
    const Scene swapped = edited(scene, MoveLayer{"conv1", 4});
    EXPECT_EQ(swapped.find_layer("conv1")->weights->shape(), (Shape{2, 3, 3, 5}));
    EXPECT_EQ(swapped.find_layer("conv2")->weights->shape(), (Shape{3, 3, 3, 3}));
    EXPECT_EQ(edit_label(scene, MoveLayer{"pool1", 0}), "Move max pool");
    expect_refused(MoveLayer{"pool1", 5}, "layers", "from 0 to 4");
}

TEST_F(LayerEditsTest, ACopyStandsBehindItsOriginal) {
    const Scene after = edited(scene, DuplicateLayer{"conv1"});
    EXPECT_EQ(order(after), "conv1 conv3 relu1 pool1 conv2 relu2");
    const Layer &original = after.layers[0], &copy = after.layers[1];
    EXPECT_EQ(copy.params, original.params);
    EXPECT_EQ(copy.bias, original.bias);
    EXPECT_EQ(copy.weights->shape(), (Shape{2, 2, 3, 5}));
    EXPECT_EQ(edit_label(scene, DuplicateLayer{"conv1"}), "Duplicate convolution");
}

TEST_F(LayerEditsTest, AtMost32Layers) {
    while (scene.layers.size() < kMaxLayers) scene = edited(scene, DuplicateLayer{"relu1"});
    expect_refused(DuplicateLayer{"relu1"}, "layers", "there are 32 layers already");
    expect_refused(AddLayer{"relu", 0}, "layers", "remove one first");
    EXPECT_TRUE(apply_edit(scene, RemoveLayer{"relu1"}));
}

TEST_F(LayerEditsTest, WhatTheStackCannotDoIsRefusedWithWhatWorks) {
    while (true) {
        const auto after = apply_edit(scene, DuplicateLayer{"pool1"});
        if (!after) break;
        scene = *after;
    }
    expect_refused(DuplicateLayer{"pool1"}, "conv2", "use a picture of at least");
    expect_refused(AddLayer{"nonsense", 0}, "layers", "no op");
    expect_refused(AddLayer{"relu", scene.layers.size() + 1}, "layers", "no place");
}

TEST_F(LayerEditsTest, AListTooLongToFlattenIsRefusedWithThePictureThatWorks) {
    scene = default_scene(TiledImage(400, 300, 3), "large");
    const auto after = apply_edit(scene, AddLayer{"flatten", 3});
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().where, "flatten1");
    EXPECT_NE(after.error().message.find("use a picture of at most"), std::string::npos)
        << after.error().text();
    EXPECT_TRUE(apply_edit(scene, AddLayer{"global_avg_pool", scene.layers.size()}));
}

TEST_F(LayerEditsTest, AClassifierCanBeBuiltAndTakenApart) {
    for (const char* op : {"conv2d", "relu", "avg_pool2d", "flatten", "dense", "relu", "dense"})
        scene = edited(scene, AddLayer{op, scene.layers.size()});
    EXPECT_EQ(plan_shapes(scene)->shapes.back().count(), 10u);
    scene = edited(scene, RemoveLayer{"flatten1"});
    while (!scene.layers.empty()) scene = edited(scene, RemoveLayer{scene.layers.front().id});
}

TEST_F(LayerEditsTest, TheLossStaysInsideTheLastMap) {
    scene = edited(scene, SetObjective{{.kind = "cell", .channel = 2, .y = 6, .x = 7}});
    const Scene after = edited(scene, DuplicateLayer{"conv1"});
    const Shape last = plan_shapes(after)->shapes.back();
    EXPECT_EQ(after.objective.kind, "cell");
    EXPECT_EQ(after.objective.x, last.w - 1);
    EXPECT_EQ(after.objective.y, last.h - 1);
}

}  // namespace
}  // namespace convscope
