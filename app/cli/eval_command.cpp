#include <string>
#include <system_error>

#include "app/cli/commands.hpp"
#include "app/cli/op_runner.hpp"
#include "core/eval/evaluate.hpp"
#include "core/io/file_bytes.hpp"
#include "core/io/json.hpp"
#include "core/io/npy.hpp"
#include "core/io/scene_file.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"

namespace convscope::cli {
namespace {

namespace fs = std::filesystem;

/// Writes tensors into a folder and keeps a list of them. After the first failure it does nothing.
class TensorFolder {
  public:
    explicit TensorFolder(fs::path folder) : folder_(std::move(folder)) {}

    void write(const std::string& name, ConstTensorView tensor) {
        const Shape shape = tensor.shape();
        add(name, {shape.n, shape.c, shape.h, shape.w},
            [&](const fs::path& path) { return write_npy(path, tensor); });
    }
    template <class Item>
    void write(const std::string& name, const std::vector<int>& shape,
               const std::vector<Item>& values) {
        add(name, shape, [&](const fs::path& path) {
            return write_npy(path, shape, std::span<const Item>(values));
        });
    }
    const Result<void>& status() const { return status_; }
    const fs::path& path() const { return folder_; }

    void list(JsonWriter& writer) const {
        writer.key("tensors");
        writer.begin_object();
        for (const Entry& entry : entries_) {
            writer.key(entry.name);
            writer.begin_object(JsonWriter::Layout::kInline);
            writer.member("file", entry.name + ".npy");
            writer.key("shape");
            writer.begin_array();
            for (const int extent : entry.shape) writer.value(extent);
            writer.end_array();
            writer.end_object();
        }
        writer.end_object();
    }

  private:
    struct Entry {
        std::string name;
        std::vector<int> shape;
    };
    template <class Write>
    void add(const std::string& name, std::vector<int> shape, Write write_file_at) {
        if (!status_) return;
        entries_.push_back({name, std::move(shape)});
        status_ = write_file_at(folder_ / (name + ".npy"));
    }

    fs::path folder_;
    std::vector<Entry> entries_;
    Result<void> status_;
};

/// Everything that belongs to the enabled layer at `stage`. Files are numbered by the layer's place
/// in the scene.
void write_layer(const Results& results, std::size_t stage, TensorFolder& folder) {
    const std::size_t index = results.plan.layers[stage];
    const Layer& layer = results.scene.layers[index];
    const OpInfo& op = *find_op(layer.op);
    const LayerResult& result = results.layers[stage];
    const std::string prefix = "layer" + std::to_string(index) + "_";
    const Shape input = results.plan.shapes[stage], output = results.plan.shapes[stage + 1];

    folder.write(prefix + "output", results.values[stage + 1].values.view());
    if (op.has_winners)
        folder.write(prefix + "argmax", {output.n, output.c, output.h, output.w},
                     argmax_in_input(op, layer.params, input, output, result.winners));
    folder.write(prefix + "grad_output", results.gradients[stage + 1].values.view());
    if (!result.grad_weights.empty())
        folder.write(prefix + "grad_" + std::string(op.weights_key), result.grad_weights.view());
    if (!result.grad_bias.empty())
        folder.write(prefix + "grad_bias", {static_cast<int>(result.grad_bias.size())},
                     result.grad_bias);
}

void summarize_layers(const Scene& scene, JsonWriter& writer) {
    writer.key("layers");
    writer.begin_array(JsonWriter::Layout::kLines);
    for (const Layer& layer : scene.layers) {
        writer.begin_object(JsonWriter::Layout::kInline);
        writer.member("id", layer.id);
        writer.member("op", layer.op);
        writer.member("enabled", layer.enabled);
        writer.end_object();
    }
    writer.end_array();
}

Result<void> write_summary(const fs::path& scene_path, const Results& results,
                           const TensorFolder& folder) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("scene", scene_path.string());
    writer.member("objective", results.scene.objective.kind);
    writer.member("loss", results.loss);
    writer.member("threads", thread_count());
    writer.member("target", current_simd_target());
    writer.member("fused", simd_target_is_fused());
    summarize_layers(results.scene, writer);
    folder.list(writer);
    writer.end_object();
    return write_file(folder.path() / "summary.json", bytes_of(writer.text()));
}

}  // namespace

Result<void> run_eval(const fs::path& scene_path, const fs::path& out) {
    const Result<Scene> scene = read_scene_file(scene_path);
    if (!scene) return scene.error();
    std::error_code error;
    fs::create_directories(out, error);
    if (error)
        return Error{"cannot be made: " + error.message() + "; choose another folder",
                     out.string()};

    const std::unique_ptr<Results> results = evaluate(*scene, 1);
    TensorFolder folder(out);
    folder.write("input", results->values.front().values.view());
    folder.write("grad_input", results->gradients.front().values.view());
    for (std::size_t stage = 0; stage < results->plan.layers.size(); ++stage)
        write_layer(*results, stage, folder);
    if (!results->probabilities.empty())
        folder.write("probabilities", {static_cast<int>(results->probabilities.size())},
                     results->probabilities);
    if (!folder.status()) return folder.status();
    return write_summary(scene_path, *results, folder);
}

}  // namespace convscope::cli
