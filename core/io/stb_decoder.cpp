#include "core/io/stb_decoder.hpp"

#include <algorithm>
#include <cstddef>

// stb_image is compiled here, and not taken from the system's library, so that all memory it works
// with begins as zeros: what it allocates by these functions, its variables by a compiler option
// (core/CMakeLists.txt; docs/decisions/0004-own-stb-translation-unit.md).
namespace {

void* zeroed_memory(std::size_t size) {
    return std::calloc(std::max<std::size_t>(size, 1), 1);
}

void* grow_zeroed(void* old, std::size_t old_size, std::size_t size) {
    auto* grown = static_cast<unsigned char*>(std::realloc(old, std::max<std::size_t>(size, 1)));
    if (grown != nullptr && size > old_size) std::fill(grown + old_size, grown + size, 0);
    return grown;
}

}  // namespace

#define STBI_MALLOC(size) zeroed_memory(size)
#define STBI_REALLOC_SIZED(old, old_size, size) grow_zeroed(old, old_size, size)
#define STBI_FREE(memory) std::free(memory)
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_ONLY_GIF
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_FAILURE_STRINGS
#include <stb_image.h>

namespace convscope {

StbPixels<std::uint8_t> decode_8_bits(std::span<const unsigned char> bytes) {
    StbPixels<std::uint8_t> pixels;
    pixels.items.reset(stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()),
                                             &pixels.width, &pixels.height, &pixels.samples, 0));
    return pixels;
}

StbPixels<std::uint16_t> decode_16_bits(std::span<const unsigned char> bytes) {
    StbPixels<std::uint16_t> pixels;
    pixels.items.reset(stbi_load_16_from_memory(bytes.data(), static_cast<int>(bytes.size()),
                                                &pixels.width, &pixels.height, &pixels.samples, 0));
    return pixels;
}

}  // namespace convscope
