#include "core/ops/conv2d_simd.hpp"

#include "core/ops/reduce.hpp"
#include "core/ops/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/conv2d_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, kLanes>;
using Vec = hn::Vec<Floats>;
constexpr Floats kFloats;
constexpr std::size_t kWidth = hn::MaxLanes(kFloats);

// Chains of dependent multiply-adds that run side by side: enough to hide their latency.
constexpr std::size_t kChains = 8;

/// kChains vectors of results anywhere in a tile: where they read and where their totals stand.
struct VectorGroup {
    const float* source[kChains];
    float* total[kChains];
};

void accumulate_group(const VectorGroup& group, std::span<const Tap> taps) {
    Vec total[kChains];
    const float* source[kChains];
    for (std::size_t i = 0; i < kChains; ++i) {
        total[i] = hn::Load(kFloats, group.total[i]);
        source[i] = group.source[i];
    }
    for (const Tap& tap : taps) {
        const Vec weight = hn::Set(kFloats, tap.number);
        for (std::size_t i = 0; i < kChains; ++i)
            total[i] = hn::MulAdd(hn::LoadU(kFloats, source[i] + tap.offset), weight, total[i]);
    }
    for (std::size_t i = 0; i < kChains; ++i) hn::Store(total[i], kFloats, group.total[i]);
}

void accumulate_tile(const float* tile, std::size_t row_stride, Extent2 results,
                     std::span<const Tap> taps, float* totals) {
    const std::size_t row_vectors = (static_cast<std::size_t>(results.x) + kWidth - 1) / kWidth;
    const std::size_t vectors = row_vectors * static_cast<std::size_t>(results.y);
    for (std::size_t first = 0; first < vectors; first += kChains) {
        VectorGroup group;
        for (std::size_t i = 0; i < kChains; ++i) {
            // The last group is filled up with copies of its last vector: they do the same.
            const std::size_t vector = HWY_MIN(first + i, vectors - 1);
            const std::size_t row = vector / row_vectors;
            const std::size_t column = vector % row_vectors * kWidth;
            group.source[i] = tile + row * row_stride + column;
            group.total[i] = totals + row * kTileSide + column;
        }
        accumulate_group(group, taps);
    }
}

// Vectors of one group of lanes, and taps that share the gradients loaded for it.
constexpr std::size_t kGroupVectors = kLanes / kWidth;
constexpr std::size_t kMaxSharedTaps = HWY_MAX(kChains / kGroupVectors, 1);

/// The lane totals of kTaps neighbouring taps.
template <std::size_t kTaps>
struct LaneTotals {
    Vec total[kTaps][kGroupVectors];
    const float* source[kTaps];

    void add_group(std::size_t position, const float* grads) {
        for (std::size_t v = 0; v < kGroupVectors; ++v) {
            const Vec grad = hn::LoadU(kFloats, grads + v * kWidth);
            for (std::size_t t = 0; t < kTaps; ++t) {
                const Vec value = hn::LoadU(kFloats, source[t] + position + v * kWidth);
                total[t][v] = hn::MulAdd(value, grad, total[t][v]);
            }
        }
    }

    /// As add_group, but lanes from `lane_count` on stay as they are.
    void add_tail(std::size_t position, const float* grads, std::size_t lane_count) {
        for (std::size_t v = 0; v < kGroupVectors && v * kWidth < lane_count; ++v) {
            const auto counts = hn::FirstN(kFloats, lane_count - v * kWidth);
            const Vec grad = hn::LoadU(kFloats, grads + v * kWidth);
            for (std::size_t t = 0; t < kTaps; ++t) {
                const Vec value = hn::LoadU(kFloats, source[t] + position + v * kWidth);
                total[t][v] =
                    hn::IfThenElse(counts, hn::MulAdd(value, grad, total[t][v]), total[t][v]);
            }
        }
    }
};

template <std::size_t kTaps>
void accumulate_lanes_of(const float* tile, std::size_t row_stride, const LaneGrid& grads,
                         const Tap* taps, float* lanes) {
    LaneTotals<kTaps> totals;
    for (std::size_t t = 0; t < kTaps; ++t) {
        totals.source[t] = tile + taps[t].offset;
        for (std::size_t v = 0; v < kGroupVectors; ++v)
            totals.total[t][v] = hn::LoadU(kFloats, lanes + t * kLanes + v * kWidth);
    }
    const auto groups = static_cast<std::size_t>(grads.groups);
    for (std::size_t row = 0; row < static_cast<std::size_t>(grads.rows); ++row) {
        const float* values = grads.values + row * grads.row_stride;
        for (std::size_t j = 0; j < groups; ++j)
            totals.add_group(row * row_stride + j * kLanes, values + j * kLanes);
        if (grads.tail_lanes > 0)
            totals.add_tail(row * row_stride + groups * kLanes, grads.tail + row * kLanes,
                            static_cast<std::size_t>(grads.tail_lanes));
    }
    for (std::size_t t = 0; t < kTaps; ++t)
        for (std::size_t v = 0; v < kGroupVectors; ++v)
            hn::StoreU(totals.total[t][v], kFloats, lanes + t * kLanes + v * kWidth);
}

void accumulate_lanes(const float* tile, std::size_t row_stride, const LaneGrid& grads,
                      std::span<const Tap> taps, float* lanes) {
    std::size_t t = 0;
    for (; t + kMaxSharedTaps <= taps.size(); t += kMaxSharedTaps)
        accumulate_lanes_of<kMaxSharedTaps>(tile, row_stride, grads, taps.data() + t,
                                            lanes + t * kLanes);
    for (; t < taps.size(); ++t)
        accumulate_lanes_of<1>(tile, row_stride, grads, taps.data() + t, lanes + t * kLanes);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace convscope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope {
namespace {
HWY_EXPORT(accumulate_tile);
HWY_EXPORT(accumulate_lanes);
}  // namespace

void accumulate_tile(const float* tile, std::size_t row_stride, Extent2 results,
                     std::span<const Tap> taps, float* totals) {
    HWY_DYNAMIC_DISPATCH(accumulate_tile)(tile, row_stride, results, taps, totals);
}

void accumulate_lanes(const float* tile, std::size_t row_stride, const LaneGrid& grads,
                      std::span<const Tap> taps, float* lanes) {
    HWY_DYNAMIC_DISPATCH(accumulate_lanes)(tile, row_stride, grads, taps, lanes);
}

}  // namespace convscope
#endif
