#pragma once
#include <span>
#include <string_view>

#include "core/base/result.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Reads a PNM picture, P1 to P6 (Netpbm): bitmap, grey and color, as text or binary, up to 16
/// bits. 1,C,H,W in 0..1, C = 1 or 3. Errors have no `where`.
Result<Tensor> read_pnm(std::span<const unsigned char> bytes);

}  // namespace convscope
