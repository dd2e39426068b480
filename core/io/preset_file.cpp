#include "core/io/preset_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "core/io/assets.hpp"
#include "core/io/file_bytes.hpp"
#include "core/io/json_node.hpp"
#include "core/scene/scene.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

constexpr int kPresetVersion = 1;
constexpr std::string_view kAssets = "presets/";
constexpr std::string_view kEnding = ".json";
constexpr std::string_view kOwnGroup = "Own presets";
constexpr std::string_view kOwnDescription = "Saved from a filter of your own.";
constexpr int kMaxChannels = 1024;  ///< As many as a layer can have filters.

/// Lists as deep as they are nested: rows of one channel, or channels of rows.
struct WeightLists {
    JsonNode node;
    std::size_t channels = 1, height = 0, width = 0;
    bool is_nested = false;  ///< Has a level for the channels.

    JsonNode row(std::size_t c, std::size_t b) const {
        return is_nested ? node.item(c).item(b) : node.item(b);
    }
};

Result<std::size_t> count_within(const JsonNode& node, int largest, std::string_view what) {
    const Result<std::size_t> count = node.item_count();
    if (!count) return count;
    if (*count >= 1 && *count <= static_cast<std::size_t>(largest)) return count;
    return node.error("has " + std::to_string(*count) + " " + std::string(what) +
                      "; it must have 1 to " + std::to_string(largest));
}

bool is_list(const JsonNode& node) {
    return node.value().get_if<JsonValue::Array>() != nullptr;
}

Result<WeightLists> measure(const JsonNode& node) {
    WeightLists lists{node};
    const Result<std::size_t> outer = count_within(node, kMaxChannels, "items");
    if (!outer) return outer.error();
    const Result<std::size_t> inner = count_within(node.item(0), kMaxGridKernel, "items");
    if (!inner) return inner.error();
    lists.is_nested = is_list(node.item(0).item(0));
    if (!lists.is_nested) {
        if (auto height = count_within(node, kMaxGridKernel, "rows"); !height)
            return height.error();
        lists.height = *outer;
        lists.width = *inner;
        return lists;
    }
    const Result<std::size_t> width = count_within(node.item(0).item(0), kMaxGridKernel, "weights");
    if (!width) return width.error();
    lists.channels = *outer;
    lists.height = *inner;
    lists.width = *width;
    return lists;
}

Result<void> check_count(const JsonNode& node, std::size_t wanted) {
    const Result<std::size_t> count = node.item_count();
    if (!count) return count.error();
    if (*count == wanted) return {};
    return node.error("has " + std::to_string(*count) + " items, but the lists beside it have " +
                      std::to_string(wanted));
}

Result<Tensor> read_weights(const JsonNode& node, double divisor) {
    const Result<WeightLists> lists = measure(node);
    if (!lists) return lists.error();
    std::vector<float> dense;
    for (std::size_t c = 0; c < lists->channels; ++c) {
        if (lists->is_nested)
            if (auto rows = check_count(node.item(c), lists->height); !rows) return rows.error();
        for (std::size_t b = 0; b < lists->height; ++b) {
            const JsonNode row = lists->row(c, b);
            if (auto count = check_count(row, lists->width); !count) return count.error();
            for (std::size_t a = 0; a < lists->width; ++a) {
                const Result<double> value = row.item(a).real();
                if (!value) return value.error();
                const auto weight = static_cast<float>(*value / divisor);
                if (!std::isfinite(weight))
                    return row.item(a).error("is too large for a 32-bit float");
                dense.push_back(weight);
            }
        }
    }
    return from_dense(Shape{1, static_cast<int>(lists->channels), static_cast<int>(lists->height),
                            static_cast<int>(lists->width)},
                      dense);
}

Result<double> read_divisor(const JsonNode& root) {
    const auto node = root.member("divide_by");
    if (!node) return 1.0;
    const Result<double> divisor = node->real();
    if (divisor && !(*divisor > 0)) return node->error("must be larger than 0");
    return divisor;
}

