#pragma once

// Included before any Highway header: targets that the kernels are not compiled for. Vectors
// without a fixed size cannot stand in arrays, which the kernels keep their accumulators in;
// those processors use NEON or the plain code.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
