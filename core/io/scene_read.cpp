#include <algorithm>
#include <string>

#include "core/io/file_bytes.hpp"
#include "core/io/image_file.hpp"
#include "core/io/image_header.hpp"
#include "core/io/known_file.hpp"
#include "core/io/layer_json.hpp"
#include "core/io/objective_json.hpp"
#include "core/io/scene_file.hpp"
#include "core/io/tensor_source.hpp"
#include "core/io/weight_list.hpp"
#include "core/scene/consequences.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

constexpr int kSceneVersion = 1;

Result<void> read_version(const JsonNode& root) {
    const auto version = root.member("convscope");
    if (!version) return root.error("is not a scene: it has no key \"convscope\"");
    if (!version->integer(kSceneVersion, kSceneVersion))
        return version->error("must be " + std::to_string(kSceneVersion) +
                              "; other versions of the format are not known to this program");
    return {};
}

Result<void> read_layers(const JsonNode& root, const fs::path& folder, Scene& scene) {
    const Result<JsonNode> layers = root.required("layers");
    if (!layers) return layers.error();
    const Result<std::size_t> count = layers->item_count();
    if (!count) return count.error();
    if (*count > static_cast<std::size_t>(kMaxLayers))
        return layers->error("has " + std::to_string(*count) + " layers; at most " +
                             std::to_string(kMaxLayers) + " are possible");
    for (std::size_t i = 0; i < *count; ++i) {
        Result<Layer> layer = read_layer(layers->item(i), folder);
        if (!layer) return layer.error();
        if (!layer->id.empty() && scene.find_layer(layer->id) != nullptr)
            return layers->item(i).required("id")->error("is \"" + layer->id +
                                                         "\" like that of another layer; ids must "
                                                         "differ");
        scene.layers.push_back(*std::move(layer));
    }
    for (Layer& layer : scene.layers)
        if (layer.id.empty()) layer.id = fresh_layer_id(scene, layer.op);
    return {};
}

/// An Error of plan_network(), which names a layer or a part of the scene, at its place in the
/// file.
Error at_place(const Error& error, const Scene& scene, const std::string& name) {
    std::string place = error.where == "memory" ? "" : error.where;
    for (std::size_t i = 0; i < scene.layers.size(); ++i)
        if (scene.layers[i].id == error.where) place = "layers[" + std::to_string(i) + "]";
    return {error.message, place.empty() ? name : name + ": " + place};
}

}  // namespace

Result<Scene> read_scene(const JsonNode& root, const fs::path& folder, const std::string& name) {
    if (Result<void> version = read_version(root); !version) return version.error();
    constexpr std::string_view kKeys[] = {"convscope", "image", "layers", "objective"};
    if (Result<void> known = root.check_keys(kKeys); !known) return known.error();

    Scene scene;
    const Result<JsonNode> image_node = root.required("image");
    if (!image_node) return image_node.error();
    // Layers first: their mistakes are cheaper to find than a large picture is to read.
    if (Result<void> layers = read_layers(root, folder, scene); !layers) return layers.error();
    if (const auto node = root.member("objective")) {
        Result<Objective> objective = read_objective(*node, folder);
        if (!objective) return objective.error();
        scene.objective = *std::move(objective);
    }
    Result<NamedImage> image = read_image_source(*image_node, folder);
    if (!image) return image.error();
    scene.image = std::move(image->image);
    scene.image_name = image->name.empty() ? "picture" : image->name;
    if (const Result<void> fits = fit_weight_lists(scene); !fits)
        return at_place(fits.error(), scene, name);
    if (const Result<NetworkPlan> plan = plan_network(scene); !plan)
        return at_place(plan.error(), scene, name);
    return scene;
}

namespace {

/// A JSON text begins with a brace, perhaps after a byte order mark and space.
bool looks_like_json(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

Result<Scene> scene_from_bytes(std::span<const unsigned char> bytes, const fs::path& path) {
    const std::string_view text = text_of(bytes);
    if (bytes.empty()) return Error{"is empty", path.string()};
    if (!looks_like_json(text)) return Error{"is not a scene (JSON)", path.string()};
    return parse_scene(text, path.parent_path(), path.string());
}

Result<OpenedFile> open_picture(std::span<const unsigned char> bytes, const fs::path& path,
                                const Scene& current) {
    Result<TiledImage> image = read_image(bytes, path.string());
    if (!image) return image.error();
    const Edit edit = SetImage{*std::move(image), path.filename().string()};
    const Result<Scene> after = apply_edit(current, edit);
    if (!after)
        return Error{"cannot be used with these layers: " + after.error().text(), path.string()};
    return OpenedFile{edit, describe_consequences(current, edit, *after)};
}

}  // namespace

Result<Scene> parse_scene(std::string_view json, const fs::path& folder, std::string_view name) {
    const std::string file(name);
    const Result<JsonValue> document = parse_json(json, file);
    if (!document) return document.error();
    return read_scene(JsonNode(*document, file), folder, file);
}

Result<Scene> read_scene_file(const fs::path& path) {
    const Result<std::vector<unsigned char>> bytes = read_file(path, kMaxJsonBytes);
    if (!bytes) return bytes.error();
    return scene_from_bytes(*bytes, path);
}

Result<OpenedFile> open_file(const fs::path& path, const Scene& current) {
    const Result<std::vector<unsigned char>> bytes = read_known_file(path);
    if (!bytes) return bytes.error();
    if (detect_image_format(*bytes) != ImageFormat::kUnknown)
        return open_picture(*bytes, path, current);
    if (!bytes->empty() && !looks_like_json(text_of(*bytes)))
        return Error{"is neither a picture (PNG, JPEG, BMP, GIF, PNM, .npy) nor a scene (JSON)",
                     path.string()};
    Result<Scene> scene = scene_from_bytes(*bytes, path);
    if (!scene) return scene.error();
    return OpenedFile{ReplaceScene{*std::move(scene)}, {}};
}

}  // namespace convscope
