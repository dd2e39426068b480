#pragma once
#include <cstdint>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// What a number is after the first `terms` of its terms (decision 7): the same computation with
/// +0 in place of the others. Of a maximum the largest candidate so far, +0 before the first. With
/// all terms the same bits as the number. Precondition: the number exists and has terms.
float partial_number(const Results& results, const NumberRef& ref, std::int64_t terms);

}  // namespace convscope
