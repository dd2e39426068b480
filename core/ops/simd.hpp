#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace convscope {

/// Names of the SIMD targets that this machine can run, best first: "AVX3", "AVX2", "SSE4", ...
std::vector<std::string> simd_targets();

/// The one in use.
std::string current_simd_target();

/// True when the target in use fuses multiply and add, so that results have the contract's bits.
bool simd_target_is_fused();

/// Uses this target from now on, or says which there are. Not to be called while ops run.
Result<void> use_simd_target(const std::string& name);

}  // namespace convscope
