#include "core/scene/presets.hpp"

#include <gtest/gtest.h>

#include <set>

namespace convscope {
namespace {

FilterPreset preset_of(Shape shape, const std::vector<float>& weights) {
    FilterPreset preset;
    preset.weights = from_dense(shape, weights);
    return preset;
}

std::vector<float> made(const FilterPreset& preset, int channels) {
    const Tensor filter = preset.make(channels);
    EXPECT_EQ(filter.shape().c, channels);
    return to_dense(filter.view());
}

TEST(FilterPreset, OneChannelStandsForAll) {
    const FilterPreset preset = preset_of({1, 1, 1, 2}, {-1, 1});
    EXPECT_EQ(made(preset, 1), (std::vector<float>{-1, 1}));
    EXPECT_EQ(made(preset, 3), (std::vector<float>{-1, 1, -1, 1, -1, 1}));
}

TEST(FilterPreset, ChannelsRepeatFromTheFirst) {
    const FilterPreset preset = preset_of({1, 3, 1, 1}, {1, 2, 4});
    EXPECT_EQ(made(preset, 3), (std::vector<float>{1, 2, 4}));
    EXPECT_EQ(made(preset, 2), (std::vector<float>{1, 2}));
    EXPECT_EQ(made(preset, 7), (std::vector<float>{1, 2, 4, 1, 2, 4, 1}));
}

TEST(FilterPreset, OnGreyTheChannelsAreAdded) {
    EXPECT_EQ(made(preset_of({1, 3, 1, 2}, {-1, 1, 1, -1, 0, .5f}), 1),
              (std::vector<float>{0, .5f}));
    EXPECT_EQ(made(preset_of({1, 3, 1, 1}, {0x1p30f, .1f, -0x1p30f}), 1),
              (std::vector<float>{.1f}));
}

TEST(RandomFilter, MultiplesOfAQuarterThatFollowTheSeed) {
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
