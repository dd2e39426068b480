#include "core/io/image_file.hpp"

#include <string>

#include "core/base/grey.hpp"
#include "core/io/image_header.hpp"
#include "core/io/known_file.hpp"
#include "core/io/npy.hpp"
#include "core/io/npy_header.hpp"
#include "core/io/pnm.hpp"
#include "core/io/stb_decoder.hpp"

namespace convscope {
namespace {

/// Fills a picture of `channels` channels tile by tile from a source of `source_channels`;
/// `sample(c, y, x)` gives its values. Grey is repeated, color averaged.
template <class Sample>
TiledImage make_image(Shape source, int channels, Sample sample) {
    const auto pixel = [&](int c, int y, int x) {
        if (source.c == 1) return sample(0, y, x);
        if (channels == 3) return sample(c, y, x);
        return mean_of_channels(sample(0, y, x), sample(1, y, x), sample(2, y, x));
    };
    TiledImage image(source.w, source.h, channels);
    for (int i = 0; i < image.tile_count(); ++i) {
        const Rect rect = image.tile_rect(i);
        Tensor tile(Shape{1, channels, rect.height(), rect.width()});
        for (int c = 0; c < channels; ++c)
            for (int y = rect.y0; y < rect.y1; ++y) {
                float* row = tile.view().row(0, c, y - rect.y0);
                for (int x = rect.x0; x < rect.x1; ++x) row[x - rect.x0] = pixel(c, y, x);
            }
        image.set_tile(i, std::move(tile));
    }
    return image;
}

/// `maximum`: the sample that becomes 1.
template <class Item>
Result<TiledImage> image_from_stb(const StbPixels<Item>& decoded, const ImageHeader& header,
                                  int channels, float maximum) {
    if (!decoded.items || decoded.width != header.width || decoded.height != header.height)
        return Error{"cannot be decoded: its data is damaged", {}};
    const auto stride = static_cast<std::size_t>(decoded.samples);
    const auto width = static_cast<std::size_t>(decoded.width);
    const Shape colors{1, decoded.samples >= 3 ? 3 : 1, decoded.height, decoded.width};
    return make_image(colors, channels, [&](int c, int y, int x) {
        const std::size_t pixel = static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
        const Item sample = decoded.items[pixel * stride + static_cast<std::size_t>(c)];
        return static_cast<float>(sample) / maximum;
    });
}

/// How the elements of an array lie as a picture.
struct ArrayLayout {
    int channels = 0, height = 0, width = 0;
    bool channels_last = false;
};

Result<ArrayLayout> array_layout(std::vector<int> shape) {
    if (shape.size() == 4 && shape[0] == 1) shape.erase(shape.begin());
    if (shape.size() == 2) return ArrayLayout{1, shape[0], shape[1], false};
    if (shape.size() == 3) {
        if (shape[0] == 1 || shape[0] == 3) return ArrayLayout{shape[0], shape[1], shape[2], false};
        if (shape[2] == 1 || shape[2] == 3) return ArrayLayout{shape[2], shape[0], shape[1], true};
    }
    return Error{
        "is an array that is no picture; a picture has the shape height,width or "
        "channels,height,width with 1 or 3 channels",
        {}};
}

Result<TiledImage> image_from_npy(std::span<const unsigned char> bytes, int channels) {
    const Result<NpyHeader> header = read_npy_header(bytes, {});
    if (!header) return header.error();
    const Result<ArrayLayout> layout = array_layout(header->shape);
    if (!layout) return layout.error();
    constexpr double kArrayBytes = 2 * 3 * sizeof(float);
    if (Result<void> size = check_picture(layout->width, layout->height, kArrayBytes); !size)
        return size.error();
    const Result<NpyArray> array = read_npy(bytes, {});
    if (!array) return array.error();
    const float maximum = array->was_uint8 ? 255.0f : 1.0f;
    const auto extent = [](int value) { return static_cast<std::size_t>(value); };
    const Shape source{1, layout->channels, layout->height, layout->width};
    return make_image(source, channels, [&](int c, int y, int x) {
        const std::size_t pixel = extent(y) * extent(source.w) + extent(x);
        const std::size_t index = layout->channels_last
                                      ? pixel * extent(source.c) + extent(c)
                                      : extent(c) * extent(source.h) * extent(source.w) + pixel;
        return array->values[index] / maximum;
    });
}

Result<TiledImage> image_from_pnm(std::span<const unsigned char> bytes, int channels) {
    const Result<Tensor> pixels = read_pnm(bytes);
    if (!pixels) return pixels.error();
    const ConstTensorView view = pixels->view();
    return make_image(view.shape(), channels,
                      [&](int c, int y, int x) { return view(0, c, y, x); });
}

Result<TiledImage> decode(std::span<const unsigned char> bytes, int channels) {
    Result<ImageHeader> header = Error{};
    switch (detect_image_format(bytes)) {
        case ImageFormat::kNpy:
            return image_from_npy(bytes, channels);
        case ImageFormat::kPnm:
            return image_from_pnm(bytes, channels);
        case ImageFormat::kPng:
            header = check_png(bytes);
            break;
        case ImageFormat::kJpeg:
            header = check_jpeg(bytes);
            break;
        case ImageFormat::kBmp:
            header = check_bmp(bytes);
            break;
        case ImageFormat::kGif:
            header = check_gif(bytes);
            break;
        case ImageFormat::kUnknown:
            return Error{bytes.empty() ? "is empty"
                                       : "is not a picture that can be opened; use PNG, JPEG, BMP, "
                                         "GIF, PNM or .npy",
                         {}};
    }
    if (!header) return header.error();
    return header->has_16_bits ? image_from_stb(decode_16_bits(bytes), *header, channels, 65535.0f)
                               : image_from_stb(decode_8_bits(bytes), *header, channels, 255.0f);
}

}  // namespace

Result<TiledImage> read_image_file(const std::filesystem::path& path, int channels) {
    const Result<std::vector<unsigned char>> bytes = read_known_file(path);
    if (!bytes) return bytes.error();
    return read_image(*bytes, path.string(), channels);
}

Result<TiledImage> read_image(std::span<const unsigned char> bytes, std::string_view name,
                              int channels) {
    Result<TiledImage> image = decode(bytes, channels);
    if (!image) return Error{image.error().message, std::string(name)};
    return image;
}

}  // namespace convscope
