#include "core/io/layer_json.hpp"

#include <algorithm>
#include <string>

#include "core/io/op_params.hpp"
#include "core/io/tensor_source.hpp"
#include "core/io/weight_list.hpp"
#include "core/ops/objectives.hpp"

namespace convscope {
namespace {

/// "kernel.w" is member w of the object kernel; "ties" stands by itself.
struct FieldPath {
    std::string_view group, name;
    explicit FieldPath(std::string_view path) : name(path) {
        const std::size_t dot = path.find('.');
        if (dot == std::string_view::npos) return;
        group = path.substr(0, dot);
        name = path.substr(dot + 1);
    }
    std::string_view first() const { return group.empty() ? name : group; }
};

void add_once(std::vector<std::string_view>& keys, std::string_view key) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

/// Keys of the layer's object, or of one group in it.
std::vector<std::string_view> known_keys(const OpInfo& op) {
    std::vector<std::string_view> keys = {"op", "id", "enabled"};
    for (const ParamField& field : op.fields) add_once(keys, FieldPath(field.path).first());
    if (!op.weights_key.empty()) keys.insert(keys.end(), {op.weights_key, "bias"});
    return keys;
}
std::vector<std::string_view> group_keys(const OpInfo& op, std::string_view group) {
    std::vector<std::string_view> keys;
    for (const ParamField& field : op.fields)
        if (const FieldPath path(field.path); path.group == group) keys.push_back(path.name);
    return keys;
}

std::optional<JsonNode> find_field(const JsonNode& layer, const ParamField& field) {
    const FieldPath path(field.path);
    if (path.group.empty()) return layer.member(path.name);
    const std::optional<JsonNode> group = layer.member(path.group);
    return group ? group->member(path.name) : std::nullopt;
}

Result<int> read_choice(const JsonNode& node, const ParamField& field) {
    if (is_switch(field)) {
        const Result<bool> truth = node.boolean();
        if (!truth) return truth.error();
        return *truth ? 1 : 0;
    }
    const Result<std::string> name = node.text();
    if (!name) return name.error();
    const auto found = std::ranges::find(field.choices, *name);
    if (found != field.choices.end()) return static_cast<int>(found - field.choices.begin());
    std::string names;
    for (const std::string_view choice : field.choices)
        names += (names.empty() ? "" : ", ") + std::string(choice);
    return node.error("is \"" + *name + "\"; it must be one of " + names);
}

/// Reads the op's fields into `layer`; says which of them the file gives.
Result<std::vector<bool>> read_fields(const JsonNode& node, const OpInfo& op, Layer& layer) {
    std::vector<bool> given(op.fields.size(), false);
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        const ParamField& field = op.fields[i];
        if (const FieldPath path(field.path); !path.group.empty())
            if (const auto group = node.member(path.group))
                if (Result<void> known = group->check_keys(group_keys(op, path.group)); !known)
                    return known.error();
        const std::optional<JsonNode> found = find_field(node, field);
        if (!found) continue;
        const Result<int> value = field.choices.empty()
                                      ? found->integer(field.minimum, field.maximum)
                                      : read_choice(*found, field);
        if (!value) return value.error();
        layer.params[i] = *value;
        given[i] = true;
    }
    return given;
}

Result<void> read_weights(const JsonNode& node, const std::filesystem::path& folder,
                          const OpInfo& op, std::vector<bool> given, Layer& layer) {
    const Result<JsonNode> weights = node.required(op.weights_key);
    if (!weights) return weights.error();
    Result<NamedTensor> tensor = read_tensor_source(*weights, folder);
    if (!tensor) return tensor.error();
    if (weighs_whole_input(op, layer.params) && tensor->dimensions <= 2)
        tensor->tensor = as_weight_list(tensor->tensor.view());
    layer.params = infer_params(op, layer.params, std::move(given), tensor->tensor.shape());
    if (weights->member("name")) layer.weights_name = tensor->name;
    layer.weights = std::make_shared<const Tensor>(std::move(tensor->tensor));

    const std::optional<JsonNode> bias = node.member("bias");
    if (!bias) return {};
    Result<std::vector<float>> values = read_vector_source(*bias, folder);
    if (!values) return values.error();
    layer.bias = *std::move(values);
    const int filters = layer.weights->shape().n;
    if (layer.bias.size() != static_cast<std::size_t>(filters))
        return bias->error("has " + std::to_string(layer.bias.size()) + " values for " +
                           std::to_string(filters) +
                           (weighs_whole_input(op, layer.params) ? " outputs" : " filters") +
                           "; give one for each");
    return {};
}

void write_field(JsonWriter& writer, const ParamField& field, int value) {
    writer.key(FieldPath(field.path).name);
    if (field.choices.empty())
        writer.value(value);
    else if (is_switch(field))
        writer.value(value != 0);
    else
        writer.value(field.choices[static_cast<std::size_t>(value)]);
}

}  // namespace

Result<Layer> read_layer(const JsonNode& node, const std::filesystem::path& folder) {
    const Result<JsonNode> op_node = node.required("op");
    if (!op_node) return op_node.error();
    const Result<std::string> op_id = op_node->text();
    if (!op_id) return op_id.error();
    const OpInfo* op = find_op(*op_id);
    if (op == nullptr && find_objective(*op_id) != nullptr)
        return op_node->error(
            "is \"" + *op_id +
            "\", which is a loss: it belongs to \"objective\", behind the layers");
    if (op == nullptr) {
        std::string names;
        for (const OpInfo& info : op_table())
            names += (names.empty() ? "" : ", ") + std::string(info.id);
        return op_node->error("is \"" + *op_id + "\", which this version does not have; it has " +
                              names);
    }
    if (Result<void> known = node.check_keys(known_keys(*op)); !known) return known.error();

    Layer layer;
    layer.op = *op_id;
    layer.params = default_params(*op);
    if (const auto id = node.member("id")) {
        Result<std::string> text = id->text();
        if (!text) return text.error();
        if (text->empty()) return id->error("is empty; leave it out to have one made");
        layer.id = *std::move(text);
    }
    if (const auto enabled = node.member("enabled")) {
        const Result<bool> truth = enabled->boolean();
        if (!truth) return truth.error();
        layer.enabled = *truth;
    }
    Result<std::vector<bool>> given = read_fields(node, *op, layer);
    if (!given) return given.error();
    if (!op->weights_key.empty())
        if (Result<void> read = read_weights(node, folder, *op, *std::move(given), layer); !read)
            return read.error();
    return layer;
}

void write_layer_fields(JsonWriter& writer, const Layer& layer) {
    const OpInfo& op = *find_op(layer.op);
    writer.member("op", layer.op);
    writer.member("id", layer.id);
    if (!layer.enabled) writer.member("enabled", false);
    std::vector<std::string_view> written;
    for (const ParamField& first : op.fields) {
        const std::string_view group = FieldPath(first.path).group;
        if (group.empty()) {
            write_field(writer, first, layer.params[field_index(op, first.path)]);
        } else if (std::ranges::find(written, group) == written.end()) {
            written.push_back(group);
            writer.key(group);
            writer.begin_object(JsonWriter::Layout::kInline);
            for (const ParamField& field : op.fields)
                if (FieldPath(field.path).group == group)
                    write_field(writer, field, layer.params[field_index(op, field.path)]);
            writer.end_object();
        }
    }
}

}  // namespace convscope
