#include "core/scene/consequences.hpp"

#include <gtest/gtest.h>

#include "tests/core/scene/example_scenes.hpp"

namespace convscope {
namespace {

using examples::edited;
using examples::set_param;

class ConsequencesTest : public testing::Test {
  protected:
    Random random{1};
    Scene scene = examples::two_conv_scene(TiledImage(24, 20, 3), random);

    std::string told(const Edit& edit) const {
        return describe_consequences(scene, edit, edited(scene, edit));
    }
};

TEST_F(ConsequencesTest, WhatWasAskedForIsNotTold) {
    EXPECT_EQ(told(SetWeight{"conv1", {}, 3}), "");
    EXPECT_EQ(told(set_param(scene, "conv1", "kernel.w", 3)), "");
    EXPECT_EQ(told(SetObjective{{.kind = "sum"}}), "");
    EXPECT_EQ(told(AddLayer{"relu", 1}), "");
    EXPECT_EQ(told(ReplaceScene{default_scene(TiledImage(9, 9, 1), "other")}), "");
    EXPECT_EQ(told(SetImage{TiledImage(30, 30, 3), "larger"}), "");
}

TEST_F(ConsequencesTest, FiltersThatFollowTheirInputAreNamed) {
    EXPECT_EQ(told(set_param(scene, "conv1", "filters", 5)),
              "The filters of conv2 are fitted to 5 channels for now; with 2 channels again they "
              "come back as they were.");
    EXPECT_EQ(told(SetImage{TiledImage(24, 20, 1), "grey"}),
              "The filters of conv1 are fitted to 1 channel for now; with 3 channels again they "
              "come back as they were.");
    const std::string three =
        "The filters of conv2 are fitted to 3 channels for now; with 2 channels again they come "
        "back as they were.";
    EXPECT_EQ(told(SetEnabled{"conv1", false}), three);
    EXPECT_EQ(told(MoveLayer{"conv2", 0}), three);
    EXPECT_NE(told(AddLayer{"conv2d", 0}).find("conv1 are fitted to 1 channel"), std::string::npos);
}

TEST_F(ConsequencesTest, WeightsThatComeBackAreNamed) {
    scene = edited(scene, SetEnabled{"conv1", false});
    EXPECT_EQ(told(SetEnabled{"conv1", true}),
              "The filters of conv2 are back as they were, for 2 channels.");
}

TEST_F(ConsequencesTest, WeightsOfADenseLayerFollowTheSizeToo) {
    scene = edited(scene, AddLayer{"dense", scene.layers.size()});
    EXPECT_EQ(told(SetImage{TiledImage(28, 20, 3), "wider"}),
              "The weights of dense1 are fitted to a map of 10 x 7 with 3 channels for now; with a "
              "map of 8 x 7 with 3 channels again they come back as they were.");
    EXPECT_EQ(told(AddLayer{"flatten", scene.layers.size() - 1}), "") << "the same lists";
    EXPECT_EQ(edited(scene, SetEnabled{"dense1", false}).find_layer("dense1")->weights,
              scene.find_layer("dense1")->weights)
        << "kept while it is off";
}

TEST_F(ConsequencesTest, AClassThatIsGoneBecomesTheLast) {
    scene = edited(scene, AddLayer{"dense", scene.layers.size()});
    scene = edited(scene, SetObjective{{.kind = "cross_entropy", .label = 9}});
    EXPECT_EQ(told(set_param(scene, "dense1", "units", 4)),
              "The class of the loss is 3 now, the last of 4.");
}

TEST_F(ConsequencesTest, TheLossThatHadToChangeIsTold) {
    scene = edited(scene, SetObjective{{.kind = "cell", .channel = 2, .y = 6, .x = 7}});
    EXPECT_EQ(told(SetImage{TiledImage(30, 30, 3), "larger"}),
              "The loss is the half sum of squares: the cell chosen before belonged to the other "
              "picture.");
    EXPECT_EQ(told(set_param(scene, "conv2", "filters", 2)),
              "The cell of the loss is x = 7, y = 6 of channel 1 now: the last map is 8 x 7 with 2 "
              "channels.");
}

}  // namespace
}  // namespace convscope
