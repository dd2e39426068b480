#include "core/ops/dense_simd.hpp"

#include "core/ops/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/dense_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<float, kLanes> kFloats;
using Vec = hn::Vec<decltype(kFloats)>;
constexpr std::size_t kWidth = hn::MaxLanes(kFloats);
constexpr std::size_t kGroupVectors = kLanes / kWidth;

// Chains of dependent multiply-adds that run side by side: enough to hide their latency.
constexpr std::size_t kChains = 8;

/// kChains vectors of totals anywhere in a tile.
struct VectorGroup {
    const float* left[kChains];
    const float* right[kChains];
    float* total[kChains];
};

void add_to_group(const VectorGroup& group, std::size_t terms, std::size_t right_stride) {
    Vec total[kChains];
    for (std::size_t i = 0; i < kChains; ++i) total[i] = hn::LoadU(kFloats, group.total[i]);
    for (std::size_t t = 0; t < terms; ++t)
        for (std::size_t i = 0; i < kChains; ++i)
            total[i] = hn::MulAdd(hn::Set(kFloats, group.left[i][t]),
                                  hn::LoadU(kFloats, group.right[i] + t * right_stride), total[i]);
    for (std::size_t i = 0; i < kChains; ++i) hn::StoreU(total[i], kFloats, group.total[i]);
}

void add_product(const ProductTile& tile) {
    const std::size_t row_vectors = tile.column_groups * kGroupVectors;
    const std::size_t vectors = tile.rows * row_vectors;
    for (std::size_t first = 0; first < vectors; first += kChains) {
        VectorGroup group;
        for (std::size_t i = 0; i < kChains; ++i) {
            // The last group is filled up with copies of its last vector: they do the same.
            const std::size_t vector = HWY_MIN(first + i, vectors - 1);
            const std::size_t row = vector / row_vectors, column = vector % row_vectors;
            const std::size_t columns = column / kGroupVectors;
            const std::size_t lane = column % kGroupVectors * kWidth;
            group.left[i] = tile.left + row * tile.left_stride;
            group.right[i] = tile.right + columns * tile.right_group_stride + lane;
            group.total[i] = tile.totals + row * tile.totals_stride + columns * kLanes + lane;
        }
        add_to_group(group, tile.terms, tile.right_stride);
    }
}

/// Folds lanes kFirst, kFirst + kStep, ... as fold_lanes does: the halves first.
template <std::size_t kFirst, std::size_t kStep>
Vec folded(const float* values, std::size_t stride, const float* factors) {
    if constexpr (kStep == kLanes)
        return hn::MulAdd(hn::LoadU(kFloats, values + kFirst * stride),
                          hn::Set(kFloats, factors[kFirst]), hn::Zero(kFloats));
    else
        return hn::Add(folded<kFirst, 2 * kStep>(values, stride, factors),
                       folded<kFirst + kStep, 2 * kStep>(values, stride, factors));
}

void fold_products(const float* values, std::size_t stride, const float* factors,
                   std::size_t column_groups, float* sums) {
    for (std::size_t j = 0; j < column_groups * kLanes; j += kWidth)
        hn::StoreU(folded<0, 1>(values + j, stride, factors), kFloats, sums + j);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace convscope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope {
namespace {
HWY_EXPORT(add_product);
HWY_EXPORT(fold_products);
}  // namespace

void add_product(const ProductTile& tile) {
    HWY_DYNAMIC_DISPATCH(add_product)(tile);
}

void fold_products(const float* values, std::size_t stride, const float* factors,
                   std::size_t column_groups, float* sums) {
    HWY_DYNAMIC_DISPATCH(fold_products)(values, stride, factors, column_groups, sums);
}

}  // namespace convscope
#endif
