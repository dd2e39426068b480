#include "core/scene/presets.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/scene/filter_facts.hpp"

namespace convscope {
namespace {

std::vector<float> weights(std::string_view id, int channels = 1) {
    const FilterPreset* preset = find_filter_preset(id);
    if (preset == nullptr) {
        ADD_FAILURE() << "no preset " << id;
        return {};
    }
    const Tensor filter = preset->make(channels);
    return to_dense(filter.view());
}

TEST(Presets, IdsAreUniqueAndGroupsStandTogether) {
    std::set<std::string_view> ids, groups;
    std::string_view group;
    for (const FilterPreset& preset : filter_presets()) {
        EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
        if (preset.group != group) {
            EXPECT_TRUE(groups.insert(preset.group).second) << preset.group;
        }
        group = preset.group;
        EXPECT_FALSE(preset.label.empty());
        EXPECT_TRUE(preset.description.ends_with('.')) << preset.id;
        EXPECT_LE(preset.width * preset.height * preset.channels, 27) << preset.id;
        EXPECT_EQ(find_filter_preset(preset.id), &preset);
    }
    EXPECT_EQ(find_filter_preset("nonsense"), nullptr);
}

TEST(Presets, BothFormsOfTheExerciseExistAtEveryHeight) {
    for (const int height : {1, 3, 5, 7}) {
        const std::string h = std::to_string(height);
        const Tensor two = find_filter_preset("vertical_edge_2x" + h)->make(3);
        const Tensor three = find_filter_preset("vertical_edge_3x" + h)->make(3);
        const Tensor down = find_filter_preset("horizontal_edge_" + h + "x3")->make(3);
        ASSERT_EQ(two.shape(), (Shape{1, 3, height, 2}));
        ASSERT_EQ(three.shape(), (Shape{1, 3, height, 3}));
        ASSERT_EQ(down.shape(), (Shape{1, 3, 3, height}));
        for (int c = 0; c < 3; ++c) {
            for (int i = 0; i < height; ++i) {
                EXPECT_EQ(two.view()(0, c, i, 0), -1);
                EXPECT_EQ(two.view()(0, c, i, 1), 1);
                for (int j = 0; j < 3; ++j) {
                    EXPECT_EQ(three.view()(0, c, i, j), j - 1);
                    EXPECT_EQ(down.view()(0, c, j, i), j - 1);
                }
            }
        }
    }
}

TEST(Presets, KnownFiltersHaveTheirWeights) {
    EXPECT_EQ(weights("sobel_x"), (std::vector<float>{-.25, 0, .25, -.5, 0, .5, -.25, 0, .25}));
    EXPECT_EQ(weights("sobel_y"), (std::vector<float>{-.25, -.5, -.25, 0, 0, 0, .25, .5, .25}));
    EXPECT_EQ(weights("laplacian"), (std::vector<float>{0, 1, 0, 1, -4, 1, 0, 1, 0}));
    EXPECT_EQ(weights("sharpen"), (std::vector<float>{0, -1, 0, -1, 5, -1, 0, -1, 0}));
    EXPECT_EQ(weights("identity"), (std::vector<float>{0, 0, 0, 0, 1, 0, 0, 0, 0}));
    EXPECT_EQ(weights("red_green_edge", 3), (std::vector<float>{-1, 1, 1, -1, 0, 0}));
    EXPECT_EQ(weights("box_blur_5x5"), std::vector<float>(25, 0.04f));
}

TEST(Presets, EdgesSumToZeroAndBlursToOne) {
    for (const FilterPreset& preset : filter_presets()) {
        const Tensor filter = preset.make(3);
        const bool is_edge = preset.group.find("edge") != std::string_view::npos;
        for (const double sum : channel_sums(filter.view(), 0)) {
            if (is_edge) {
                EXPECT_EQ(sum, 0) << preset.id;
            } else if (preset.id != "random") {
                EXPECT_NEAR(sum, 1, 1e-6) << preset.id;
            }
        }
    }
}

TEST(Presets, RandomFiltersAreMultiplesOfAQuarterAndFollowTheSeed) {
    const Tensor a = random_filter({2, 3, 4, 5}, 7), b = random_filter({2, 3, 4, 5}, 7);
    EXPECT_EQ(to_dense(a.view()), to_dense(b.view()));
    const Tensor c = random_filter({2, 3, 4, 5}, 8);
    EXPECT_NE(to_dense(a.view()), to_dense(c.view()));
    std::set<float> seen;
    for (const float value : to_dense(a.view())) seen.insert(value);
    for (const float value : seen) EXPECT_EQ(value * 4, static_cast<float>(int(value * 4)));
    EXPECT_EQ(*seen.begin(), -1);
    EXPECT_EQ(*seen.rbegin(), 1);
}

}  // namespace
}  // namespace convscope
