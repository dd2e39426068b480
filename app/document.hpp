#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/io/lesson_file.hpp"
#include "core/scene/history.hpp"

namespace convscope::app {

/// The scene with its history and the file it belongs to.
class Document {
  public:
    /// The smallest complete scene, on the built-in step picture.
    static Result<Document> first_start();

    const History& history() const { return history_; }
    History& history() { return history_; }

    /// `path` may start with "~/". A picture into the scene, or another scene in its place; returns
    /// what else it changed, in a sentence (or nothing). On an Error all is as it was.
    Result<std::string> open(const std::filesystem::path& path);
    /// A built-in picture, "pictures/step.png".
    Result<void> open_asset(std::string_view name);
    /// A part of the worksheet, in place of the scene: one undo step, and work that no file has
    /// stays unsaved work.
    Result<Lesson> open_lesson(std::string_view asset);
    /// The same from a file of one's own (is_lesson_file()).
    Result<Lesson> open_lesson_file(const std::filesystem::path& path);
    /// As JSON; an empty path means where it was opened or saved last. Returns where.
    Result<std::filesystem::path> save(const std::filesystem::path& path);
    /// Whether saving there would replace a file that is not this scene's.
    bool would_replace(const std::filesystem::path& path) const;
    /// For a dialog to start from: the scene's own file, or one named like its picture.
    std::filesystem::path suggested_path() const;

    /// As History's; across the opening of a scene the file is forgotten, so that a save does not
    /// put one scene into another's file.
    void undo();
    void redo();
    /// Whether that step is the opening of a lesson.
    bool undoes_a_lesson() const;
    bool redoes_a_lesson() const;

    /// Another one after each step to another scene: an opened one, or back to the one before.
    std::uint64_t scene_number() const { return scene_number_; }
    /// Where the scene was opened or saved last; empty: nowhere.
    const std::filesystem::path& path() const { return path_; }
    std::string file_name() const { return path_.filename().string(); }
    /// "cat.jpg · Convscope", with a star when there is unsaved work.
    std::string title() const;

  private:
    explicit Document(Scene initial) : history_(std::move(initial)) {}
    Result<Lesson> show(Result<Lesson> lesson);
    /// A step of the history to be undone or redone.
    void cross(const std::string& step);
    /// The file that save(path) writes; empty: none yet.
    std::filesystem::path target(const std::filesystem::path& path) const;

    History history_;
    std::filesystem::path path_;
    std::uint64_t scene_number_ = 1;
};

}  // namespace convscope::app
