#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/scene/edit.hpp"

namespace convscope {

class JsonNode;

/// Reads a scene (docs/formats.md). Files it names are relative to it. Errors carry the file and
/// the JSON path in `where` ("lesson.json: layers[0].stride.x"); nothing is computed and the
/// scene can be evaluated (plan_network succeeds).
Result<Scene> read_scene_file(const std::filesystem::path& path);

/// The same from text. `folder` is where relative files lie, `name` what Errors call it.
Result<Scene> parse_scene(std::string_view json, const std::filesystem::path& folder,
                          std::string_view name);

/// The same from an object inside a document; `name` is what Errors about its layers begin with.
Result<Scene> read_scene(const JsonNode& node, const std::filesystem::path& folder,
                         const std::string& name);

/// Writes `path` (.json), and beside it `STEM.image.npy` and `STEM.LAYER.weights.npy` for tensors
/// too large to be read inline. Each file is written whole under another name and then renamed, so
/// that a full disk leaves the old one. Reading it back gives the same bits.
Result<void> write_scene_file(const std::filesystem::path& path, const Scene& scene);

/// What opening a file does to the scene, and a sentence about what it changed beside the
/// picture (empty when nothing).
struct OpenedFile {
    Edit edit;
    std::string note;
};
/// Opens a picture or a scene by what the file holds (the window's "open", drop and command line):
/// a picture keeps the layers of `current` if they fit, and is an Error if they do not.
Result<OpenedFile> open_file(const std::filesystem::path& path, const Scene& current);

}  // namespace convscope
