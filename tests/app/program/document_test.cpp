#include "app/document.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace convscope::app {
namespace {

class DocumentTest : public testing::Test {
  protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder = std::filesystem::temp_directory_path() /
                 (std::string("convscope_document_") + test->name());
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        auto made = Document::first_start();
        ASSERT_TRUE(made) << made.error().text();
        document.emplace(std::move(made).value());
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string conv_id() const { return document->history().current().layers.front().id; }
    void change_something() { set_first_weight(0.75f); }
    void set_first_weight(float value) {
        ASSERT_TRUE(document->history().apply(SetWeight{conv_id(), {0, 0, 0, 0}, value}));
    }
    float first_weight() const {
        return document->history().current().layers.front().weights->view()(0, 0, 0, 0);
    }

    std::filesystem::path folder;
    std::optional<Document> document;
};

TEST_F(DocumentTest, StartsWithTheStepPictureUnmodified) {
    EXPECT_EQ(document->title(), "step · Convscope");
    EXPECT_EQ(document->history().current().image.shape(), (Shape{1, 3, 8, 8}));
    EXPECT_FALSE(document->history().can_undo());
}

TEST_F(DocumentTest, SavesAndOpensTheSameScene) {
    change_something();
    EXPECT_EQ(document->title(), "step* · Convscope");
    const auto saved = document->save(folder / "lesson");
    ASSERT_TRUE(saved) << saved.error().text();
    EXPECT_EQ(*saved, folder / "lesson.json");
    EXPECT_EQ(document->title(), "lesson.json · Convscope");

    auto other = Document::first_start();
    ASSERT_TRUE(other);
    document.emplace(std::move(other).value());
    ASSERT_TRUE(document->open(folder / "lesson.json"));
    EXPECT_EQ(first_weight(), 0.75f);
    EXPECT_EQ(document->title(), "lesson.json · Convscope");

    set_first_weight(0.5f);
    ASSERT_TRUE(document->save({})) << "the file it was opened from";
    EXPECT_FALSE(document->history().modified());
}

TEST_F(DocumentTest, UndoingAnOpenForgetsTheFile) {
    change_something();
    ASSERT_TRUE(document->save(folder / "lesson.json"));
    set_first_weight(0.25f);
    ASSERT_TRUE(document->open(folder / "lesson.json"));
    set_first_weight(0.5f);
    document->undo();
    EXPECT_EQ(document->path(), folder / "lesson.json") << "a usual edit";
    document->undo();
    EXPECT_TRUE(document->path().empty());
    EXPECT_FALSE(document->save({})) << "it could be another scene's file";
    document->redo();
    EXPECT_TRUE(document->path().empty());
}

TEST_F(DocumentTest, TildeIsTheHomeFolder) {
    const char* home = std::getenv("HOME");
    const std::string before = home == nullptr ? "" : home;
    ::setenv("HOME", folder.c_str(), 1);
    const auto saved = document->save("~/lesson.json");
    ::setenv("HOME", before.c_str(), 1);
    ASSERT_TRUE(saved) << saved.error().text();
    EXPECT_TRUE(std::filesystem::exists(folder / "lesson.json"));
}

TEST_F(DocumentTest, SavingNeedsAPlaceAndASceneName) {
    EXPECT_FALSE(document->save({}));
    const auto wrong = document->save(folder / "scene.png");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().text().find("scene.png"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder / "scene.png"));
    const auto nowhere = document->save(folder / "missing" / "scene.json");
    ASSERT_FALSE(nowhere);
    EXPECT_NE(nowhere.error().text().find("scene.json"), std::string::npos);
    EXPECT_TRUE(document->path().empty());
}

TEST_F(DocumentTest, ReplacesOnlyItsOwnFileWithoutAQuestion) {
    EXPECT_EQ(document->suggested_path(), "step.json");
    ASSERT_TRUE(document->save(folder / "other.json"));
    EXPECT_FALSE(document->would_replace(folder / "new.json"));
    ASSERT_TRUE(document->save(folder / "own.json"));
    EXPECT_EQ(document->suggested_path(), folder / "own.json");
    EXPECT_FALSE(document->would_replace({}));
    EXPECT_FALSE(document->would_replace(folder / "." / "own")) << "the extension is added";
    EXPECT_TRUE(document->would_replace(folder / "other.json"));
    EXPECT_TRUE(document->would_replace(folder / "other"));
}

TEST_F(DocumentTest, ABrokenFileLeavesTheSceneAndSaysItsName) {
    std::ofstream(folder / "broken.png") << "\x89PNG\r\n\x1a\n and no more";
    const std::uint64_t revision = document->history().revision();
    const auto opened = document->open(folder / "broken.png");
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().text().find("broken.png"), std::string::npos);
    EXPECT_EQ(document->history().revision(), revision);
}

TEST_F(DocumentTest, OpensBuiltInPictures) {
    ASSERT_TRUE(document->open_asset("pictures/step_large.png"));
    EXPECT_EQ(document->title(), "step_large* · Convscope");
    EXPECT_GT(document->history().current().image.shape().w, 8);
    EXPECT_FALSE(document->open_asset("pictures/none.png"));
}

}  // namespace
}  // namespace convscope::app
