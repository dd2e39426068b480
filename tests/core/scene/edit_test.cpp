#include "core/scene/edit.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::random_image;
using examples::set_param;

class EditTest : public testing::Test {
  protected:
    Random random{1};
    Scene scene = examples::two_conv_scene(random_image(24, 20, 3, random), random);

    /// Refused, with these words, and the scene as it was.
    void expect_refused(const Edit& edit, std::string_view where, std::string_view words) {
        const Scene before = scene;
        const auto after = apply_edit(scene, edit);
        ASSERT_FALSE(after) << words;
        EXPECT_EQ(after.error().where, where) << after.error().text();
        EXPECT_NE(after.error().message.find(words), std::string::npos) << after.error().text();
        EXPECT_TRUE(is_same_snapshot(scene, before));
    }
    float weight(const Scene& of, const char* layer, Cell cell) {
        return of.find_layer(layer)->weights->view()(cell);
    }
};

TEST_F(EditTest, PaintReplacesThePictureOfTheSameSize) {
    const TiledImage painted = random_image(24, 20, 3, random);
    const Scene after = edited(scene, PaintImage{painted, "Line"});
    EXPECT_TRUE(after.image.shares_all_tiles(painted));
    EXPECT_EQ(after.image_name, scene.image_name);
    EXPECT_EQ(edit_label(scene, PaintImage{painted, "Line"}), "Line");
    expect_refused(PaintImage{TiledImage(24, 21, 3)}, "image", "24 x 20 to 24 x 21");
}

TEST_F(EditTest, AnotherPictureKeepsTheLayersWithTheirChannels) {
    scene = edited(scene, SetObjective{{.kind = "cell", .channel = 1, .y = 6, .x = 7}});
    const Scene after = edited(scene, SetImage{TiledImage(20, 18, 1), "grey"});
    EXPECT_EQ(after.image_name, "grey");
    EXPECT_EQ(after.layers[0].weights->shape(), (Shape{2, 1, 3, 5}));
    EXPECT_EQ(weight(after, "conv1", {1, 0, 2, 3}), weight(scene, "conv1", {1, 0, 2, 3}));
    EXPECT_EQ(after.layers[3].weights, scene.layers[3].weights);
    EXPECT_EQ(after.objective, Objective{}) << "the cell belonged to the other picture";
    const Scene same_size = edited(scene, SetImage{TiledImage(24, 20, 3), "of the same size"});
    EXPECT_EQ(same_size.objective, scene.objective);
    const Scene back = edited(after, SetImage{TiledImage(24, 20, 3), "colour"});
    EXPECT_EQ(back.layers[0].weights, scene.layers[0].weights) << "kept for three channels";
    expect_refused(SetImage{TiledImage(4, 4, 3), "tiny"}, "conv1",
                   "use a picture of at least 10 x 8");
    expect_refused(SetImage{TiledImage(), "nothing"}, "image", "at least 1 x 1");
}

TEST_F(EditTest, OneWeight) {
    const Scene after = edited(scene, SetWeight{"conv1", {1, 2, 0, 4}, 7.5f});
    EXPECT_EQ(weight(after, "conv1", {1, 2, 0, 4}), 7.5f);
    EXPECT_EQ(weight(after, "conv1", {0, 2, 0, 4}), weight(scene, "conv1", {0, 2, 0, 4}));
    EXPECT_TRUE(after.image.shares_all_tiles(scene.image));
    EXPECT_EQ(after.layers[3].weights, scene.layers[3].weights);
    EXPECT_TRUE(is_same_snapshot(edited(after, SetWeight{"conv1", {1, 2, 0, 4}, 7.5f}), after));
}

TEST_F(EditTest, ImpossibleWeightsAreRefused) {
    expect_refused(SetWeight{"conv9", {}, 1}, "layers", "the scene has conv1, relu1, pool1");
    expect_refused(SetWeight{"relu1", {}, 1}, "relu1", "has no weights");
    expect_refused(SetWeight{"conv1", {2, 0, 0, 0}, 1}, "conv1", "filter 2");
    expect_refused(SetWeight{"conv1", {0, 0, 3, 0}, 1}, "conv1", "row 3");
    expect_refused(SetWeight{"conv1", {0, 0, 0, -1}, 1}, "conv1", "column -1");
    expect_refused(SetWeight{"conv1", {}, std::numeric_limits<float>::infinity()}, "conv1",
                   "finite");
}

