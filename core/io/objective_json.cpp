#include "core/io/objective_json.hpp"

#include <limits>
#include <string>
#include <vector>

#include "core/io/tensor_source.hpp"

namespace convscope {
namespace {

constexpr std::string_view kSum = "sum", kMean = "mean";

Result<const ObjectiveInfo*> read_kind(const JsonNode& node) {
    const Result<JsonNode> kind_node = node.required("kind");
    if (!kind_node) return kind_node.error();
    const Result<std::string> kind = kind_node->text();
    if (!kind) return kind.error();
    if (const ObjectiveInfo* info = find_objective(*kind)) return info;
    std::string names;
    for (const ObjectiveInfo& info : objective_table())
        names += (names.empty() ? "" : ", ") + std::string(info.id);
    return kind_node->error("is \"" + *kind + "\", which this version does not have; it has " +
                            names);
}

std::vector<std::string_view> known_keys(const ObjectiveInfo& info) {
    std::vector<std::string_view> keys = {"kind"};
    if (info.takes_label) keys.push_back("label");
    if (info.picks_cell) keys.insert(keys.end(), {"channel", "x", "y"});
    if (info.takes_target) keys.insert(keys.end(), {"target", "reduction"});
    if (info.takes_gradient) keys.insert(keys.end(), {"layer", "gradient"});
    return keys;
}

Result<void> read_places(const JsonNode& node, Objective& objective) {
    const std::pair<std::string_view, int*> places[] = {{"channel", &objective.channel},
                                                        {"x", &objective.x},
                                                        {"y", &objective.y},
                                                        {"label", &objective.label}};
    for (const auto& [key, place] : places) {
        const auto member = node.member(key);
        if (!member) continue;
        // Padding makes maps larger than any picture; plan_network() knows how large this one is.
        const Result<int> value = member->integer(0, std::numeric_limits<int>::max());
        if (!value) return value.error();
        *place = *value;
    }
    return {};
}

/// With "channels" it is read as a picture, which may be made grey.
Result<void> read_tensor(const JsonNode& node, const std::filesystem::path& folder,
                         Objective& objective) {
    if (node.member("channels")) {
        const Result<NamedImage> image = read_image_source(node, folder);
        if (!image) return image.error();
        objective.tensor = std::make_shared<const Tensor>(image->image.to_tensor());
        objective.tensor_name = image->name;
        return {};
    }
    Result<NamedTensor> tensor = read_tensor_source(node, folder);
    if (!tensor) return tensor.error();
    objective.tensor = std::make_shared<const Tensor>(std::move(tensor->tensor));
    if (node.member("name")) objective.tensor_name = tensor->name;
    return {};
}

Result<void> read_reduction(const JsonNode& node, Objective& objective) {
    const auto reduction = node.member("reduction");
    if (!reduction) return {};
    const Result<std::string> text = reduction->text();
    if (!text) return text.error();
    if (*text != kSum && *text != kMean)
        return reduction->error("is \"" + *text + "\"; it must be one of sum, mean");
    objective.mean = *text == kMean;
    return {};
}

}  // namespace

Result<Objective> read_objective(const JsonNode& node, const std::filesystem::path& folder) {
    const Result<const ObjectiveInfo*> info = read_kind(node);
    if (!info) return info.error();
    Objective objective;
    objective.kind = (*info)->id;
    if (Result<void> known = node.check_keys(known_keys(**info)); !known) return known.error();
    if (Result<void> places = read_places(node, objective); !places) return places.error();
    if (Result<void> reduction = read_reduction(node, objective); !reduction)
        return reduction.error();
    if ((*info)->takes_gradient) {
        Result<std::string> layer = node.required_text("layer");
        if (!layer) return layer.error();
        objective.layer = *std::move(layer);
    }
    const std::string_view key = objective_tensor_key(objective);
    if (key.empty()) return objective;
    const Result<JsonNode> tensor = node.required(key);
    if (!tensor) return tensor.error();
    if (Result<void> read = read_tensor(*tensor, folder, objective); !read) return read.error();
    return objective;
}

void write_objective_fields(JsonWriter& writer, const Objective& objective) {
    const ObjectiveInfo& info = *find_objective(objective.kind);
    writer.member("kind", objective.kind);
    if (info.picks_cell) {
        writer.member("channel", objective.channel);
        writer.member("x", objective.x);
        writer.member("y", objective.y);
    }
    if (info.takes_label) writer.member("label", objective.label);
    if (info.takes_target) writer.member("reduction", objective.mean ? kMean : kSum);
    if (info.takes_gradient) writer.member("layer", objective.layer);
}

std::string_view objective_tensor_key(const Objective& objective) {
    const ObjectiveInfo& info = *find_objective(objective.kind);
    if (info.takes_target) return "target";
    return info.takes_gradient ? "gradient" : "";
}

}  // namespace convscope
