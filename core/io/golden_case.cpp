#include "core/io/golden_case.hpp"

#include <algorithm>
#include <array>

#include "core/io/file_bytes.hpp"
#include "core/io/json_node.hpp"
#include "core/io/op_params.hpp"
#include "core/io/weight_list.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

/// What golden cases call otherwise than this program: ops, losses, and the weights of a single op.
struct GoldenName {
    std::string_view name, id, weights;
};
constexpr GoldenName kNames[] = {{"conv2d", "conv2d", "filter"},
                                 {"dense", "dense", "weight"},
                                 {"maxpool2d", "max_pool2d", ""},
                                 {"avgpool2d", "avg_pool2d", ""},
                                 {"softmax_cross_entropy", "cross_entropy", ""}};

/// The row of a name; what is not in the table has the same name here.
GoldenName known_as(std::string_view name) {
    const auto found = std::ranges::find(kNames, name, &GoldenName::name);
    return found == std::end(kNames) ? GoldenName{name, name, ""} : *found;
}

/// A parameter pair [vertical, horizontal] and the fields it may mean.
struct ParamPair {
    std::string_view key, vertical, horizontal;
};
constexpr ParamPair kPairs[] = {{"kernel", "kernel.h", "kernel.w"},
                                {"kernel", "window.h", "window.w"},
                                {"stride", "stride.y", "stride.x"},
                                {"padding", "pad.y", "pad.x"},
                                {"dilation", "dilation.y", "dilation.x"}};

/// A name that stays inside its folder.
Result<std::string> plain_name(const JsonNode& node) {
    Result<std::string> name = node.text();
    if (name && (name->empty() || *name == "." || *name == ".." ||
                 name->find_first_of(std::string_view("/\\\0", 3)) != std::string::npos))
        return node.error("must be a plain name without slashes");
    return name;
}

/// Reads layers and tensors of one case.
class CaseReader {
  public:
    CaseReader(const JsonNode& root, const fs::path& folder) : root_(root), folder_(folder) {}

    Result<GoldenCase> read();

  private:
    Result<void> read_layers();
    Result<void> read_pipeline(const JsonNode& params);
    Result<void> read_layer(const JsonNode& node, const std::string& op, std::string weights,
                            std::string bias);
    Result<void> read_pair(const JsonNode& node, const ParamPair& pair, GoldenLayer& layer,
                           std::vector<bool>& given);
    Result<void> read_switches(const JsonNode& node, GoldenLayer& layer);
    Result<void> infer_from_weights(std::vector<bool> given, GoldenLayer& layer);
    Result<void> read_inputs();
    Result<void> read_expected();
    Result<GoldenResult> read_result(const std::string& name, const JsonNode& node);
    Result<NpyArray> read_array(const JsonNode& entry) const;
    Result<double> optional_number(const JsonNode& node, std::string_view key) const;

    JsonNode root_;
    fs::path folder_;
    GoldenCase case_;
};

Result<GoldenCase> CaseReader::read() {
    const Result<JsonNode> id = root_.required("id");
    if (!id) return id.error();
    Result<std::string> name = plain_name(*id);
    if (!name) return name.error();
    case_.id = *std::move(name);
    if (Result<void> inputs = read_inputs(); !inputs) return inputs.error();
    if (Result<void> layers = read_layers(); !layers) return layers.error();
    if (!case_.needs.empty()) {
        GoldenCase skipped;
        skipped.id = case_.id;
        skipped.needs = case_.needs;
        return skipped;
    }
    if (Result<void> expected = read_expected(); !expected) return expected.error();
    return std::move(case_);
}

Result<void> CaseReader::read_layers() {
    const Result<JsonNode> op = root_.required("op");
    if (!op) return op.error();
    const Result<std::string> name = op->text();
    if (!name) return name.error();
    const Result<JsonNode> params = root_.required("params");
    if (!params) return params.error();
    if (*name == "pipeline") return read_pipeline(*params);
    const GoldenName known = known_as(*name);
    if (find_objective(known.id) != nullptr) {
        case_.objective = known.id;
        return {};
    }
    return read_layer(*params, *name, std::string(known.weights), "bias");
}