TEST_F(EditTest, EditingAWeightForgetsThePreset) {
    scene = edited(scene, SetWeights{"conv1", scene.layers[0].weights, "Sobel x"});
    EXPECT_EQ(scene.layers[0].weights_name, "Sobel x");
    EXPECT_EQ(edited(scene, SetWeight{"conv1", {}, 9}).layers[0].weights_name, "");
}

TEST_F(EditTest, WholeFilterSetsKernelSizeAndFilters) {
    const auto weights = examples::random_weights({4, 3, 2, 3}, random);
    const Scene after = edited(scene, SetWeights{"conv1", weights, "mine"});
    const Layer& conv = after.layers[0];
    EXPECT_EQ(conv.weights, weights);
    EXPECT_EQ(conv.params[examples::field_of(conv, "kernel.w")], 3);
    EXPECT_EQ(conv.params[examples::field_of(conv, "kernel.h")], 2);
    EXPECT_EQ(conv.params[examples::field_of(conv, "filters")], 4);
    EXPECT_EQ(conv.bias.size(), 4u);
    EXPECT_EQ(after.layers[3].weights->shape(), (Shape{3, 4, 3, 3}));
    EXPECT_EQ(edit_label(scene, SetWeights{"conv1", weights, "mine"}), "Set weights to mine");
}

TEST_F(EditTest, ImpossibleFiltersAreRefused) {
    const auto filter = [&](Shape shape) { return examples::random_weights(shape, random); };
    expect_refused(SetWeights{"conv1", filter({1, 2, 3, 3}), ""}, "conv1", "reads 3");
    expect_refused(SetWeights{"conv1", filter({1, 3, 21, 3}), ""}, "conv1", "at most 3 x 15");
    expect_refused(SetWeights{"conv1", filter({1, 3, 1, 600}), ""}, "conv1", "512");
    expect_refused(SetWeights{"conv1", nullptr, ""}, "conv1", "empty");
    expect_refused(SetWeights{"pool1", filter({1, 2, 2, 2}), ""}, "pool1", "has no weights");
    Tensor nan(Shape{1, 3, 2, 2});
    nan.view()(0, 1, 1, 1) = std::numeric_limits<float>::quiet_NaN();
    expect_refused(SetWeights{"conv1", std::make_shared<const Tensor>(std::move(nan)), ""}, "conv1",
                   "finite");
}

TEST_F(EditTest, Bias) {
    EXPECT_EQ(edited(scene, SetBias{"conv2", {1, 2, 3}}).layers[3].bias.size(), 3u);
    EXPECT_TRUE(edited(scene, SetBias{"conv1", {}}).layers[0].bias.empty());
    expect_refused(SetBias{"conv1", {1}}, "conv1", "1 bias values for 2 filters");
    expect_refused(SetBias{"conv1", {1, std::numeric_limits<float>::quiet_NaN()}}, "conv1",
                   "finite");
    expect_refused(SetBias{"relu1", {1}}, "relu1", "has no bias");
}

TEST_F(EditTest, KernelSizeKeepsTheCentreAndFollowsTheRest) {
    const Scene after = edited(scene, set_param(scene, "conv1", "kernel.w", 7));
    EXPECT_EQ(after.layers[0].weights->shape(), (Shape{2, 3, 3, 7}));
    for (int a = 0; a < 5; ++a)
        EXPECT_EQ(weight(after, "conv1", {1, 2, 1, a + 1}), weight(scene, "conv1", {1, 2, 1, a}));
    EXPECT_EQ(weight(after, "conv1", {1, 2, 1, 0}), 0);
    EXPECT_EQ(after.layers[3].weights, scene.layers[3].weights);
}

