#include "core/io/picture_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/io/assets.hpp"
#include "core/io/image_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

Error index_error(const std::string& text) {
    const auto index = read_picture_index(text, "index.json");
    EXPECT_FALSE(index) << text;
    return index ? Error{} : index.error();
}

TEST(PictureIndex, EveryPictureHasAnEntryAndTheOtherWayRound) {
    const auto& pictures = built_in_pictures();
    std::size_t files = 0;
    for (const EmbeddedFile& file : list_assets("pictures/")) {
        if (file.name == "pictures/index.json") continue;
        ++files;
        EXPECT_EQ(std::ranges::count(pictures, file.name, &BuiltInPicture::asset), 1) << file.name;
    }
    EXPECT_EQ(pictures.size(), files);
    for (const BuiltInPicture& picture : pictures) {
        const auto image = read_built_in_picture(picture.asset);
        EXPECT_TRUE(image) << picture.asset;
        EXPECT_TRUE(picture.sentence.ends_with(".") || picture.sentence.ends_with("?"))
            << picture.sentence;
    }
}

TEST(PictureIndex, GroupsAreNotSplitAndPhotosHaveCredits) {
    const auto& pictures = built_in_pictures();
    std::vector<std::string> groups;
    for (const BuiltInPicture& picture : pictures) {
        if (groups.empty() || groups.back() != picture.group) groups.push_back(picture.group);
        EXPECT_TRUE(picture.group != "Photos" || !picture.credit.empty()) << picture.asset;
    }
    auto sorted = groups;
    std::ranges::sort(sorted);
    EXPECT_EQ(std::ranges::adjacent_find(sorted), sorted.end());
    const auto step = std::ranges::find(pictures, "pictures/step.png", &BuiltInPicture::asset);
    ASSERT_NE(step, pictures.end());
    EXPECT_EQ(step->id(), "step");
    EXPECT_EQ(step->description(), step->sentence);
    EXPECT_TRUE(pictures.back().description().ends_with("CC0."));
}

TEST(PictureIndex, SmallOnesUseNumbersThatOneAddsInTheHead) {
    for (const BuiltInPicture& picture : built_in_pictures()) {
        if (picture.group == "Photos" || picture.id() == "digit") continue;
        const auto image = read_built_in_picture(picture.asset);
        ASSERT_TRUE(image);
        for (const float value : to_dense(image->to_tensor().view()))
            ASSERT_EQ(value * 8, static_cast<float>(static_cast<int>(value * 8))) << picture.asset;
    }
}

TEST(PictureIndex, RedAndGreenAreEquallyBright) {
    const auto grey = read_built_in_picture("pictures/red_green.png", 1);
    ASSERT_TRUE(grey);
    EXPECT_EQ(grey->pixel(0, 0, 0), grey->pixel(0, 0, 7));
}

TEST(PictureIndex, ErrorsNameTheEntry) {
    EXPECT_EQ(index_error(R"({"pictures": 3})").where, "index.json: pictures");
    EXPECT_EQ(index_error(R"({"pictures": [{"file": "a.png", "group": "G", "label": ""}]})").where,
              "index.json: pictures[0].label");
    EXPECT_EQ(index_error(R"({"pictures": [{"file": "a.png", "grop": "G"}]})").where,
              "index.json: pictures[0].grop");
    EXPECT_EQ(index_error(R"({"pictures": [{"group": "G"}]})").where, "index.json: pictures[0]");
    EXPECT_NE(index_error(R"({"pictures": [
        {"file": "a.png", "group": "G", "label": "L", "sentence": "S."},
        {"file": "a.png", "group": "G", "label": "L", "sentence": "S."}]})")
                  .message.find("twice"),
              std::string::npos);
    EXPECT_FALSE(read_built_in_picture("pictures/none.png"));
}

TEST(PictureIndex, TheToolDrawsTheFilesThatAreThere) {
    if (std::system("python3 --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "needs python3";
    const TempFolder folder;
    const std::filesystem::path source = CONVSCOPE_SOURCE_DIR, target = folder.path();
    const std::string command = "python3 '" + (source / "tools/make_pictures.py").string() +
                                "' --output '" + target.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    int drawn = 0;
    for (const auto& file : std::filesystem::directory_iterator(target)) {
        const auto name = file.path().filename();
        const auto now = read_image_file(file.path());
        const auto before = read_image_file(source / "assets/pictures" / name);
        ASSERT_TRUE(now && before) << name;
        EXPECT_TRUE(same_bits(now->to_tensor().view(), before->to_tensor().view())) << name;
        ++drawn;
    }
    EXPECT_GE(drawn, 18);
}

}  // namespace
}  // namespace convscope
