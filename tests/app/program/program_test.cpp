#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "core/io/image_file.hpp"

namespace convscope::app {
namespace {

struct Outcome {
    int status = -1;
    std::string output, errors;
};

/// The real program, in a folder of its own, without any display.
class ProgramTest : public testing::Test {
  protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder = std::filesystem::temp_directory_path() /
                 (std::string("convscope_program_") + test->name());
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    Outcome run(const std::string& arguments) const {
        const std::string command =
            "cd '" + folder.string() + "' && env -u DISPLAY -u WAYLAND_DISPLAY '" +
            CONVSCOPE_BINARY_DIR "/app/convscope' " + arguments + " >out 2>err </dev/null";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text("out"), text("err")};
    }
    std::string text(const std::string& file) const {
        std::ifstream stream(folder / file);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    std::filesystem::path folder;
};

bool is_one_sentence_naming(const std::string& text, const std::string& name) {
    return text.find(name) != std::string::npos && text.find('\n') == text.size() - 1;
}

TEST_F(ProgramTest, HelpAndVersionGoToTheOutput) {
    const Outcome help = run("--help");
    EXPECT_EQ(help.status, 0);
    for (const char* option : {"--snapshot", "--script", "--dump", "--size", "--scale", "--theme",
                               "--threads", "--target", "--version"})
        EXPECT_NE(help.output.find(option), std::string::npos) << option;
    const Outcome version = run("--version");
    EXPECT_EQ(version.status, 0);
    EXPECT_TRUE(version.output.starts_with("convscope ")) << version.output;
}

TEST_F(ProgramTest, WithoutADisplayItPointsToTheSnapshot) {
    const Outcome outcome = run("");
    EXPECT_EQ(outcome.status, 3);
    EXPECT_TRUE(is_one_sentence_naming(outcome.errors, "--snapshot")) << outcome.errors;
}

TEST_F(ProgramTest, SnapshotNeedsNoDisplay) {
    const Outcome outcome = run("--snapshot out.png --size 1280x720 --theme light");
    ASSERT_EQ(outcome.status, 0) << outcome.errors;
    EXPECT_EQ(outcome.errors, "");
    const auto picture = read_image_file(folder / "out.png");
    ASSERT_TRUE(picture) << picture.error().text();
    EXPECT_EQ(picture->shape(), (Shape{1, 3, 720, 1280}));
    std::set<float> reds;
    for (int y = 0; y < 720; y += 3)
        for (int x = 0; x < 1280; x += 3) reds.insert(picture->pixel(0, y, x));
    EXPECT_GT(reds.size(), 20u) << "it is not blank";
}

TEST_F(ProgramTest, SnapshotIsTheSameWithAnyNumberOfThreads) {
    ASSERT_EQ(run("--snapshot a.png --size 800x600 --threads 1").status, 0);
    ASSERT_EQ(run("--snapshot b.png --size 800x600 --threads 2").status, 0);
    const auto a = read_image_file(folder / "a.png"), b = read_image_file(folder / "b.png");
    ASSERT_TRUE(a && b);
    Rect changed;
    for (const Rect rect : a->changes_since(*b)) changed = unite(changed, rect);
    EXPECT_TRUE(changed.empty() || changed.y0 >= 560) << "only the status line may differ";
}

TEST_F(ProgramTest, WrongUsageExitsWithTwo) {
    for (const auto& [arguments, name] :
         {std::pair("--snapshot", "--snapshot"), std::pair("--bogus", "--bogus"),
          std::pair("--snapshot a.png --size big", "--size"),
          std::pair("--snapshot a.png --size 10x10", "--size"),
          std::pair("--snapshot a.png --size 640x480x3", "--size"),
          std::pair("--snapshot a.png --scale 9", "--scale"),
          std::pair("--snapshot a.png --scale 0", "--scale"),
          std::pair("--snapshot a.png --scale nan", "--scale"),
          std::pair("--snapshot a.png --scale 1x", "--scale"),
          std::pair("--snapshot a.png --theme pink", "--theme"),
          std::pair("--snapshot a.png --threads 0", "--threads"),
          std::pair("--snapshot a.png --target NONE", "NONE"),
          std::pair("--snapshot a.png --script b.script", "--script"),
          std::pair("--dump state.json", "--dump")}) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << arguments;
        EXPECT_TRUE(is_one_sentence_naming(outcome.errors, name)) << arguments << outcome.errors;
    }
}

TEST_F(ProgramTest, BadInputExitsWithThreeAndNamesTheFile) {
    std::ofstream(folder / "empty.png");
    std::ofstream(folder / "text.png") << "this is not a picture";
    std::ofstream(folder / "scene.json") << R"({"convscope": 1, "colour": "red"})";
    for (const std::string file : {"missing.png", "empty.png", "text.png", "scene.json", "."}) {
        const Outcome outcome = run("--snapshot out.png " + file);
        EXPECT_EQ(outcome.status, 3) << file;
        EXPECT_TRUE(is_one_sentence_naming(outcome.errors, file)) << outcome.errors;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "out.png"));
}

TEST_F(ProgramTest, AnUnwritablePictureIsASentence) {
    const Outcome outcome = run("--snapshot missing/out.png --size 640x480");
    EXPECT_EQ(outcome.status, 3);
    EXPECT_TRUE(is_one_sentence_naming(outcome.errors, "missing/out.png")) << outcome.errors;
}

}  // namespace
}  // namespace convscope::app
