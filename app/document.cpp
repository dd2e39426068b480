#include "app/document.hpp"

#include <cstdlib>
#include <system_error>
#include <variant>

#include "core/io/picture_index.hpp"
#include "core/io/scene_file.hpp"

namespace convscope::app {
namespace {

constexpr std::string_view kFirstPicture = "pictures/step.png";
constexpr std::string_view kOpenLesson = "Open part ";

std::string stem(std::string_view name) {
    return std::filesystem::path(name).stem().string();
}

/// "~/x" in the home folder, as people type it.
std::filesystem::path expand_home(const std::filesystem::path& path) {
    const std::string text = path.string();
    const char* home = std::getenv("HOME");
    if (home == nullptr || !text.starts_with("~/")) return path;
    return std::filesystem::path(home) / text.substr(2);
}

bool opened_a_lesson(const std::string& label) {
    return label.starts_with(kOpenLesson);
}

bool opened_a_scene(const std::string& label) {
    return label == ReplaceScene{}.label || opened_a_lesson(label);
}

}  // namespace

Result<Document> Document::first_start() {
    Result<TiledImage> image = read_built_in_picture(kFirstPicture);
    if (!image) return image.error();
    Document document(default_scene(std::move(image).value(), stem(kFirstPicture)));
    document.history_.mark_saved();
    return document;
}

Result<std::string> Document::open(const std::filesystem::path& typed) {
    const std::filesystem::path path = expand_home(typed);
    Result<OpenedFile> opened = open_file(path, history_.current());
    if (!opened) return opened.error();
    const Result<void> applied = history_.apply(opened->edit);
    if (!applied) return applied.error();
    if (std::holds_alternative<ReplaceScene>(opened->edit)) {
        path_ = path;
        ++scene_number_;
        history_.mark_saved();
    }
    return std::move(opened->note);
}

Result<void> Document::open_asset(std::string_view name) {
    Result<TiledImage> image = read_built_in_picture(name, history_.current().image.shape().c);
    if (!image) return image.error();
    return history_.apply(SetImage{std::move(image).value(), stem(name)});
}

Result<Lesson> Document::open_lesson(std::string_view asset) {
    return show(read_built_in_lesson(asset));
}

Result<Lesson> Document::open_lesson_file(const std::filesystem::path& typed) {
    return show(read_lesson_file(expand_home(typed)));
}

Result<Lesson> Document::show(Result<Lesson> lesson) {
    if (!lesson) return lesson;
    const bool had_unsaved_work = history_.modified();
    const Result<void> applied = history_.apply(
        ReplaceScene{lesson->scene, std::string(kOpenLesson) + lesson->heading.part});
    if (!applied) return applied.error();
    path_.clear();
    ++scene_number_;
    if (!had_unsaved_work) history_.mark_saved();
    return lesson;
}

std::filesystem::path Document::target(const std::filesystem::path& path) const {
    std::filesystem::path file = path.empty() ? path_ : expand_home(path);
    if (!file.empty() && !file.has_extension()) file += ".json";
    return file;
}

Result<std::filesystem::path> Document::save(const std::filesystem::path& path) {
    const std::filesystem::path file = target(path);
    if (file.empty()) return Error{"Type the name of a file to save the scene in.", {}};
    if (file.extension() != ".json")
        return Error{"A scene is saved as JSON: give it a name that ends in '.json'.",
                     file.string()};
    const Result<void> written = write_scene_file(file, history_.current());
    if (!written) return written.error();
    path_ = file;
    history_.mark_saved();
    return file;
}

bool Document::would_replace(const std::filesystem::path& path) const {
    const std::filesystem::path file = target(path);
    std::error_code unknown;
    if (file.extension() != ".json" || !std::filesystem::exists(file, unknown)) return false;
    return path_.empty() || !std::filesystem::equivalent(file, path_, unknown);
}

std::filesystem::path Document::suggested_path() const {
    if (!path_.empty()) return path_;
    const std::string name = stem(history_.current().image_name);
    return (name.empty() ? "scene" : name) + ".json";
}

void Document::cross(const std::string& step) {
    if (!opened_a_scene(step)) return;
    path_.clear();
    ++scene_number_;
}

void Document::undo() {
    cross(history_.undo_label());
    history_.undo();
}

void Document::redo() {
    cross(history_.redo_label());
    history_.redo();
}

bool Document::undoes_a_lesson() const {
    return opened_a_lesson(history_.undo_label());
}

bool Document::redoes_a_lesson() const {
    return opened_a_lesson(history_.redo_label());
}

std::string Document::title() const {
    const std::string name = path_.empty() ? history_.current().image_name : file_name();
    return name + (history_.modified() ? "*" : "") + " · Convscope";
}

}  // namespace convscope::app
