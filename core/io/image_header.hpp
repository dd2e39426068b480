#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.hpp"

namespace convscope {

enum class ImageFormat { kUnknown, kPng, kJpeg, kBmp, kGif, kPnm, kNpy };

/// By the first bytes, not by the file's name.
ImageFormat detect_image_format(std::span<const unsigned char> bytes);

/// What a picture's header says, and what decoding it takes.
struct ImageHeader {
    int width = 0, height = 0;
    bool has_16_bits = false;  ///< PNG only.
    double decoder_bytes_per_pixel =
        0;  ///< Memory of the decoder, its output included, at its peak.
};

/// Ok when a picture of this size is within the limits (check_image_size()), and its pixels and
/// the decoder fit into memory.
Result<void> check_picture(std::int64_t width, std::int64_t height, double decoder_bytes_per_pixel);

/// What they say about a file that stops before its end.
Error cut_off_error();

// Each reads the whole structure of a file of its format and refuses what stb_image would not
// survive: impossible sizes, files that end too early, tables that are damaged or missing, data
// that unpacks to more than the picture. Errors have no `where`.
Result<ImageHeader> check_png(std::span<const unsigned char> bytes);
Result<ImageHeader> check_jpeg(std::span<const unsigned char> bytes);
Result<ImageHeader> check_bmp(std::span<const unsigned char> bytes);
Result<ImageHeader> check_gif(std::span<const unsigned char> bytes);

}  // namespace convscope
