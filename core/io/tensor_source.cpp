#include "core/io/tensor_source.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/grey.hpp"
#include "core/io/assets.hpp"
#include "core/io/image_file.hpp"
#include "core/io/image_header.hpp"
#include "core/io/known_file.hpp"
#include "core/io/npy.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDimensions = 4;

/// Appends a nested list; `level` is its depth. The first list of a level sets its length.
Result<void> append_values(const JsonNode& node, std::size_t level, NpyArray& array) {
    if (node.value().get_if<JsonValue::Array>() == nullptr) {
        if (level != array.shape.size()) return node.error("must be a list, as its neighbours are");
        const Result<float> number = node.number();
        if (!number) return number.error();
        array.values.push_back(*number);
        return {};
    }
    const auto length = static_cast<int>(*node.item_count());
    if (length == 0) return node.error("is an empty list");
    if (level == kMaxDimensions) return node.error("is nested more than four levels deep");
    if (level == array.shape.size()) {
        if (!array.values.empty()) return node.error("must be a number, as its neighbours are");
        array.shape.push_back(length);
    } else if (array.shape[level] != length) {
        return node.error("has length " + std::to_string(length) +
                          ", but the lists beside it have length " +
                          std::to_string(array.shape[level]));
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i)
        if (Result<void> appended = append_values(node.item(i), level + 1, array); !appended)
            return appended;
    return {};
}

/// The one place where the tensor comes from.
struct Source {
    JsonNode node;
    std::string name;                  ///< For the title.
    std::vector<unsigned char> bytes;  ///< Of a file.
    std::span<const unsigned char> content;
    std::string content_name;  ///< Of the file or asset, for Errors; empty with values.

    bool has_values() const { return content_name.empty(); }
    /// An Error about the file's content, at its place in the scene.
    Error error(const Error& cause) const { return node.error(content_name + " " + cause.message); }
};

Result<Source> open_file_source(JsonNode node, const fs::path& folder) {
    const Result<std::string> text = node.text();
    if (!text) return text.error();
    const fs::path path = folder / *text;
    Result<std::vector<unsigned char>> bytes = read_known_file(path);
    Source source{std::move(node), fs::path(*text).stem().string(), {}, {}, path.string()};
    if (!bytes) return source.error(bytes.error());
    source.bytes = *std::move(bytes);
    source.content = source.bytes;
    return source;
}

Result<Source> open_asset_source(JsonNode node) {
    const Result<std::string> text = node.text();
    if (!text) return text.error();
    const Result<EmbeddedFile> asset = find_asset(*text);
    if (!asset) return node.error("there is no built-in asset \"" + *text + "\"");
    return Source{std::move(node), fs::path(*text).stem().string(), {}, bytes_of(*asset), *text};
}

Result<Source> open_source(const JsonNode& node, const fs::path& folder,
                           std::span<const std::string_view> keys) {
    if (Result<void> known = node.check_keys(keys); !known) return known.error();
    if (const auto tensor = node.member("tensor"))
        return tensor->error(
            "names a tensor of a .safetensors container, which this version cannot read; use "
            "\"values\" or \"file\"");
    const auto values = node.member("values"), file = node.member("file");
    const auto asset = node.member("asset"), name = node.member("name");
    if (values.has_value() + file.has_value() + asset.has_value() != 1)
        return node.error("needs exactly one of \"values\", \"file\" and \"asset\"");

    Result<Source> source = file    ? open_file_source(*file, folder)
                            : asset ? open_asset_source(*asset)
                                    : Source{*values, {}, {}, {}, {}};
    if (!source || !name) return source;
    Result<std::string> title = name->text();
    if (!title) return title.error();
    source->name = *std::move(title);
    return source;
}

Result<NpyArray> read_array(const Source& source) {
    NpyArray array;
    if (source.has_values()) {
        if (Result<void> appended = append_values(source.node, 0, array); !appended)
            return appended.error();
        return array;
    }
    if (detect_image_format(source.content) != ImageFormat::kNpy) {
        const Result<TiledImage> image = read_image(source.content, source.content_name);
        if (!image) return source.error(image.error());
        const Tensor pixels = image->to_tensor();
        return NpyArray{{3, pixels.shape().h, pixels.shape().w}, to_dense(pixels.view())};
    }
    Result<NpyArray> read = read_npy(source.content, source.content_name);
    if (!read) return source.error(read.error());
    return read;
}

Result<NpyArray> read_finite_array(const Source& source) {
    Result<NpyArray> array = read_array(source);
    if (array && !std::ranges::all_of(array->values, [](float v) { return std::isfinite(v); }))
        return source.error({"holds NaN or infinities; weights must be finite", {}});
    return array;
}

constexpr std::string_view kTensorKeys[] = {"values", "file", "asset", "tensor", "name"};
constexpr std::string_view kImageKeys[] = {"values", "file", "asset", "tensor", "name", "channels"};

/// Values that were written as a nested list.
Result<TiledImage> image_from_values(const Source& source, int channels) {
    NpyArray array;
    if (Result<void> appended = append_values(source.node, 0, array); !appended)
        return appended.error();
    Result<Tensor> tensor = to_tensor(array, {});
    if (!tensor) return source.node.error(tensor.error().message);
    const Shape shape = tensor->shape();
    if (array.shape.size() < 2 || shape.n != 1 || (shape.c != 1 && shape.c != 3))
        return source.node.error(
            "is no picture; it needs the shape height,width or channels,height,width with 1 or 3 "
            "channels");
    if (shape.c == channels) return TiledImage::from_tensor(tensor->view());
    Tensor converted(Shape{1, channels, shape.h, shape.w});
    const ConstTensorView from = tensor->view();
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x)
                converted.view()(0, c, y, x) =
                    shape.c == 1
                        ? from(0, 0, y, x)
                        : mean_of_channels(from(0, 0, y, x), from(0, 1, y, x), from(0, 2, y, x));
    return TiledImage::from_tensor(converted.view());
}

}  // namespace

Result<NamedTensor> read_tensor_source(const JsonNode& node, const fs::path& folder) {
    const Result<Source> source = open_source(node, folder, kTensorKeys);
    if (!source) return source.error();
    const Result<NpyArray> array = read_finite_array(*source);
    if (!array) return array.error();
    Result<Tensor> tensor = to_tensor(*array, source->content_name);
    if (!tensor) return source->error(tensor.error());
    return NamedTensor{*std::move(tensor), source->name, array->shape.size()};
}

Result<NamedImage> read_image_source(const JsonNode& node, const fs::path& folder) {
    const Result<Source> source = open_source(node, folder, kImageKeys);
    if (!source) return source.error();
    int channels = 3;
    if (const auto wanted = node.member("channels")) {
        const Result<int> number = wanted->integer(1, 3);
        if (!number) return number.error();
        if (*number == 2) return wanted->error("is 2; a picture has 1 or 3 channels");
        channels = *number;
    }
    Result<TiledImage> image = source->has_values()
                                   ? image_from_values(*source, channels)
                                   : read_image(source->content, source->content_name, channels);
    if (!image) return source->has_values() ? image.error() : source->error(image.error());
    return NamedImage{*std::move(image), source->name};
}

Result<std::vector<float>> read_vector_source(const JsonNode& node, const fs::path& folder) {
    const Result<Source> source = open_source(node, folder, kTensorKeys);
    if (!source) return source.error();
    Result<NpyArray> array = read_finite_array(*source);
    if (!array) return array.error();
    if (array->shape.size() != 1) return source->node.error("must be a flat list of numbers");
    return std::move(array->values);
}

}  // namespace convscope
