#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/scene/scene.hpp"

namespace convscope {

/// A part of a lesson's text.
struct LessonBlock {
    enum class Kind {
        kText,  ///< A paragraph.
        kCode,  ///< A formula or lines of code, set as they are written.
        kNote,  ///< What the exercise prints differently, and the like.
    } kind = Kind::kText;
    std::string text;
    friend bool operator==(const LessonBlock&, const LessonBlock&) = default;
};

/// What lists of lessons show.
struct LessonHeading {
    std::string title;
    std::string part;   ///< Of the exercise: "1a".
    int order = 0;      ///< Its place among all lessons.
    std::string asset;  ///< "lessons/1a_stride.json"; empty for a file of one's own.
};

/// One part of the worksheet: a scene and what to do with it.
struct Lesson {
    LessonHeading heading;
    Scene scene;
    std::vector<LessonBlock> text;
    std::vector<std::string> tries;  ///< Things to try.
};

/// Whether this file is meant to be a lesson: JSON with the key "convscope_lesson".
bool is_lesson_file(const std::filesystem::path& path);

/// Reads a lesson (docs/formats.md). Files it names are relative to it; Errors carry the file and
/// the place in it ("part.json: text[2].code"), and its scene can be evaluated.
Result<Lesson> read_lesson_file(const std::filesystem::path& path);

/// The same from text. `folder` is where relative files lie, `name` what Errors call it.
Result<Lesson> parse_lesson(std::string_view json, const std::filesystem::path& folder,
                            std::string_view name);

/// The headings of assets/lessons, in their order; reads no scene. An Error names the file.
Result<std::vector<LessonHeading>> built_in_lessons();
Result<Lesson> read_built_in_lesson(std::string_view asset);

}  // namespace convscope
