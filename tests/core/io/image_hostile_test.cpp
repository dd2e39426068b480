#include <gtest/gtest.h>
#include <malloc.h>
#include <zlib.h>

#include <string>

#include "core/io/image_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

std::string be32(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
            static_cast<char>(value >> 8), static_cast<char>(value)};
}
std::string le32(std::uint32_t value) {
    const std::string big = be32(value);
    return {big.rbegin(), big.rend()};
}
std::string be16(unsigned value) {
    return be32(value).substr(2);
}
std::string le16(unsigned value) {
    return le32(value).substr(0, 2);
}

std::string deflate(const std::string& data) {
    uLongf size = compressBound(data.size());
    std::string packed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
              reinterpret_cast<const Bytef*>(data.data()), data.size(), 9);
    packed.resize(size);
    return packed;
}

std::string chunk(const std::string& type, const std::string& content) {
    return be32(static_cast<std::uint32_t>(content.size())) + type + content + "crc.";
}

/// A PNG of this size with this (unpacked) data.
std::string png(std::uint32_t width, std::uint32_t height, const std::string& data, char bits = 8,
                char color = 0, char interlace = 0) {
    const std::string header =
        be32(width) + be32(height) + std::string{bits, color, 0, 0, interlace};
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", deflate(data)) +
           chunk("IEND", "");
}

std::string bmp(std::uint32_t width, std::uint32_t height, unsigned bits, const std::string& data,
                std::uint32_t offset = 54, std::uint32_t compression = 0) {
    return "BM" + le32(0) + le32(0) + le32(offset) + le32(40) + le32(width) + le32(height) +
           le16(1) + le16(bits) + le32(compression) + std::string(20, '\0') + data;
}

std::string gif(unsigned width, unsigned height, unsigned frame_width, unsigned frame_height,
                const std::string& rest = std::string("\x02\x02\x44\x01\0;", 6)) {
    return "GIF89a" + le16(width) + le16(height) + std::string("\x80\0\0", 3) +
           std::string(6, '\x7f') + "," + le16(0) + le16(0) + le16(frame_width) +
           le16(frame_height) + std::string(1, '\0') + rest;
}

std::string segment(unsigned char marker, const std::string& content) {
    return std::string("\xff") + static_cast<char>(marker) +
           be16(static_cast<unsigned>(content.size()) + 2) + content;
}
std::string frame(unsigned height, unsigned width) {
    return segment(0xc0, "\x08" + be16(height) + be16(width) + std::string("\x01\x01\x11\0", 4));
}
/// Tables with one code of one bit, quantization, and the scan's header.
std::string tables() {
    return segment(0xdb, std::string(1, '\0') + std::string(64, '\x01')) +
           segment(0xc4,
                   std::string("\x00\x01", 2) + std::string(15, '\0') + std::string(1, '\0')) +
           segment(0xc4, std::string("\x10\x01", 2) + std::string(15, '\0') + std::string(1, '\0'));
}
std::string scan() {
    return segment(0xda, std::string("\x01\x01\x00\x00\x3f\x00", 6));
}
std::string jpeg(const std::string& segments, const std::string& coded = "\x3f") {
    return "\xff\xd8" + segments + coded + "\xff\xd9";
}

/// Refused, with a sentence that names the file; returns it.
std::string refusal(const std::string& file) {
    const auto image = read_image(as_bytes(file), "hostile", 3);
    EXPECT_FALSE(image);
    if (image) return {};
    EXPECT_EQ(image.error().where, "hostile");
    EXPECT_EQ(image.error().message.find('\n'), std::string::npos);
    return image.error().message;
}
bool opens(const std::string& file) {
    return read_image(as_bytes(file), "good", 3).has_value();
}

TEST(HostileImage, NoPictureAtAll) {
    EXPECT_EQ(refusal(""), "is empty");
    EXPECT_NE(refusal("hello").find("PNG, JPEG"), std::string::npos);
    // stb_image would decode these, but they are not ours to open.
    EXPECT_NE(refusal("8BPS" + std::string(40, '\0')).find("PNG, JPEG"), std::string::npos);
    EXPECT_NE(refusal(std::string(2, '\0') + "\x02" + std::string(40, '\0')).find("PNG"),
              std::string::npos);
}

TEST(HostileImage, PngSizes) {
    const std::string row(3, '\0');
    EXPECT_TRUE(opens(png(2, 1, row)));
    refusal(png(0, 1, row));
    refusal(png(1, 0, row));
    EXPECT_NE(refusal(png(20000, 1, row)).find("16384"), std::string::npos);
    EXPECT_NE(refusal(png(16000, 16000, row)).find("64"), std::string::npos);
    refusal(png(0xffffffff, 0xffffffff, row));
    refusal(png(8000, 8000, row));  // Within the limits, but the data is not there.
}

