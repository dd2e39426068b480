#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace convscope {

/// What the header of a .npy file says.
struct NpyHeader {
    char kind = 'f';  ///< 'f' float, 'i' signed, 'u' unsigned, 'b' bool.
    std::size_t item_bytes = 4;
    bool big_endian = false;
    bool fortran_order = false;
    std::vector<int> shape;
    std::size_t count = 0;        ///< Product of shape.
    std::size_t data_offset = 0;  ///< Where the elements begin.
};

/// Reads the header and checks that `bytes` holds all the elements it announces.
Result<NpyHeader> read_npy_header(std::span<const unsigned char> bytes, std::string_view name);

}  // namespace convscope
