#pragma once
#include <string>

#include "app/cli/golden_network.hpp"

namespace convscope::cli {

/// How a computed tensor compares with the wanted one.
struct Comparison {
    double worst_error = 0;  ///< Largest |got - want| of the finite values.
    std::string problem;     ///< Why it fails; empty when it passes.
    bool passed() const { return problem.empty(); }
};

/// The rules of golden cases: NaN must meet NaN and infinities the same infinity; +0 equals -0.
/// `got` has the shape of the wanted tensor, but perhaps for extents of 1.
Comparison compare_tensor(const GoldenCase& golden, const GoldenResult& expected,
                          const ComputedTensor& got);

/// The shape under which `got` is written: the wanted one where they differ by extents of 1 only.
std::vector<int> shape_as_wanted(const std::vector<int>& wanted, const std::vector<int>& got);

}  // namespace convscope::cli