TEST(HostileImage, PngHeader) {
    const std::string row(3, '\0');
    for (const char bits : {'\0', '\3', '\7', ' '}) refusal(png(2, 1, row, bits));
    for (const char color : {'\1', '\5', '\7', '\x7f'}) refusal(png(2, 1, row, 8, color));
    refusal(png(2, 1, row, 16, 3));
    refusal(png(2, 1, row, 4, 2));
    refusal(png(2, 1, row, 8, 0, 2));
    std::string other_first = png(2, 1, row);
    other_first.replace(12, 4, "IDAT");
    refusal(other_first);
}

TEST(HostileImage, PngThatUnpacksToMoreThanThePicture) {
    EXPECT_NE(refusal(png(2, 1, std::string(50'000'000, '\0'))).find("unpacks to more"),
              std::string::npos);
}

TEST(HostileImage, PngDataDamagedOrShort) {
    refusal(png(2, 2, std::string(5, '\0')));
    std::string damaged = png(2, 1, std::string(3, '\0'));
    damaged[damaged.find("IDAT") + 6] ^= 0x55;
    refusal(damaged);
    const std::string good = png(2, 1, std::string(3, '\0'));
    refusal(good.substr(0, 33) + chunk("IEND", ""));                        // No data at all.
    refusal(good.substr(0, 33) + chunk("CgBI", "    ") + good.substr(33));  // Apple's variant.
}

TEST(HostileImage, BmpSizes) {
    EXPECT_TRUE(opens(bmp(1, 1, 24, "abcd")));
    EXPECT_TRUE(opens(bmp(1, 0xffffffff, 24, "abcd")));  // Height -1: the top row comes first.
    refusal(bmp(0, 1, 24, "abcd"));
    refusal(bmp(1, 0, 24, "abcd"));
    refusal(bmp(0xffffffff, 1, 24, "abcd"));
    refusal(bmp(1, 0x80000000, 24, "abcd"));
    refusal(bmp(20000, 1, 24, "abcd"));
    refusal(bmp(2, 1, 24, "abcd"));
    refusal(bmp(16000, 4000, 24, "abcd"));
}

TEST(HostileImage, BmpHeader) {
    refusal(bmp(1, 1, 7, "abcd"));
    refusal(bmp(1, 1, 0, "abcd"));
    refusal(bmp(1, 1, 24, "abcd", 0xffffffff));
    refusal(bmp(1, 1, 24, "abcd", 10));
    for (const std::uint32_t compression : {1u, 2u, 4u, 5u, 99u})
        refusal(bmp(1, 1, 24, "abcd", 54, compression));
    refusal(bmp(1, 1, 8, std::string(2000, 'a'), 54 + 1100));  // More colors than a byte can name.
    // The old header, for which stb_image miscounts the palette.
    refusal("BM" + le32(0) + le32(0) + le32(32) + le32(12) + le16(1) + le16(1) + le16(1) + le16(8) +
            std::string(100, 'a'));
}

TEST(HostileImage, GifSizes) {
    EXPECT_TRUE(opens(gif(1, 1, 1, 1)));
    refusal(gif(0, 1, 1, 1));
    refusal(gif(1, 0, 1, 1));
    refusal(gif(1, 1, 2, 1));
    refusal(gif(1, 1, 0, 1));
    refusal(gif(20000, 1, 1, 1));
    refusal(gif(16000, 16000, 1, 1));
}

TEST(HostileImage, GifStructure) {
    refusal(gif(1, 1, 1, 1, ""));
    refusal(gif(1, 1, 1, 1, std::string("\x0c\x02\x44\x01\0;", 6)));
    std::string no_table = gif(1, 1, 1, 1);
    no_table[10] = 0;
    no_table.erase(13, 6);
    refusal(no_table);
    EXPECT_NE(refusal(gif(1, 1, 1, 1).substr(0, 19) + ";").find("without a picture"),
              std::string::npos);
    refusal(gif(1, 1, 1, 1).substr(0, 19) + "x");
}

TEST(HostileImage, JpegSizes) {
    EXPECT_TRUE(opens(jpeg(frame(8, 8) + tables() + scan())));
    refusal(jpeg(frame(0, 8) + tables() + scan()));
    refusal(jpeg(frame(8, 0) + tables() + scan()));
    refusal(jpeg(frame(20000, 8) + tables() + scan()));
    refusal(jpeg(frame(65535, 65535) + tables() + scan()));
    refusal(jpeg(frame(8000, 8000) + tables() + scan()));  // A few bytes cannot hold this many.
}

