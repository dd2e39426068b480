#include <algorithm>
#include <cmath>
#include <string>

#include "core/io/file_bytes.hpp"
#include "core/io/layer_json.hpp"
#include "core/io/npy_bytes.hpp"
#include "core/io/objective_json.hpp"
#include "core/io/scene_file.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

/// More values than a person would read in a text go into a file of their own.
constexpr std::size_t kMaxInlineValues = 512;

/// Files that go with the scene, beside it.
struct Companion {
    fs::path path;
    std::vector<unsigned char> bytes;
};

bool fits_inline(ConstTensorView view) {
    if (view.shape().count() > kMaxInlineValues) return false;
    const std::vector<float> values = to_dense(view);
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

/// Nested lists, one level for each extent.
void write_values(JsonWriter& writer, std::span<const int> shape, const float*& next) {
    writer.begin_array();
    for (int i = 0; i < shape[0]; ++i) {
        if (shape.size() == 1)
            writer.value(*next++);
        else
            write_values(writer, shape.subspan(1), next);
    }
    writer.end_array();
}

/// "values", or "file" and one more companion. `rank` is the number of dimensions that count.
void write_tensor(JsonWriter& writer, ConstTensorView view, std::size_t rank, const fs::path& file,
                  std::vector<Companion>& companions) {
    const int extents[] = {view.shape().n, view.shape().c, view.shape().h, view.shape().w};
    const std::span<const int> shape = std::span(extents).last(rank);
    const std::vector<float> values = to_dense(view);
    if (fits_inline(view)) {
        const float* next = values.data();
        writer.key("values");
        write_values(writer, shape, next);
    } else {
        writer.member("file", file.filename().string());
        companions.push_back({file, npy_bytes(shape, values)});
    }
}

/// PATH without its .json, and with this instead.
fs::path beside(const fs::path& path, const std::string& ending) {
    return path.parent_path() / (path.stem().string() + ending);
}

void write_image(JsonWriter& writer, const fs::path& path, const Scene& scene,
                 std::vector<Companion>& companions) {
    writer.key("image");
    writer.begin_object();
    writer.member("name", scene.image_name);
    if (scene.image.shape().c == 1) writer.member("channels", 1);
    const Tensor pixels = scene.image.to_tensor();
    write_tensor(writer, pixels.view(), 3, beside(path, ".image.npy"), companions);
    writer.end_object();
}

void write_layer(JsonWriter& writer, const fs::path& path, const Layer& layer,
                 std::vector<Companion>& companions) {
    writer.begin_object();
    write_layer_fields(writer, layer);
    if (layer.weights != nullptr) {
        writer.key(find_op(layer.op)->weights_key);
        writer.begin_object(JsonWriter::Layout::kInline);
        if (!layer.weights_name.empty()) writer.member("name", layer.weights_name);
        write_tensor(writer, layer.weights->view(), 4,
                     beside(path, "." + layer.id + ".weights.npy"), companions);
        writer.end_object();
    }
    if (!layer.bias.empty()) {
        writer.key("bias");
        writer.begin_object(JsonWriter::Layout::kInline);
        writer.key("values");
        const int count[] = {static_cast<int>(layer.bias.size())};
        const float* next = layer.bias.data();
        write_values(writer, count, next);
        writer.end_object();
    }
    writer.end_object();
}

void write_objective(JsonWriter& writer, const fs::path& path, const Objective& objective,
                     std::vector<Companion>& companions) {
    writer.key("objective");
    writer.begin_object(JsonWriter::Layout::kInline);
    write_objective_fields(writer, objective);
    if (const std::string_view key = objective_tensor_key(objective); !key.empty()) {
        writer.key(key);
        writer.begin_object(JsonWriter::Layout::kInline);
        if (!objective.tensor_name.empty()) writer.member("name", objective.tensor_name);
        write_tensor(writer, objective.tensor->view(), 3,
                     beside(path, "." + std::string(key) + ".npy"), companions);
        writer.end_object();
    }
    writer.end_object();
}

}  // namespace

Result<void> write_scene_file(const fs::path& path, const Scene& scene) {
    if (path.extension() != ".json")
        return Error{"is no name for a scene; give it one that ends in .json", path.string()};
    if (!is_utf8(path.stem().string()))
        return Error{"is a name that JSON cannot hold; use letters in UTF-8", path.string()};
    JsonWriter writer;
    std::vector<Companion> companions;
    writer.begin_object();
    writer.member("convscope", 1);
    write_image(writer, path, scene, companions);
    writer.key("layers");
    writer.begin_array(JsonWriter::Layout::kLines);
    for (const Layer& layer : scene.layers) write_layer(writer, path, layer, companions);
    writer.end_array();
    write_objective(writer, path, scene.objective, companions);
    writer.end_object();

    FileTransaction files;
    for (const Companion& companion : companions)
        if (Result<void> added = files.add(companion.path, companion.bytes); !added) return added;
    if (Result<void> added = files.add(path, bytes_of(writer.text())); !added) return added;
    return files.commit();
}

}  // namespace convscope
