#pragma once
#include <filesystem>
#include <vector>

#include "core/base/result.hpp"

namespace convscope {

/// The whole of a picture, an array (.npy) or a scene. The first bytes are looked at before the
/// rest is read: what begins like no picture and no array may have at most kMaxJsonBytes.
Result<std::vector<unsigned char>> read_known_file(const std::filesystem::path& path);

}  // namespace convscope
