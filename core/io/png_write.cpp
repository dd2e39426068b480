#include <stb_image_write.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/io/file_bytes.hpp"
#include "core/io/image_file.hpp"

namespace convscope {
namespace {

unsigned char to_byte(float value) {
    // Not clamp(): it would pass NaN on.
    const float inside = value > 0 ? std::min(value, 1.0f) : 0.0f;
    return static_cast<unsigned char>(std::lround(inside * 255.0f));
}

void append(void* context, void* data, int size) {
    auto& bytes = *static_cast<std::vector<unsigned char>*>(context);
    const auto* first = static_cast<const unsigned char*>(data);
    bytes.insert(bytes.end(), first, first + size);
}

}  // namespace

Result<void> write_png(const std::filesystem::path& path, ConstTensorView pixels) {
    const Shape shape = pixels.shape();
    if (shape.n != 1 || (shape.c != 1 && shape.c != 3) || shape.h < 1 || shape.w < 1)
        return Error{"cannot be written: a PNG needs one picture of 1 or 3 channels",
                     path.string()};
    std::vector<unsigned char> interleaved;
    interleaved.reserve(shape.count());
    for (int y = 0; y < shape.h; ++y)
        for (int x = 0; x < shape.w; ++x)
            for (int c = 0; c < shape.c; ++c) interleaved.push_back(to_byte(pixels(0, c, y, x)));
    std::vector<unsigned char> file;
    if (stbi_write_png_to_func(append, &file, shape.w, shape.h, shape.c, interleaved.data(),
                               shape.w * shape.c) == 0)
        return Error{"cannot be written: the picture could not be packed", path.string()};
    return write_file(path, file);
}

}  // namespace convscope
