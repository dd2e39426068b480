#include "app/document.hpp"

#include <cstdlib>
#include <span>
#include <variant>

#include "core/io/assets.hpp"
#include "core/io/image_file.hpp"
#include "core/io/scene_file.hpp"

namespace convscope::app {
namespace {

constexpr std::string_view kFirstPicture = "pictures/step.png";

Result<TiledImage> read_asset_image(std::string_view name, int channels) {
    const Result<EmbeddedFile> file = find_asset(name);
    if (!file) return file.error();
    return read_image(std::span(file->bytes.begin, file->bytes.end), name, channels);
}

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

bool opened_a_scene(const std::string& label) {
    return label == ReplaceScene{}.label;
}

}  // namespace

Result<Document> Document::first_start() {
    Result<TiledImage> image = read_asset_image(kFirstPicture, 3);
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
        history_.mark_saved();
    }
    return std::move(opened->note);
}

Result<void> Document::open_asset(std::string_view name) {
    Result<TiledImage> image = read_asset_image(name, history_.current().image.shape().c);
    if (!image) return image.error();
    return history_.apply(SetImage{std::move(image).value(), stem(name)});
}

Result<std::filesystem::path> Document::save(const std::filesystem::path& path) {
    std::filesystem::path target = path.empty() ? path_ : expand_home(path);
    if (target.empty()) return Error{"Type the name of a file to save the scene in.", {}};
    if (!target.has_extension()) target += ".json";
    if (target.extension() != ".json")
        return Error{"A scene is saved as JSON: give it a name that ends in '.json'.",
                     target.string()};
    const Result<void> written = write_scene_file(target, history_.current());
    if (!written) return written.error();
    path_ = target;
    history_.mark_saved();
    return target;
}

void Document::undo() {
    if (opened_a_scene(history_.undo_label())) path_.clear();
    history_.undo();
}

void Document::redo() {
    if (opened_a_scene(history_.redo_label())) path_.clear();
    history_.redo();
}

std::string Document::title() const {
    const std::string name = path_.empty() ? history_.current().image_name : file_name();
    return name + (history_.modified() ? "*" : "") + " · Convscope";
}

}  // namespace convscope::app
