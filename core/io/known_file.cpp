#include "core/io/known_file.hpp"

#include "core/base/memory.hpp"
#include "core/io/file_bytes.hpp"
#include "core/io/image_header.hpp"
#include "core/io/json.hpp"

namespace convscope {

Result<std::vector<unsigned char>> read_known_file(const std::filesystem::path& path) {
    return read_file(
        path, [](std::span<const unsigned char> start, std::uint64_t size) -> Result<void> {
            if (size <= kMaxJsonBytes || detect_image_format(start) != ImageFormat::kUnknown)
                return {};
            return Error{"has " + format_bytes(size) +
                             " and does not begin like a picture (PNG, JPEG, BMP, GIF, PNM, "
                             ".npy); a scene (JSON) has at most " +
                             format_bytes(kMaxJsonBytes),
                         {}};
        });
}

}  // namespace convscope
