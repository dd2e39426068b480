#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <string>

#include "core/io/file_bytes.hpp"
#include "core/io/npy.hpp"
#include "core/io/npy_bytes.hpp"

namespace convscope {
namespace {

/// Version 1.0: magic, version, length of the text, text padded so that data starts at a multiple
/// of 64.
std::string header_text(std::string_view descr, std::span<const int> shape) {
    std::string text = "{'descr': '" + std::string(descr) + "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : " ") + std::to_string(shape[i]) +
                (i + 1 < shape.size() || shape.size() == 1 ? "," : "");
    text += "), }";
    constexpr std::size_t kFixed = 10, kAlignment = 64;
    const std::size_t used = kFixed + text.size() + 1;
    text.append((kAlignment - used % kAlignment) % kAlignment, ' ');
    text += '\n';
    return text;
}

std::vector<unsigned char> npy_file(std::string_view descr, std::span<const int> shape,
                                    const void* items, std::size_t item_bytes) {
    static_assert(std::endian::native == std::endian::little, "elements are written as they lie");
    const std::string text = header_text(descr, shape);
    std::vector<unsigned char> bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    bytes.push_back(static_cast<unsigned char>(text.size() & 0xff));
    bytes.push_back(static_cast<unsigned char>(text.size() >> 8));
    bytes.insert(bytes.end(), text.begin(), text.end());
    const auto* first = static_cast<const unsigned char*>(items);
    bytes.insert(bytes.end(), first, first + item_bytes);
    return bytes;
}

}  // namespace

std::vector<unsigned char> npy_bytes(std::span<const int> shape, std::span<const float> values) {
    return npy_file("<f4", shape, values.data(), values.size_bytes());
}

Result<void> write_npy(const std::filesystem::path& path, std::span<const int> shape,
                       std::span<const float> values) {
    return write_file(path, npy_bytes(shape, values));
}

Result<void> write_npy(const std::filesystem::path& path, std::span<const int> shape,
                       std::span<const std::int32_t> values) {
    return write_file(path, npy_file("<i4", shape, values.data(), values.size_bytes()));
}

Result<void> write_npy(const std::filesystem::path& path, ConstTensorView tensor) {
    const int shape[] = {tensor.shape().n, tensor.shape().c, tensor.shape().h, tensor.shape().w};
    return write_npy(path, shape, to_dense(tensor));
}

}  // namespace convscope
