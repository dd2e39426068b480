#include "core/io/image_header.hpp"

#include <cstdlib>
#include <string>

#include "core/io/byte_reader.hpp"
#include "core/io/file_bytes.hpp"
#include "core/scene/scene.hpp"

namespace convscope {
namespace {

bool starts_with(std::span<const unsigned char> bytes, std::string_view prefix) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())
        .starts_with(prefix);
}

/// Bytes of the color table that a GIF's flag byte announces.
std::size_t gif_table_bytes(unsigned flags) {
    return (flags & 0x80u) != 0 ? 3 * (std::size_t{2} << (flags & 7u)) : 0;
}

/// A GIF's sub-blocks, up to and with the empty one.
void skip_sub_blocks(ByteReader& reader) {
    for (std::size_t size = reader.u8(); size != 0 && reader.ok(); size = reader.u8())
        reader.skip(size);
}

Result<void> check_gif_frame(ByteReader& reader, const ImageHeader& header, bool has_table) {
    const int x = reader.u16_le(), y = reader.u16_le();
    const int width = reader.u16_le(), height = reader.u16_le();
    const unsigned flags = reader.u8();
    reader.skip(gif_table_bytes(flags));
    if (!reader.ok()) return cut_off_error();
    if (width == 0 || height == 0 || x + width > header.width || y + height > header.height)
        return Error{"is a damaged GIF: its first frame lies outside the picture", {}};
    if (!has_table && (flags & 0x80u) == 0)
        return Error{"is a damaged GIF: it has no table of colors", {}};
    constexpr int kMaxCodeSize = 11;
    if (reader.u8() > kMaxCodeSize) return Error{"is a damaged GIF: impossible code size", {}};
    skip_sub_blocks(reader);
    if (!reader.ok()) return cut_off_error();
    return {};
}

}  // namespace

Error cut_off_error() {
    return {"ends too early: the file was cut off or is damaged", {}};
}

ImageFormat detect_image_format(std::span<const unsigned char> bytes) {
    if (starts_with(bytes, "\x89PNG\r\n\x1a\n")) return ImageFormat::kPng;
    if (starts_with(bytes, "\xff\xd8\xff")) return ImageFormat::kJpeg;
    if (starts_with(bytes, "GIF87a") || starts_with(bytes, "GIF89a")) return ImageFormat::kGif;
    if (starts_with(bytes, "\x93NUMPY")) return ImageFormat::kNpy;
    if (starts_with(bytes, "BM")) return ImageFormat::kBmp;
    if (bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
        std::string_view(" \t\r\n\v\f#").find(static_cast<char>(bytes[2])) !=
            std::string_view::npos)
        return ImageFormat::kPnm;
    return ImageFormat::kUnknown;
}

Result<void> check_picture(std::int64_t width, std::int64_t height,
                           double decoder_bytes_per_pixel) {
    constexpr int kChannels = 3;
    if (Result<void> size = check_image_size(width, height, kChannels); !size)
        return Error{size.error().message, {}};
    const double bytes_per_pixel = decoder_bytes_per_pixel + kChannels * sizeof(float);
    return check_free_memory(
        bytes_per_pixel * static_cast<double>(width) * static_cast<double>(height),
        "opening this picture");
}

Result<ImageHeader> check_bmp(std::span<const unsigned char> bytes) {
    ByteReader reader(bytes);
    reader.skip(10);
    const std::uint32_t offset = reader.u32_le(), header_size = reader.u32_le();
    const bool is_old = header_size == 12;
    const std::int64_t width =
        is_old ? reader.u16_le() : static_cast<std::int32_t>(reader.u32_le());
    const std::int64_t signed_height =
        is_old ? reader.u16_le() : static_cast<std::int32_t>(reader.u32_le());
    const std::int64_t height = std::abs(signed_height);  // Negative: the top row comes first.
    reader.skip(2);
    const int bits = reader.u16_le();
    const std::uint32_t compression = is_old ? 0 : reader.u32_le();
    if (!reader.ok()) return cut_off_error();
    if (compression != 0 && compression != 3)
        return Error{"is a compressed BMP, which is not supported; save it as PNG", {}};
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
        return Error{"is a damaged BMP: " + std::to_string(bits) + " bits a pixel", {}};
    constexpr double kDecoderBytes = 4;
    if (Result<void> size = check_picture(width, height, kDecoderBytes); !size) return size.error();
    const std::int64_t row_bytes = (width * bits + 31) / 32 * 4;
    if (is_old && bits < 16)
        return Error{"is a BMP of a very old kind, which is not supported; save it as PNG", {}};
    const std::uint64_t masks = compression == 3 && header_size <= 56 ? 12 : 0;
    if (offset < 14 + std::uint64_t{header_size} + masks)
        return Error{"is a damaged BMP: its pixels begin inside its header", {}};
    if (static_cast<std::int64_t>(offset) + row_bytes * height >
        static_cast<std::int64_t>(bytes.size()))
        return cut_off_error();
    return ImageHeader{static_cast<int>(width), static_cast<int>(height), false, kDecoderBytes};
}

Result<ImageHeader> check_gif(std::span<const unsigned char> bytes) {
    ByteReader reader(bytes);
    reader.skip(6);
    constexpr double kDecoderBytes = 9;  // Two pictures with alpha and a mask.
    ImageHeader header{reader.u16_le(), reader.u16_le(), false, kDecoderBytes};
    const unsigned flags = reader.u8();
    reader.skip(2 + gif_table_bytes(flags));
    if (!reader.ok()) return cut_off_error();
    if (Result<void> size = check_picture(header.width, header.height, kDecoderBytes); !size)
        return size.error();
    for (;;) {
        const int tag = reader.u8();
        if (!reader.ok()) return cut_off_error();
        if (tag == 0x21) {
            reader.skip(1);
            skip_sub_blocks(reader);
        } else if (tag == 0x2c) {
            if (Result<void> frame = check_gif_frame(reader, header, (flags & 0x80u) != 0); !frame)
                return frame.error();
            return header;
        } else if (tag == 0x3b) {
            return Error{"is a GIF without a picture", {}};
        } else {
            return Error{"is a damaged GIF: unknown block " + std::to_string(tag), {}};
        }
    }
}

}  // namespace convscope
