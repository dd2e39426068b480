#include <zlib.h>

#include <array>
#include <string>
#include <vector>

#include "core/io/byte_reader.hpp"
#include "core/io/image_header.hpp"

namespace convscope {
namespace {

Error damaged(const std::string& what) {
    return {"is a damaged PNG: " + what, {}};
}

/// The first chunk, IHDR.
struct PngInfo {
    std::uint32_t width = 0, height = 0;
    int bits = 0, color_type = 0;
    bool interlaced = false;

    int samples() const {
        constexpr std::array<int, 7> kSamples = {1, 0, 3, 1, 2, 0, 4};
        return kSamples[static_cast<std::size_t>(color_type)];
    }
    bool valid() const {
        if (color_type > 6 || color_type == 1 || color_type == 5) return false;
        if (bits == 8) return true;
        if (bits == 16) return color_type != 3;
        return (bits == 1 || bits == 2 || bits == 4) && (color_type == 0 || color_type == 3);
    }
    /// Of a (sub-)picture, with the filter byte before each row.
    std::uint64_t unpacked_bytes(std::uint64_t w, std::uint64_t h) const {
        if (w == 0 || h == 0) return 0;
        const auto bits_per_pixel = static_cast<std::uint64_t>(samples() * bits);
        return h * (1 + (w * bits_per_pixel + 7) / 8);
    }
    std::uint64_t unpacked_bytes() const {
        if (!interlaced) return unpacked_bytes(width, height);
        struct Pass {
            unsigned x, y, step_x, step_y;
        };
        constexpr Pass kPasses[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                    {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
        std::uint64_t total = 0;
        for (const Pass& pass : kPasses)
            total += unpacked_bytes((width + pass.step_x - 1 - pass.x) / pass.step_x,
                                    (height + pass.step_y - 1 - pass.y) / pass.step_y);
        return total;
    }
};

using Chunks = std::vector<std::span<const unsigned char>>;

/// How many bytes the data chunks unpack to, or `limit` + 1 when they are more than `limit`;
/// an Error when they are damaged or end early. Nothing is kept.
Result<std::uint64_t> measure_unpacked(const Chunks& chunks, std::uint64_t limit) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return Error{"cannot be unpacked: out of memory", {}};
    std::vector<unsigned char> sink(std::size_t{1} << 16);
    int status = Z_OK;
    for (const auto& chunk : chunks) {
        stream.next_in = const_cast<unsigned char*>(chunk.data());  // zlib does not write to it.
        stream.avail_in = static_cast<uInt>(chunk.size());
        while (status == Z_OK && stream.avail_in > 0 && stream.total_out <= limit) {
            stream.next_out = sink.data();
            stream.avail_out = static_cast<uInt>(sink.size());
            status = inflate(&stream, Z_NO_FLUSH);
        }
    }
    // The last of the output may still wait inside zlib.
    while (status == Z_OK && stream.total_out <= limit) {
        stream.next_out = sink.data();
        stream.avail_out = static_cast<uInt>(sink.size());
        status = inflate(&stream, Z_FINISH);
        if (status == Z_BUF_ERROR && stream.avail_out == 0) status = Z_OK;
    }
    const std::uint64_t total = stream.total_out;
    inflateEnd(&stream);
    if (total > limit) return limit + 1;
    if (status == Z_BUF_ERROR) return cut_off_error();
    if (status != Z_STREAM_END) return damaged("its data cannot be unpacked");
    return total;
}

Result<PngInfo> read_info(ByteReader& reader) {
    PngInfo info;
    if (reader.u32_be() != 13 || reader.u32_be() != 0x49484452u) {  // "IHDR"
        if (!reader.ok()) return cut_off_error();
        return damaged("it does not begin with its size");
    }
    info.width = reader.u32_be();
    info.height = reader.u32_be();
    info.bits = reader.u8();
    info.color_type = reader.u8();
    const int compression = reader.u8(), filter = reader.u8(), interlace = reader.u8();
    reader.skip(4);
    if (!reader.ok()) return cut_off_error();
    if (!info.valid() || compression != 0 || filter != 0 || interlace > 1)
        return damaged("its header is impossible");
    info.interlaced = interlace == 1;
    return info;
}

/// The data chunks up to the end chunk.
Result<Chunks> read_chunks(ByteReader& reader) {
    Chunks data;
    for (;;) {
        const std::uint32_t length = reader.u32_be(), type = reader.u32_be();
        const auto content = reader.take(length);
        reader.skip(4);
        if (!reader.ok()) return cut_off_error();
        if (type == 0x49454e44u) return data;                              // "IEND"
        if (type == 0x49444154u && length > 0) data.push_back(content);    // "IDAT"
        if (type == 0x43674249u) return damaged("it is Apple's variant");  // "CgBI"
    }
}

}  // namespace

Result<ImageHeader> check_png(std::span<const unsigned char> bytes) {
    ByteReader reader(bytes);
    reader.skip(8);
    const Result<PngInfo> info = read_info(reader);
    if (!info) return info.error();
    // The decoder holds the unpacked data and one or two pictures of up to four samples.
    const double decoder_bytes = (info->bits == 16 ? 2.0 : 1.0) * (info->samples() + 2 * 4);
    if (Result<void> size = check_picture(info->width, info->height, decoder_bytes); !size)
        return size.error();
    const Result<Chunks> chunks = read_chunks(reader);
    if (!chunks) return chunks.error();
    if (chunks->empty()) return damaged("it holds no picture");

    const std::uint64_t wanted = info->unpacked_bytes();
    constexpr std::uint64_t kTolerated = std::uint64_t{1} << 16;  // Some writers add zeros.
    const Result<std::uint64_t> unpacked = measure_unpacked(*chunks, wanted + kTolerated);
    if (!unpacked) return unpacked.error();
    if (*unpacked < wanted) return cut_off_error();
    if (*unpacked > wanted + kTolerated)
        return damaged("its data unpacks to more than the picture");
    return ImageHeader{static_cast<int>(info->width), static_cast<int>(info->height),
                       info->bits == 16, decoder_bytes};
}

}  // namespace convscope