TEST(HostileImage, JpegHuffmanCounts) {
    const auto with_counts = [](const std::string& counts, std::size_t symbols) {
        return jpeg(frame(8, 8) + tables() +
                    segment(0xc4, std::string(1, '\0') + counts + std::string(symbols, '\0')) +
                    scan());
    };
    // The one that makes stb_image write behind its table.
    EXPECT_NE(refusal(with_counts(std::string(16, '\xff'), 4080)).find("Huffman"),
              std::string::npos);
    refusal(with_counts("\x03" + std::string(15, '\0'), 3));
    refusal(with_counts(std::string(16, '\0'), 0));
    refusal(with_counts(std::string(8, '\0') + "\xff\x02" + std::string(6, '\0'), 257));
    refusal(with_counts(std::string(15, '\0') + "\x04", 1));  // Fewer symbols than announced.
}

TEST(HostileImage, JpegTablesThatAreMissing) {
    const std::string all = tables();
    const std::size_t quantization = 2 + 67, huffman = 2 + 20;
    refusal(jpeg(frame(8, 8) + scan()));
    refusal(jpeg(frame(8, 8) + all.substr(quantization) + scan()));
    refusal(jpeg(frame(8, 8) + all.substr(0, quantization + huffman) + scan()));
    refusal(jpeg(frame(8, 8) + all.substr(0, quantization) + all.substr(quantization + huffman) +
                 scan()));
}

TEST(HostileImage, JpegStructure) {
    refusal(jpeg(""));
    refusal(jpeg(tables() + scan()));
    refusal(jpeg(frame(8, 8) + tables()));
    refusal(jpeg(frame(8, 8) + frame(8, 8) + tables() + scan()));
    refusal(jpeg(segment(0xc9, "\x08" + be16(8) + be16(8) + std::string("\x01\x01\x11\0", 4))));
    std::string scans;
    for (int i = 0; i < 200; ++i) scans += scan() + "\x3f";
    refusal(jpeg(frame(8, 8) + tables() + scans));
    const std::string good = jpeg(frame(8, 8) + tables() + scan());
    refusal(good.substr(0, good.size() - 2));
}

/// Leaves bytes of this value where the stack and the heap hand out memory next.
[[gnu::noinline]] void soil_memory(unsigned char byte) {
    mallopt(M_PERTURB, byte);  // malloc() fills what it gives.
    volatile unsigned char stack[1 << 16];
    for (volatile unsigned char& place : stack) place = byte;
}

Tensor decoded_in_soiled_memory(const std::string& file, unsigned char byte) {
    soil_memory(byte);
    const auto image = read_image(as_bytes(file), "soiled", 3);
    mallopt(M_PERTURB, 0);
    EXPECT_TRUE(image) << image.error().text();
    return image ? image->to_tensor() : Tensor();
}

/// Damaged in ways that decoders overlook: parts of the picture are not in the file.
TEST(HostileImage, WhatTheFileLeavesOpenIsAlwaysTheSame) {
    const std::string indices("\0\x01\x02\xc8\xff", 5);
    std::string short_palette = png(4, 1, indices, 8, 3);
    short_palette.insert(33, chunk("PLTE", "rgb"));
    const std::string files[] = {
        short_palette,
        bmp(4, 1, 8, "rgb" + std::string(1, '\0') + indices.substr(1), 58),
        // A restart marker should come after each block; none does.
        jpeg(frame(64, 64) + tables() + segment(0xdd, be16(1)) + scan(), std::string(64, '\x3f')),
    };
    for (const std::string& file : files) {
        const Tensor first = decoded_in_soiled_memory(file, 0x11);
        const Tensor second = decoded_in_soiled_memory(file, 0xee);
        EXPECT_EQ(to_dense(first.view()), to_dense(second.view())) << file.substr(0, 4);
    }
}

/// Cut off anywhere, a picture is refused (or, once all of it is there, opens).
TEST(HostileImage, TruncatedFiles) {
    for (const char* name :
         {"rgb.png", "rgb_interlaced.png", "palette.png", "grey16.png", "rgb.bmp", "palette.bmp",
          "rgb.gif", "gradient.jpg", "progressive.jpg"}) {
        const std::string file = read_text(test_data(name));
        ASSERT_FALSE(file.empty());
        for (std::size_t length = 0; length + 1 < file.size(); ++length) {
            const auto image = read_image(as_bytes(file).first(length), "cut", 3);
            EXPECT_FALSE(image) << name << " cut to " << length << " of " << file.size();
        }
    }
}

}  // namespace
}  // namespace convscope