Result<void> CaseReader::read_pipeline(const JsonNode& params) {
    case_.is_pipeline = true;
    const Result<JsonNode> layers = params.required("layers");
    if (!layers) return layers.error();
    const Result<std::size_t> count = layers->item_count();
    if (!count) return count.error();
    if (*count < 2) return layers->error("needs at least one layer and the loss");
    for (std::size_t i = 0; i < *count; ++i) {
        const JsonNode node = layers->item(i);
        const Result<JsonNode> op = node.required("op");
        if (!op) return op.error();
        const Result<std::string> name = op->text();
        if (!name) return name.error();
        const bool is_last = i + 1 == *count;
        const std::string_view id = known_as(*name).id;
        if (is_last ? find_op(id) != nullptr : find_objective(id) != nullptr)
            return op->error(is_last ? "is \"" + *name + "\"; the last layer must be the loss"
                                     : "is \"" + *name + "\"; the loss must be the last layer");
        if (!is_last) {
            const std::string layer = "layer" + std::to_string(i);
            if (Result<void> read = read_layer(node, *name, layer + "_weight", layer + "_bias");
                !read)
                return read;
        } else if (find_objective(id) == nullptr && case_.needs.empty()) {
            case_.needs = *name;
        } else {
            case_.objective = id;
        }
    }
    return {};
}

Result<void> CaseReader::read_layer(const JsonNode& node, const std::string& op,
                                    std::string weights, std::string bias) {
    GoldenLayer layer;
    layer.op = find_op(known_as(op).id);
    layer.weights = std::move(weights);
    layer.bias = std::move(bias);
    if (layer.op == nullptr) {
        if (case_.needs.empty()) case_.needs = op;
        return {};
    }
    layer.params = default_params(*layer.op);
    std::vector<bool> given(layer.op->fields.size(), false);
    for (const ParamPair& pair : kPairs)
        if (Result<void> read = read_pair(node, pair, layer, given); !read) return read;
    if (Result<void> read = read_switches(node, layer); !read) return read;
    if (layer.op->weights_shape != nullptr)
        if (Result<void> inferred = infer_from_weights(std::move(given), layer); !inferred)
            return inferred;
    if (Result<void> valid = check_params(*layer.op, layer.params); !valid)
        return node.error(valid.error().message);
    case_.layers.push_back(layer);
    return {};
}

Result<void> CaseReader::read_pair(const JsonNode& node, const ParamPair& pair, GoldenLayer& layer,
                                   std::vector<bool>& given) {
    const auto values = node.member(pair.key);
    const auto& fields = layer.op->fields;
    const auto vertical = std::ranges::find(fields, pair.vertical, &ParamField::path);
    const auto horizontal = std::ranges::find(fields, pair.horizontal, &ParamField::path);
    if (!values || vertical == fields.end() || horizontal == fields.end()) return {};
    const Result<std::size_t> count = values->item_count();
    if (!count) return count.error();
    if (*count != 2) return values->error("must be a list of two: vertical, horizontal");
    const std::pair<std::size_t, decltype(vertical)> places[] = {{0, vertical}, {1, horizontal}};
    for (const auto& [index, field] : places) {
        const Result<int> value = values->item(index).integer(field->minimum, field->maximum);
        if (!value) return value.error();
        const auto place = static_cast<std::size_t>(field - fields.begin());
        layer.params[place] = *value;
        given[place] = true;
    }
    return {};
}

/// Choices that are true or false ("count_include_pad").
Result<void> CaseReader::read_switches(const JsonNode& node, GoldenLayer& layer) {
    for (std::size_t i = 0; i < layer.op->fields.size(); ++i) {
        const ParamField& field = layer.op->fields[i];
        const auto member = node.member(field.path);
        if (!member || !is_switch(field)) continue;
        const Result<bool> truth = member->boolean();
        if (!truth) return truth.error();
        layer.params[i] = *truth ? 1 : 0;
    }
    return {};
}

