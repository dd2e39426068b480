#pragma once
#include <string>

#include "core/eval/verify.hpp"

namespace convscope {

/// What a report comes to, in a few words without a full stop: "verified by nudging each weight",
/// "verified by nudging 64 of 2,883 weights", "3 of 27 weights differ", "cannot be checked: L is
/// NaN, so that nothing can be checked", "443 of 447 nudged weights (of 1,152) agree; 4 are
/// undecided: rounding may be as large".
std::string verdict_text(const VerifyReport& report);
/// The same where there is little room: "verified", "64 of 2,883 weights", which agree.
std::string brief_verdict(const VerifyReport& report);

/// Sentences about cells at a kink: "Up to 56 cells of A stand at a kink, A[0, 0], A[1, 0] among
/// them: on both sides they keep what the program decided."
std::vector<std::string> kink_sentences(const Results& results, const std::vector<KinkNote>& kinks);

}  // namespace convscope
