#include <gtest/gtest.h>

#include "core/scene/history.hpp"
#include "core/scene/refit.hpp"
#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::random_image;
using examples::random_weights;
using examples::set_param;

/// Weights that follow the input of their layer come back with it.
class KeptWeights : public testing::Test {
  protected:
    Random random{1};
    Scene scene = examples::two_conv_scene(random_image(24, 20, 3, random), random);

    /// Layers as before, with the same numbers and nothing kept any more.
    static void expect_as_before(const Scene& before, const Scene& after) {
        ASSERT_EQ(after.layers.size(), before.layers.size());
        for (std::size_t i = 0; i < before.layers.size(); ++i) {
            const Layer &was = before.layers[i], &is = after.layers[i];
            EXPECT_EQ(is.id, was.id);
            EXPECT_EQ(is.params, was.params) << was.id;
            EXPECT_EQ(is.bias, was.bias) << was.id;
            EXPECT_EQ(is.weights_name, was.weights_name) << was.id;
            EXPECT_EQ(is.kept.weights, nullptr) << was.id;
            if (was.weights == nullptr) continue;
            EXPECT_TRUE(same_bits(is.weights->view(), was.weights->view())) << was.id;
        }
    }
    Scene after(std::initializer_list<Edit> edits) const {
        Scene result = scene;
        for (const Edit& edit : edits) result = edited(result, edit);
        return result;
    }
    /// A dense layer behind `scene`, with weights that are all different.
    void add_dense() {
        scene = edited(scene, AddLayer{"dense", scene.layers.size()});
        const Shape shape = scene.layers.back().weights->shape();
        std::vector<float> weights(shape.count());
        for (float& weight : weights) weight = random.unit();
        scene = edited(
            scene, SetWeights{"dense1", std::make_shared<const Tensor>(from_dense(shape, weights)),
                              "learned"});
    }
};

TEST_F(KeptWeights, ComeBackWhenALayerInFrontIsSwitchedOnAgain) {
    const Scene off = after({SetEnabled{"conv1", false}});
    EXPECT_EQ(off.find_layer("conv2")->weights->shape(), (Shape{3, 3, 3, 3}));
    EXPECT_EQ(off.find_layer("conv2")->kept.weights, scene.find_layer("conv2")->weights);
    expect_as_before(scene, edited(off, SetEnabled{"conv1", true}));
    expect_as_before(scene, after({SetEnabled{"conv2", false}, SetEnabled{"conv2", true}}));
    expect_as_before(scene, after({SetEnabled{"conv1", false}, SetEnabled{"conv2", false},
                                   SetEnabled{"conv1", true}, SetEnabled{"conv2", true}}));
    expect_as_before(scene, after({SetEnabled{"conv1", false}, SetEnabled{"conv2", false},
                                   SetEnabled{"conv2", true}, SetEnabled{"conv1", true}}));
}

TEST_F(KeptWeights, ComeBackWhenTheLayerMovesBack) {
    expect_as_before(scene, after({MoveLayer{"conv2", 0}, MoveLayer{"conv2", 3}}));
    expect_as_before(scene, after({MoveLayer{"conv1", 4}, MoveLayer{"conv1", 0}}));
}

TEST_F(KeptWeights, ComeBackWithAPictureOfAsManyChannels) {
    expect_as_before(scene, after({SetImage{TiledImage(24, 20, 1), "grey"},
                                   SetImage{TiledImage(24, 20, 3), "colour"}}));
}

TEST_F(KeptWeights, OfADenseLayerComeBackWithTheMap) {
    add_dense();
    expect_as_before(scene, after({AddLayer{"max_pool2d", 5}, RemoveLayer{"pool2"}}));
    expect_as_before(scene, after({AddLayer{"global_avg_pool", 5}, RemoveLayer{"pool2"}}));
    expect_as_before(scene,
                     after({SetEnabled{"conv1", false}, SetImage{TiledImage(40, 30, 1), ""},
                            SetImage{TiledImage(24, 20, 3), ""}, SetEnabled{"conv1", true}}));
}

TEST_F(KeptWeights, StayTheSameListsBehindAFlatten) {
    add_dense();
    const Scene flat = after({AddLayer{"flatten", 5}});
    const Layer &was = *scene.find_layer("dense1"), &is = *flat.find_layer("dense1");
    EXPECT_EQ(is.weights->shape(), (Shape{10, 1, 3 * 7 * 8, 1}));
    EXPECT_EQ(to_dense(is.weights->view()), to_dense(was.weights->view()));
    EXPECT_EQ(is.weights_name, "learned");
    EXPECT_EQ(is.kept.weights, nullptr) << "nothing was lost";
    expect_as_before(scene, edited(flat, RemoveLayer{"flatten1"}));
    scene = flat;
    expect_as_before(scene, after({SetEnabled{"flatten1", false}, SetEnabled{"flatten1", true}}));
    expect_as_before(scene, after({SetEnabled{"flatten1", false}, AddLayer{"max_pool2d", 5},
                                   RemoveLayer{"pool2"}, SetEnabled{"flatten1", true}}));
}

