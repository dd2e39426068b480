#pragma once
#include <span>
#include <vector>

namespace convscope {

/// The whole .npy file (float32, version 1.0, C order) that write_npy() writes.
std::vector<unsigned char> npy_bytes(std::span<const int> shape, std::span<const float> values);

}  // namespace convscope