TEST_F(EditTest, NumberOfFiltersIsFollowedByLaterLayers) {
    const Scene more = edited(scene, set_param(scene, "conv1", "filters", 3));
    EXPECT_EQ(more.layers[0].bias, (std::vector<float>{0.25f, -0.5f, 0.25f}));
    EXPECT_EQ(weight(more, "conv1", {2, 1, 1, 1}), weight(scene, "conv1", {0, 1, 1, 1}));
    EXPECT_EQ(more.layers[3].weights->shape(), (Shape{3, 3, 3, 3}));
    EXPECT_EQ(weight(more, "conv2", {1, 2, 0, 0}), weight(scene, "conv2", {1, 0, 0, 0}));
    const Scene fewer = edited(more, set_param(scene, "conv1", "filters", 1));
    EXPECT_EQ(fewer.layers[3].weights->shape(), (Shape{3, 1, 3, 3}));
}

TEST_F(EditTest, EveryParameterHasALabelAndLimits) {
    EXPECT_EQ(edit_label(scene, set_param(scene, "conv1", "stride.x", 2)), "Change stride x");
    for (const Layer& layer : scene.layers) {
        const auto fields = find_op(layer.op)->fields;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const std::string label(fields[i].label);
            expect_refused(SetParam{layer.id, i, fields[i].minimum - 1}, layer.id, label);
            expect_refused(SetParam{layer.id, i, fields[i].maximum + 1}, layer.id, label);
        }
        expect_refused(SetParam{layer.id, fields.size(), 1}, layer.id, "no parameter");
    }
}

TEST_F(EditTest, ParametersThatDoNotFitAreRefusedNamingTheLayerThatFails) {
    expect_refused(set_param(scene, "conv1", "kernel.h", 21), "conv1",
                   "for h of conv1 the nearest value that works is 15");
    expect_refused(set_param(scene, "conv1", "stride.x", 12), "conv2",
                   "the nearest value that works is 3");
    expect_refused(set_param(scene, "pool1", "window.w", 60), "pool1", "60");
}