Result<void> CaseReader::infer_from_weights(std::vector<bool> given, GoldenLayer& layer) {
    const NpyArray* weights = case_.find_input(layer.weights);
    if (weights == nullptr)
        return root_.error("has no input \"" + layer.weights + "\", which the " +
                           std::string(layer.op->label) + " needs");
    const auto& shape = weights->shape;
    Shape extents;
    if (shape.size() == 2 && weighs_whole_input(*layer.op, layer.params))
        extents = {shape[0], shape[1], 1, 1};
    else if (shape.size() == 4)
        extents = {shape[0], shape[1], shape[2], shape[3]};
    else
        return root_.error("input \"" + layer.weights + "\" has " + std::to_string(shape.size()) +
                           " dimensions, which are no weights of a " +
                           std::string(layer.op->label));
    layer.params = infer_params(*layer.op, layer.params, std::move(given), extents);
    return {};
}

Result<void> CaseReader::read_inputs() {
    const Result<JsonNode> inputs = root_.required("inputs");
    if (!inputs) return inputs.error();
    const auto* members = inputs->value().get_if<JsonValue::Object>();
    if (members == nullptr) return inputs->error("must be an object");
    for (const auto& [name, value] : *members) {
        Result<NpyArray> array = read_array(*inputs->member(name));
        if (!array) return array.error();
        case_.inputs.push_back({name, *std::move(array)});
    }
    return {};
}

Result<void> CaseReader::read_expected() {
    const Result<JsonNode> expected = root_.required("expected");
    if (!expected) return expected.error();
    const auto* members = expected->value().get_if<JsonValue::Object>();
    if (members == nullptr || members->empty())
        return expected->error("must be an object with at least one result");
    for (const auto& [name, value] : *members) {
        const JsonNode node = *expected->member(name);
        if (name.empty() || name.find_first_of("/\\") != std::string::npos)
            return node.error("must be a plain name without slashes");
        Result<GoldenResult> result = read_result(name, node);
        if (!result) return result.error();
        case_.expected.push_back(*std::move(result));
    }
    return {};
}

Result<GoldenResult> CaseReader::read_result(const std::string& name, const JsonNode& node) {
    Result<NpyArray> want = read_array(node);
    if (!want) return want.error();
    const Result<JsonNode> compare = node.required("compare");
    if (!compare) return compare.error();
    const Result<std::string> rule = compare->text();
    if (!rule) return rule.error();
    const Result<double> atol = optional_number(node, "atol"), rtol = optional_number(node, "rtol");
    if (!atol) return atol.error();
    if (!rtol) return rtol.error();
    GoldenResult result{name, *std::move(want), GoldenResult::Compare::kClose, *atol, *rtol};
    if (*rule == "exact")
        result.compare = GoldenResult::Compare::kExact;
    else if (*rule == "valid_argmax")
        result.compare = GoldenResult::Compare::kValidArgmax;
    else if (*rule != "close")
        return compare->error("is \"" + *rule + "\"; it must be close, exact or valid_argmax");
    return result;
}

Result<double> CaseReader::optional_number(const JsonNode& node, std::string_view key) const {
    const auto member = node.member(key);
    if (!member) return 0.0;
    Result<double> number = member->real();
    if (number && *number < 0) return member->error("must not be negative");
    return number;
}

Result<NpyArray> CaseReader::read_array(const JsonNode& entry) const {
    const Result<JsonNode> file = entry.required("file");
    if (!file) return file.error();
    const Result<std::string> name = plain_name(*file);
    if (!name) return name.error();
    return read_npy(folder_ / *name);
}

}  // namespace

const NpyArray* GoldenCase::find_input(std::string_view name) const {
    const auto found = std::ranges::find(inputs, name, &GoldenTensor::name);
    return found == inputs.end() ? nullptr : &found->array;
}

Result<GoldenCase> read_golden_case(const fs::path& folder) {
    const fs::path path = folder / "case.json";
    const Result<std::vector<unsigned char>> bytes = read_file(path, kMaxJsonBytes);
    if (!bytes) return bytes.error();
    const std::string file = path.string();
    const Result<JsonValue> document = parse_json(text_of(*bytes), file);
    if (!document) return document.error();
    return CaseReader(JsonNode(*document, file), folder).read();
}

}  // namespace convscope
