#pragma once

namespace convscope {

// exp and log of our own: the same bits on every machine, which the C library does not promise.
// Computed in double by +, * and / alone (log needs one division) and rounded once to float, so
// that the error is at most 0.500001 of the last place, subnormal results included.

/// e^x. NaN stays NaN; +infinity and what overflows give +infinity, what is too small +0.
float portable_exp(float x);

/// The natural logarithm. NaN stays NaN; log(+-0) = -infinity; of negative numbers it is NaN.
float portable_log(float x);

}  // namespace convscope