TEST_F(EditTest, AParameterThatWouldTakeAllMemoryIsRefused) {
    scene = default_scene(TiledImage(16'000, 4000, 3), "huge");
    for (const char* path : {"kernel.w", "kernel.h"})
        scene.layers[0].params[examples::field_of(scene.layers[0], path)] = 512;
    expect_refused(set_param(scene, "conv1", "filters", 1024), "memory", "smaller picture");
}

TEST_F(EditTest, AParameterThatTheLossCannotFollowIsRefusedWithTheNearest) {
    scene = edited(Scene{.image = TiledImage(400, 400, 1),
                         .image_name = "square",
                         .layers = {},
                         .objective = {.kind = "sum"}},
                   AddLayer{"max_pool2d", 0});
    scene = edited(scene, set_param(scene, "pool1", "window.h", 4));
    for (const char* path : {"stride.x", "stride.y"})
        scene = edited(scene, set_param(scene, "pool1", path, 4));
    scene = edited(scene, SetObjective{{.kind = "cross_entropy", .label = 7}});
    expect_refused(set_param(scene, "pool1", "stride.x", 1), "objective",
                   "for stride x of pool1 the nearest value that works is 3");
}

TEST_F(EditTest, WeightsOfALayerThatIsOffCountToo) {
    scene = edited(Scene{.image = TiledImage(1400, 1400, 3),
                         .image_name = "large",
                         .layers = {},
                         .objective = {.kind = "sum"}},
                   AddLayer{"dense", 0});
    scene = edited(scene, set_param(scene, "dense1", "units", 2));
    scene = edited(scene, SetEnabled{"dense1", false});
    expect_refused(set_param(scene, "dense1", "units", 1024), "dense1",
                   "the nearest value that works is 10");
    scene.layers.clear();
    scene = edited(scene, AddLayer{"conv2d", 0});
    scene = edited(scene, SetEnabled{"conv1", false});
    for (const char* path : {"kernel.w", "kernel.h"})
        scene = edited(scene, set_param(scene, "conv1", path, 512));
    const std::size_t small = estimate_memory(scene, *plan_shapes(scene));
    scene.layers[0].params[examples::field_of(scene.layers[0], "filters")] = 1024;
    const std::size_t weights = std::size_t{1023} * 3 * 512 * 512 * sizeof(float);
    EXPECT_EQ(estimate_memory(scene, *plan_shapes(scene)), small + weights);
}

TEST_F(EditTest, WeightsThatAreTheSameAsBeforeAreNotLookedAtAgain) {
    Tensor broken(scene.layers[0].weights->shape());
    broken.view()(0, 0, 0, 0) = std::numeric_limits<float>::quiet_NaN();
    scene.layers[0].weights = std::make_shared<const Tensor>(std::move(broken));
    EXPECT_FALSE(plan_network(scene));
    EXPECT_FALSE(plan_network(scene, Scene()));
    EXPECT_TRUE(plan_network(scene, scene)) << "whoever made them has looked";
    EXPECT_TRUE(apply_edit(scene, SetObjective{{.kind = "sum"}}));
}

TEST_F(EditTest, SwitchingALayerOffPassesItsInputOn) {
    const Scene off = edited(scene, SetEnabled{"conv1", false});
    EXPECT_EQ(off.layers[3].weights->shape(), (Shape{3, 3, 3, 3}));
    EXPECT_EQ(off.layers[0].weights, scene.layers[0].weights);
    const Scene grey = edited(off, SetImage{TiledImage(24, 20, 1), "grey"});
    const Scene on = edited(grey, SetEnabled{"conv1", true});
    EXPECT_EQ(on.layers[0].weights->shape(), (Shape{2, 1, 3, 5}));
    EXPECT_EQ(on.layers[3].weights->shape(), (Shape{3, 2, 3, 3}));
    EXPECT_EQ(edit_label(scene, SetEnabled{"pool1", false}), "Switch off max pool");
    expect_refused(SetEnabled{"nonsense", true}, "layers", "nonsense");
}

TEST_F(EditTest, ALayerThatIsOffCanBeEdited) {
    const Scene off = edited(scene, SetEnabled{"conv1", false});
    const Scene wide = edited(off, set_param(off, "conv1", "kernel.w", 7));
    EXPECT_EQ(wide.layers[0].weights->shape(), (Shape{2, 3, 3, 7}));
    EXPECT_TRUE(apply_edit(wide, SetEnabled{"conv1", true}));
}

TEST_F(EditTest, ObjectiveInsideTheLastMapOnly) {
    const Objective corner{.kind = "cell", .channel = 2, .y = 6, .x = 7};
    EXPECT_EQ(edited(scene, SetObjective{corner}).objective, corner);
    EXPECT_EQ(edited(scene, SetObjective{{.kind = "sum"}}).objective.kind, "sum");
    for (const Objective& outside : {Objective{"cell", 3, 0, 0}, Objective{"cell", 0, 7, 0},
                                     Objective{"cell", 0, 0, 8}, Objective{"cell", 0, -1, 0}})
        EXPECT_FALSE(apply_edit(scene, SetObjective{outside}));
    expect_refused(SetObjective{{.kind = "nonsense"}}, "objective", "nonsense");
}

TEST_F(EditTest, ReplacingTheSceneTakesOnlyWhatCanBeEvaluated) {
    const Scene other = default_scene(TiledImage(9, 9, 3), "other");
    EXPECT_TRUE(is_same_snapshot(edited(scene, ReplaceScene{other}), other));
    Scene broken = other;
    broken.layers[0].weights = nullptr;
    expect_refused(ReplaceScene{broken}, "conv1", "missing");
    EXPECT_EQ(edit_label(scene, ReplaceScene{other, "Lesson 2"}), "Lesson 2");
}

TEST_F(EditTest, EveryEditHasALabel) {
    for (const Edit& edit :
         std::initializer_list<Edit>{PaintImage{}, SetImage{}, SetWeight{}, SetWeights{}, SetBias{},
                                     SetParam{}, SetEnabled{}, SetObjective{}, ReplaceScene{}})
        EXPECT_FALSE(edit_label(scene, edit).empty()) << edit.index();
}

}  // namespace
}  // namespace convscope
