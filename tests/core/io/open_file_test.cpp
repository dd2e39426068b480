#include <gtest/gtest.h>

#include "core/io/npy.hpp"
#include "core/io/scene_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

Scene scene_of(std::string_view json) {
    auto scene = parse_scene(json, ".", "s.json");
    EXPECT_TRUE(scene) << scene.error().text();
    return scene ? *std::move(scene) : Scene();
}

/// One filter of 3x3 on a picture of one channel; the loss is the cell at the lower right.
Scene small_scene() {
    return scene_of(R"({"convscope": 1,
        "image": {"asset": "pictures/step.png", "channels": 1},
        "layers": [{"op": "conv2d", "filter": {"values": [[1, 1, 1], [1, 1, 1], [1, 1, 1]]}}],
        "objective": {"kind": "cell", "x": 5, "y": 5}})");
}

TEST(OpenFile, APictureKeepsTheLayersAndSaysWhatItChanges) {
    const auto opened = open_file(
        std::filesystem::path(CONVSCOPE_SOURCE_DIR) / "assets/pictures/coffee.jpg", small_scene());
    ASSERT_TRUE(opened) << opened.error().text();
    const auto* edit = std::get_if<SetImage>(&opened->edit);
    ASSERT_NE(edit, nullptr);
    EXPECT_EQ(edit->name, "coffee.jpg");
    EXPECT_EQ(edit->image.shape(), (Shape{1, 3, 341, 512}));
    EXPECT_NE(opened->note.find("3 channels"), std::string::npos) << opened->note;
}

TEST(OpenFile, SaysThatTheCellOfTheLossIsGone) {
    const TempFolder folder;
    const std::vector<float> pixels(3 * 4 * 4, 0.5f);
    const int shape[] = {3, 4, 4};
    ASSERT_TRUE(write_npy(folder / "small.npy", shape, pixels));
    const auto opened = open_file(folder / "small.npy", small_scene());
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_NE(opened->note.find("The loss is the half sum of squares"), std::string::npos)
        << opened->note;
}

TEST(OpenFile, APictureThatDoesNotFitIsAnError) {
    const TempFolder folder;
    const float pixels[] = {0, 1, 0, 1};
    const int shape[] = {2, 2};
    ASSERT_TRUE(write_npy(folder / "tiny.npy", shape, pixels));
    const auto opened = open_file(folder / "tiny.npy", small_scene());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().where, (folder / "tiny.npy").string());
}

TEST(OpenFile, ASceneReplacesTheScene) {
    const TempFolder folder;
    const Scene scene = small_scene();
    ASSERT_TRUE(write_scene_file(folder / "s.json", scene));
    const auto opened = open_file(folder / "s.json", scene);
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_NE(std::get_if<ReplaceScene>(&opened->edit), nullptr);
    EXPECT_TRUE(opened->note.empty());
}

TEST(OpenFile, GoesByTheContentNotTheName) {
    const TempFolder folder;
    const auto opened = open_file(
        folder.write("picture.json", read_text(test_data("gradient.jpg"))), small_scene());
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_NE(std::get_if<SetImage>(&opened->edit), nullptr);
}

TEST(OpenFile, AnythingElseIsAnError) {
    const TempFolder folder;
    for (const char* content : {"", "hello", "{\"convscope\": 1}", "\x89PNG\r\n\x1a\n"}) {
        const auto path = folder.write("file", content);
        const auto opened = open_file(path, small_scene());
        ASSERT_FALSE(opened) << content;
        EXPECT_TRUE(opened.error().where.starts_with(path.string()));
    }
    EXPECT_FALSE(open_file(folder / "missing", small_scene()));
}

TEST(OpenFile, AHugeForeignFileIsNotRead) {
    const TempFolder folder;
    const auto path = folder.write("film.mkv", "\x1a\x45\xdf\xa3");
    // Sparse: little on the disk, but reading it all would take memory and time.
    std::filesystem::resize_file(path, std::uintmax_t{1} << 30);
    const std::string sentence = "does not begin like a picture";
    const auto opened = open_file(path, small_scene());
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find(sentence), std::string::npos) << opened.error().text();
    const auto array = read_npy(path);
    ASSERT_FALSE(array);
    EXPECT_NE(array.error().message.find(sentence), std::string::npos) << array.error().text();
    const auto scene = parse_scene(
        R"({"convscope": 1, "image": {"file": "film.mkv"}, "layers": []})", folder.path(), "s");
    ASSERT_FALSE(scene);
    EXPECT_NE(scene.error().message.find(sentence), std::string::npos) << scene.error().text();
}

TEST(OpenFile, APictureMustBeCountableInInt) {
    const TempFolder folder;
    const auto path = folder.write("large.png", "\x89PNG\r\n\x1a\n");
    std::filesystem::resize_file(path, std::uintmax_t{1} << 31);
    const auto opened = open_file(path, small_scene());
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("more than"), std::string::npos) << opened.error().text();
}

}  // namespace
}  // namespace convscope
