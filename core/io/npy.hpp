#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/base/result.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// An array as NumPy's .npy files hold it, with elements brought to float, C order.
/// Source: numpy.lib.format, versions 1.0 to 3.0.
struct NpyArray {
    std::vector<int> shape;  ///< Empty for a scalar.
    std::vector<float> values;
    bool was_uint8 = false;  ///< Pictures scale these by 1/255.
    /// The elements once more, of arrays with integers that float cannot hold (beyond 2^24); else
    /// empty.
    std::vector<double> doubles = {};
};

/// Reads dtypes <f4 <f8 <f2 u1 i1 <i2 <u2 <i4 <u4 <i8 <u8 and b1 (big-endian ones too), C or
/// Fortran order, at most four dimensions for anything that becomes a Tensor. Errors name the file;
/// sizes are checked against the file's length before memory is taken.
Result<NpyArray> read_npy(const std::filesystem::path& path);
Result<NpyArray> read_npy(std::span<const unsigned char> bytes, std::string_view name);

/// As a tensor: missing leading dimensions become 1. An Error when there are more than four.
Result<Tensor> to_tensor(const NpyArray& array, std::string_view name);

/// float32, version 1.0, the given shape (whose product is values.size()).
Result<void> write_npy(const std::filesystem::path& path, std::span<const int> shape,
                       std::span<const float> values);
Result<void> write_npy(const std::filesystem::path& path, std::span<const int> shape,
                       std::span<const std::int32_t> values);
Result<void> write_npy(const std::filesystem::path& path, ConstTensorView tensor);

}  // namespace convscope
