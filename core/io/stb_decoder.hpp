#pragma once
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace convscope {

struct FreeMemory {
    void operator()(void* memory) const { std::free(memory); }
};

/// What stb_image made of a file: rows of interleaved samples, alpha last when the number of
/// samples is even.
template <class Item>
struct StbPixels {
    int width = 0, height = 0, samples = 0;
    std::unique_ptr<Item[], FreeMemory> items;  ///< Null when the file cannot be decoded.
};

// Decode PNG, JPEG, BMP and GIF whose structure was checked (image_header.hpp). What a damaged file
// leaves open is 0, so that the same bytes always give the same picture.
// Precondition: at most 2^31 - 1 bytes.
StbPixels<std::uint8_t> decode_8_bits(std::span<const unsigned char> bytes);
StbPixels<std::uint16_t> decode_16_bits(std::span<const unsigned char> bytes);

}  // namespace convscope