Result<void> check_version(const JsonNode& root) {
    const auto version = root.member("convscope_preset");
    if (!version) return root.error("is not a filter preset: it has no key \"convscope_preset\"");
    if (!version->integer(kPresetVersion, kPresetVersion))
        return version->error("must be " + std::to_string(kPresetVersion) +
                              "; other versions of the format are not known to this program");
    return {};
}

Result<FilterPreset> preset_from(const JsonNode& root, std::string id) {
    if (Result<void> version = check_version(root); !version) return version.error();
    constexpr std::string_view kKeys[] = {
        "convscope_preset", "group", "label", "description", "order", "divide_by", "weights"};
    if (Result<void> known = root.check_keys(kKeys); !known) return known.error();
    FilterPreset preset;
    preset.id = std::move(id);
    struct Text {
        std::string_view key;
        std::string* place;
        std::string_view otherwise;
    };
    for (const auto& [key, place, otherwise] :
         {Text{"group", &preset.group, kOwnGroup}, Text{"label", &preset.label, ""},
          Text{"description", &preset.description, kOwnDescription}}) {
        if (!otherwise.empty() && !root.member(key)) {
            *place = otherwise;
            continue;
        }
        Result<std::string> text = root.required_text(key);
        if (!text) return text.error();
        *place = *std::move(text);
    }
    if (const auto order = root.member("order")) {
        const Result<int> number = order->integer(0, std::numeric_limits<int>::max());
        if (!number) return number.error();
        preset.order = *number;
    }
    const Result<double> divisor = read_divisor(root);
    if (!divisor) return divisor.error();
    const Result<JsonNode> weights = root.required("weights");
    if (!weights) return weights.error();
    Result<Tensor> tensor = read_weights(*weights, *divisor);
    if (!tensor) return tensor.error();
    preset.weights = *std::move(tensor);
    return preset;
}

void sort_for_menu(std::vector<FilterPreset>& presets) {
    std::ranges::sort(presets, [](const FilterPreset& a, const FilterPreset& b) {
        return std::tie(a.order, a.label, a.id) < std::tie(b.order, b.label, b.id);
    });
}

/// A built-in preset that is broken is left out; the tests read every one.
std::vector<FilterPreset> read_built_in_presets() {
    std::vector<FilterPreset> presets;
    for (const EmbeddedFile& file : list_assets(kAssets)) {
        if (!file.name.ends_with(kEnding)) continue;
        const std::string_view id =
            file.name.substr(kAssets.size(), file.name.size() - kAssets.size() - kEnding.size());
        if (auto preset = parse_preset(text_of(file), file.name, std::string(id)))
            presets.push_back(*std::move(preset));
    }
    sort_for_menu(presets);
    return presets;
}

void write_weights(JsonWriter& writer, ConstTensorView weights) {
    const Shape shape = weights.shape();
    writer.key("weights");
    writer.begin_array(JsonWriter::Layout::kLines);
    for (int c = 0; c < shape.c; ++c) {
        writer.begin_array(JsonWriter::Layout::kLines);
        for (int b = 0; b < shape.h; ++b) {
            writer.begin_array();
            for (int a = 0; a < shape.w; ++a) writer.value(weights(0, c, b, a));
            writer.end_array();
        }
        writer.end_array();
    }
    writer.end_array();
}

}  // namespace

const std::vector<FilterPreset>& built_in_presets() {
    static const std::vector<FilterPreset> presets = read_built_in_presets();
    return presets;
}

const FilterPreset* find_preset(std::string_view id) {
    const auto& presets = built_in_presets();
    const auto found = std::ranges::find(presets, id, &FilterPreset::id);
    return found == presets.end() ? nullptr : &*found;
}

