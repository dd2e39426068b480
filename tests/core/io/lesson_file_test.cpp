#include "core/io/lesson_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/io/assets.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

using testing::HasSubstr;

constexpr std::string_view kScene =
    R"("scene": {"convscope": 1, "image": {"asset": "pictures/step.png"}, "layers": [{"op": "relu"}]})";

std::string lesson_with(std::string_view scene, std::string_view text) {
    return R"({"convscope_lesson": 1, "title": "Edges", "part": "1b", "order": 3, )" +
           std::string(scene) + R"(, "text": )" + std::string(text) + R"(, "try": ["Paint."]})";
}

std::string error_of(std::string_view json) {
    const auto lesson = parse_lesson(json, {}, "part.json");
    return lesson ? "" : lesson.error().text();
}

TEST(LessonFile, HoldsASceneATextAndThingsToTry) {
    const auto lesson = parse_lesson(
        lesson_with(kScene, R"(["Look.", {"code": "R = I * G"}, {"note": "Printed otherwise."}])"),
        {}, "part.json");
    ASSERT_TRUE(lesson) << lesson.error().text();
    EXPECT_EQ(lesson->heading.title, "Edges");
    EXPECT_EQ(lesson->heading.part, "1b");
    EXPECT_EQ(lesson->heading.order, 3);
    using Kind = LessonBlock::Kind;
    EXPECT_THAT(lesson->text, testing::ElementsAre(LessonBlock{Kind::kText, "Look."},
                                                   LessonBlock{Kind::kCode, "R = I * G"},
                                                   LessonBlock{Kind::kNote, "Printed otherwise."}));
    EXPECT_THAT(lesson->tries, testing::ElementsAre("Paint."));
    EXPECT_EQ(lesson->scene.layers.size(), 1u);
}

TEST(LessonFile, ASceneMayStandInAFileOfItsOwn) {
    const TempFolder folder;
    std::ofstream(folder.path() / "scene.json")
        << R"({"convscope": 1, "image": {"values": [[[0, 1]]]}, "layers": []})";
    std::ofstream(folder.path() / "part.json")
        << lesson_with(R"("scene": {"file": "scene.json"})", "[]");
    EXPECT_TRUE(is_lesson_file(folder.path() / "part.json"));
    EXPECT_FALSE(is_lesson_file(folder.path() / "scene.json"));
    EXPECT_FALSE(is_lesson_file(folder.path() / "missing.json"));
    const auto lesson = read_lesson_file(folder.path() / "part.json");
    ASSERT_TRUE(lesson) << lesson.error().text();
    EXPECT_EQ(lesson->scene.image.shape().w, 2);
}

TEST(LessonFile, ErrorsNameTheFileAndThePlace) {
    EXPECT_THAT(error_of("{}"), HasSubstr("part.json: is not a lesson"));
    EXPECT_THAT(error_of(R"({"convscope_lesson": 2})"), HasSubstr("convscope_lesson: must be 1"));
    EXPECT_THAT(error_of(R"({"convscope_lesson": 1, "part": "1a"})"), HasSubstr("\"title\""));
    EXPECT_THAT(error_of(lesson_with(kScene, R"(["a", {"picture": "x"}])")),
                HasSubstr("part.json: text[1]: must be a paragraph"));
    EXPECT_THAT(error_of(lesson_with(kScene, R"([{"code": 3}])")), HasSubstr("text[0].code"));
    EXPECT_THAT(error_of(lesson_with(R"("scene": {"file": "a", "more": 1})", "[]")),
                HasSubstr("scene.more: unknown key"));
    EXPECT_THAT(error_of(lesson_with(R"("scene": {"asset": "no.json"})", "[]")),
                HasSubstr("part.json: scene.asset: there is no built-in asset \"no.json\""));
    EXPECT_THAT(error_of(lesson_with(R"("scene": {"asset": "pictures/step.png"})", "[]")),
                HasSubstr("part.json: scene.asset: names what is no scene: pictures/step.png"));
    EXPECT_THAT(error_of(R"({"convscope_lesson": 1, "title": "", "part": "1a"})"),
                HasSubstr("part.json: title: is empty"));
    EXPECT_THAT(
        error_of(lesson_with(
            R"("scene": {"convscope": 1, "image": {"values": [[1]]}, "layers": [{"op": "blur"}]})",
            "[]")),
        HasSubstr("scene.layers[0].op"));
}

TEST(BuiltInLessons, StandInTheirOrderAndCanAllBeOpened) {
    const auto parts = built_in_lessons();
    ASSERT_TRUE(parts) << parts.error().text();
    EXPECT_TRUE(std::ranges::is_sorted(*parts, {}, &LessonHeading::order));
    for (const LessonHeading& part : *parts) {
        const auto lesson = read_built_in_lesson(part.asset);
        ASSERT_TRUE(lesson) << lesson.error().text();
        EXPECT_EQ(lesson->heading.title, part.title);
        EXPECT_EQ(lesson->heading.asset, part.asset);
        EXPECT_FALSE(lesson->text.empty()) << part.asset;
    }
    EXPECT_FALSE(read_built_in_lesson("lessons/none.json"));
}

}  // namespace
}  // namespace convscope