TEST_F(KeptWeights, GoWithAnEditOfTheFittedOnes) {
    const Scene off = after({SetEnabled{"conv1", false}});
    for (const Edit& edit : std::initializer_list<Edit>{
             SetWeight{"conv2", {1, 1, 1, 1}, 9.0f},
             SetWeights{"conv2", random_weights({3, 3, 3, 3}, random), "own"},
             set_param(off, "conv2", "filters", 4), set_param(off, "conv2", "kernel.w", 5)}) {
        const Scene changed = edited(off, edit);
        EXPECT_EQ(changed.find_layer("conv2")->kept.weights, nullptr) << edit_label(off, edit);
        const Scene on = edited(changed, SetEnabled{"conv1", true});
        const Layer &fitted = *changed.find_layer("conv2"), &now = *on.find_layer("conv2");
        EXPECT_EQ(now.weights->shape().c, 2);
        EXPECT_EQ(now.weights->view()(1, 1, 1, 1), fitted.weights->view()(1, 1, 1, 1));
    }
}

TEST_F(KeptWeights, OutliveEditsThatLeaveTheWeightsAlone) {
    const Scene off = after({SetEnabled{"conv1", false}});
    const Scene changed =
        edited(edited(off, set_param(off, "conv2", "stride.x", 2)), SetBias{"conv2", {1, 2, 3}});
    const Scene on = edited(changed, SetEnabled{"conv1", true});
    EXPECT_EQ(on.find_layer("conv2")->weights, scene.find_layer("conv2")->weights);
}

TEST_F(KeptWeights, AreFittedFromTheGivenOnesHoweverManyStepsItTook) {
    const Scene there = after({SetImage{TiledImage(24, 20, 1), ""}});
    EXPECT_EQ(there.layers[0].kept.weights, scene.layers[0].weights);
    const Scene direct = after({MoveLayer{"conv2", 0}});
    const Scene detour = after({SetEnabled{"conv1", false}, SetImage{TiledImage(24, 20, 1), ""},
                                SetImage{TiledImage(24, 20, 3), ""}, SetEnabled{"conv1", true},
                                MoveLayer{"conv2", 0}});
    for (const char* id : {"conv1", "conv2"})
        EXPECT_TRUE(same_bits(direct.find_layer(id)->weights->view(),
                              detour.find_layer(id)->weights->view()));
}

TEST_F(KeptWeights, CountInTheMemoryOfTheHistory) {
    const auto bytes = [&](const Scene& of) {
        return of.find_layer("conv2")->weights->memory_bytes();
    };
    History history(scene);
    const std::size_t before = history.memory_bytes();
    ASSERT_TRUE(history.apply(SetEnabled{"conv1", false}));
    const std::size_t off = history.memory_bytes();
    EXPECT_GE(off - before, bytes(history.current()));
    EXPECT_LT(off - before,
              bytes(history.current()) + bytes(scene) + sizeof(Scene) + 6 * sizeof(Layer) + 1024)
        << "what is kept is shared with the step before";
    const std::size_t alone = History(history.current()).memory_bytes();
    EXPECT_GE(alone, before - bytes(scene) + bytes(history.current()) + bytes(scene));
}

TEST_F(KeptWeights, ADragBackToTheFittedWeightsIsNoStep) {
    History history(after({SetEnabled{"conv1", false}}));
    const Scene start = history.current();
    const float value = start.find_layer("conv2")->weights->view()(0, 0, 0, 0);
    const auto drag = history.new_gesture();
    ASSERT_TRUE(history.apply(SetWeight{"conv2", {}, value + 1}, drag));
    EXPECT_FALSE(is_same_snapshot(history.current(), start));
    ASSERT_TRUE(history.apply(SetWeight{"conv2", {}, value}, drag));
    EXPECT_TRUE(is_same_snapshot(history.current(), start));
    EXPECT_FALSE(history.can_undo());
}

TEST_F(KeptWeights, AreADifferenceBetweenScenes) {
    Scene forgotten = after({SetEnabled{"conv1", false}});
    const Scene kept = forgotten;
    forgotten.find_layer("conv2")->kept = {};
    EXPECT_TRUE(is_same_snapshot(kept, kept));
    EXPECT_FALSE(is_same_snapshot(kept, forgotten)) << "switching on gives other weights";
}

}  // namespace
}  // namespace convscope
