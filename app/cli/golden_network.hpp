#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/io/golden_case.hpp"

namespace convscope::cli {

/// A tensor this program computed for a golden case.
struct ComputedTensor {
    std::string name;
    std::vector<int> shape;
    std::variant<std::vector<float>, std::vector<std::int32_t>> values;
};

/// Computes all that a case may ask for: a single op's or a pipeline's results, by the names of the
/// golden format. An Error (without `where`) says which inputs do not fit together.
Result<std::vector<ComputedTensor>> compute_golden_case(const GoldenCase& golden);

/// The same extents in the same order, those of 1 left out: then the elements lie alike. A list of
/// a sample is N,D in a case and N,1,D,1 here.
bool same_but_for_ones(const std::vector<int>& a, const std::vector<int>& b);

}  // namespace convscope::cli
