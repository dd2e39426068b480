#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
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

    /// Where the scene was opened or saved last; empty: nowhere.
    const std::filesystem::path& path() const { return path_; }
    std::string file_name() const { return path_.filename().string(); }
    /// "cat.jpg · Convscope", with a star when there is unsaved work.
    std::string title() const;

  private:
    explicit Document(Scene initial) : history_(std::move(initial)) {}
    /// The file that save(path) writes; empty: none yet.
    std::filesystem::path target(const std::filesystem::path& path) const;

    History history_;
    std::filesystem::path path_;
};

}  // namespace convscope::app
