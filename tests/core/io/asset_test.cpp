#include <gtest/gtest.h>

#include "core/io/assets.hpp"
#include "core/io/image_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

TEST(Assets, HoldTheBytesOfTheFiles) {
    const auto asset = find_asset("pictures/step.png");
    ASSERT_TRUE(asset);
    const std::string file =
        read_text(std::filesystem::path(CONVSCOPE_SOURCE_DIR) / "assets/pictures/step.png");
    EXPECT_EQ(std::string(asset->bytes.begin, asset->bytes.end), file);
}

TEST(Assets, UnknownNameIsAnError) {
    const auto asset = find_asset("pictures/nothing.png");
    ASSERT_FALSE(asset);
    EXPECT_EQ(asset.error().where, "pictures/nothing.png");
}

TEST(Assets, AreListedByNameBelowAPrefix) {
    const auto pictures = list_assets("pictures/");
    ASSERT_GE(pictures.size(), 7u);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        EXPECT_TRUE(pictures[i].name.starts_with("pictures/"));
        EXPECT_TRUE(i == 0 || pictures[i - 1].name < pictures[i].name);
    }
}

TEST(Assets, EveryPictureOpens) {
    for (const EmbeddedFile& file : list_assets("pictures/")) {
        if (file.name.ends_with(".json")) continue;
        const auto image = read_image({file.bytes.begin, file.bytes.size()}, file.name);
        ASSERT_TRUE(image) << image.error().text();
        EXPECT_EQ(image->shape().c, 3);
    }
}

TEST(Assets, StepIsDarkOnTheLeftAndLightOnTheRight) {
    const auto asset = find_asset("pictures/step.png");
    const auto image = read_image({asset->bytes.begin, asset->bytes.size()}, asset->name, 1);
    ASSERT_TRUE(image);
    ASSERT_EQ(image->shape(), (Shape{1, 1, 8, 8}));
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x) EXPECT_EQ(image->pixel(0, y, x), x < 4 ? 0.0f : 1.0f);
}

}  // namespace
}  // namespace convscope
