#pragma once
#include <filesystem>
#include <span>

#include "core/base/result.hpp"
#include "core/scene/tiled_image.hpp"

namespace convscope {

/// Reads a PNG, JPEG, BMP, GIF (its first frame), PNM (P1 to P6) or .npy (H,W or C,H,W or H,W,3 or
/// 1,C,H,W; float as it is, uint8 divided by 255) file into a picture of `channels` channels, 1 or
/// 3 (grey becomes three equal channels; colour becomes grey by the mean). 8- and 16-bit samples
/// are divided by their largest value; transparency is ignored.
///
/// The header is checked (format, size, limits of scene.hpp) before memory is taken and before any
/// decoder runs. Errors name the file in `where`.
Result<TiledImage> read_image_file(const std::filesystem::path& path, int channels = 3);

/// The same from memory; `name` is what Errors call it.
Result<TiledImage> read_image(std::span<const unsigned char> bytes, std::string_view name,
                              int channels = 3);

/// Writes 8-bit RGB (3 channels) or grey (1), values clamped to 0..1, rounded. PNG.
Result<void> write_png(const std::filesystem::path& path, ConstTensorView pixels);

}  // namespace convscope