Result<FilterPreset> parse_preset(std::string_view json, std::string_view name, std::string id) {
    const std::string file(name);
    const Result<JsonValue> document = parse_json(json, file);
    if (!document) return document.error();
    return preset_from(JsonNode(*document, file), std::move(id));
}

Result<FilterPreset> read_preset(const fs::path& path) {
    const Result<std::vector<unsigned char>> bytes = read_file(path, kMaxJsonBytes);
    if (!bytes) return bytes.error();
    return parse_preset(text_of(*bytes), path.string(), path.stem().string());
}

Result<void> write_preset(const fs::path& path, const FilterPreset& preset) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("convscope_preset", kPresetVersion);
    writer.member("group", preset.group.empty() ? std::string(kOwnGroup) : preset.group);
    writer.member("label", preset.label);
    writer.member("description",
                  preset.description.empty() ? std::string(kOwnDescription) : preset.description);
    if (preset.order != 0) writer.member("order", preset.order);
    write_weights(writer, preset.weights.view());
    writer.end_object();
    return write_file(path, bytes_of(writer.text()));
}

OwnPresets list_own_presets(const fs::path& folder) {
    OwnPresets own;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->path().extension() != kEnding) continue;
        Result<FilterPreset> preset = read_preset(entry->path());
        if (preset)
            own.presets.push_back(*std::move(preset));
        else
            own.broken.push_back(preset.error());
    }
    if (failed && failed != std::errc::no_such_file_or_directory)
        own.broken.push_back({"cannot be read: " + failed.message(), folder.string()});
    sort_for_menu(own.presets);
    std::ranges::sort(own.broken, {}, &Error::where);
    return own;
}

std::string preset_id(std::string_view label) {
    constexpr std::size_t kLongest = 64;
    const auto is_inside_letter = [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u;
    };
    std::string id;
    for (const char c : label) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || !is_ascii;
        if (is_upper || is_plain)
            id += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!id.empty() && id.back() != '_')
            id += '_';
    }
    if (id.size() > kLongest) {
        std::size_t end = kLongest;
        while (is_inside_letter(id[end])) --end;
        id.resize(end);
    }
    while (id.ends_with('_')) id.pop_back();
    return id.empty() ? "preset" : id;
}

OwnPresetFile own_preset_file(const fs::path& folder, std::string_view label) {
    const std::vector<FilterPreset> presets = list_own_presets(folder).presets;
    const auto found = std::ranges::find(presets, label, &FilterPreset::label);
    const auto file_of = [&](const std::string& id) {
        return folder / (id + std::string(kEnding));
    };
    if (found != presets.end()) return {file_of(found->id), true};
    const std::string id = preset_id(label);
    fs::path path = file_of(id);
    std::error_code unknown;
    for (int number = 2; fs::exists(path, unknown); ++number)
        path = file_of(id + "_" + std::to_string(number));
    return {std::move(path), false};
}

Result<fs::path> save_own_preset(const fs::path& folder, FilterPreset preset, bool replace) {
    if (preset.label.empty()) return Error{"the preset has no name: type one", {}};
    if (!is_utf8(preset.label))
        return Error{"is a name that JSON cannot hold: use letters in UTF-8", preset.label};
    const Shape shape = preset.weights.shape();
    if (shape.w > kMaxGridKernel || shape.h > kMaxGridKernel)
        return Error{"the filter is " + std::to_string(shape.w) + " x " + std::to_string(shape.h) +
                         ", but presets have at most " + std::to_string(kMaxGridKernel) + " x " +
                         std::to_string(kMaxGridKernel),
                     preset.label};
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return Error{"cannot be made: " + failed.message(), folder.string()};
    OwnPresetFile file = own_preset_file(folder, preset.label);
    if (file.exists && !replace)
        return Error{"there is a preset of this name already: choose another name, or replace it",
                     file.path.string()};
    if (Result<void> written = write_preset(file.path, preset); !written) return written.error();
    return std::move(file.path);
}

}  // namespace convscope
