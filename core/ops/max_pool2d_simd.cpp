#include "core/ops/max_pool2d_simd.hpp"

#include "core/ops/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/max_pool2d_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<float, kMaxVectorFloats> kFloats;
using Vec = hn::Vec<decltype(kFloats)>;
constexpr std::size_t kWidth = hn::MaxLanes(kFloats);

// Vectors of results that are worked on side by side.
constexpr std::size_t kChains = 4;

/// Where kChains vectors of results read and write.
struct VectorGroup {
    std::size_t source[kChains];
    std::size_t result[kChains];
};

/// Calls work(group) for all vectors of a tile. The last group is filled up with copies of its last
/// vector: they do the same.
template <class Work>
void for_each_group(std::size_t row_stride, Extent2 results, const Work& work) {
    const std::size_t row_vectors = (static_cast<std::size_t>(results.x) + kWidth - 1) / kWidth;
    const std::size_t vectors = row_vectors * static_cast<std::size_t>(results.y);
    for (std::size_t first = 0; first < vectors; first += kChains) {
        VectorGroup group;
        for (std::size_t i = 0; i < kChains; ++i) {
            const std::size_t vector = HWY_MIN(first + i, vectors - 1);
            const std::size_t row = vector / row_vectors;
            const std::size_t column = vector % row_vectors * kWidth;
            group.source[i] = row * row_stride + column;
            group.result[i] = row * kTileSide + column;
        }
        work(group);
    }
}

struct TakeMaximum {
    const float* tile;
    std::span<const Tap> taps;
    RunningMaximum maximum;

    void operator()(const VectorGroup& group) const {
        Vec best[kChains], winner[kChains];
        for (std::size_t i = 0; i < kChains; ++i) {
            best[i] = hn::Load(kFloats, maximum.best + group.result[i]);
            winner[i] = hn::Load(kFloats, maximum.winner + group.result[i]);
        }
        for (const Tap& tap : taps) {
            const Vec number = hn::Set(kFloats, tap.number);
            for (std::size_t i = 0; i < kChains; ++i) {
                const Vec value = hn::LoadU(kFloats, tile + group.source[i] + tap.offset);
                const auto first_nan = hn::AndNot(hn::IsNaN(best[i]), hn::IsNaN(value));
                const auto wins = hn::Or(hn::Gt(value, best[i]), first_nan);
                best[i] = hn::IfThenElse(wins, value, best[i]);
                winner[i] = hn::IfThenElse(wins, number, winner[i]);
            }
        }
        for (std::size_t i = 0; i < kChains; ++i) {
            hn::Store(best[i], kFloats, maximum.best + group.result[i]);
            hn::Store(winner[i], kFloats, maximum.winner + group.result[i]);
        }
    }
};

struct AddRouted {
    RoutedTile tile;
    std::span<const Tap> taps;
    float* totals;

    void operator()(const VectorGroup& group) const {
        Vec total[kChains];
        for (std::size_t i = 0; i < kChains; ++i)
            total[i] = hn::Load(kFloats, totals + group.result[i]);
        for (const Tap& tap : taps) {
            const Vec number = hn::Set(kFloats, tap.number);
            for (std::size_t i = 0; i < kChains; ++i) {
                const float* winner = tile.winners + group.source[i] + tap.offset;
                const float* grad = tile.grads + group.source[i] + tap.offset;
                const auto won = hn::Eq(hn::LoadU(kFloats, winner), number);
                total[i] = hn::Add(total[i], hn::IfThenElseZero(won, hn::LoadU(kFloats, grad)));
            }
        }
        for (std::size_t i = 0; i < kChains; ++i)
            hn::Store(total[i], kFloats, totals + group.result[i]);
    }
};

struct CountTies {
    const float* tile;
    std::span<const Tap> taps;
    const float* best;
    float* counts;

    void operator()(const VectorGroup& group) const {
        const Vec one = hn::Set(kFloats, 1.0f);
        Vec value[kChains], count[kChains];
        for (std::size_t i = 0; i < kChains; ++i) {
            value[i] = hn::Load(kFloats, best + group.result[i]);
            count[i] = hn::Load(kFloats, counts + group.result[i]);
        }
        for (const Tap& tap : taps)
            for (std::size_t i = 0; i < kChains; ++i) {
                const Vec cell = hn::LoadU(kFloats, tile + group.source[i] + tap.offset);
                count[i] = hn::Add(count[i], hn::IfThenElseZero(hn::Eq(cell, value[i]), one));
            }
        for (std::size_t i = 0; i < kChains; ++i)
            hn::Store(count[i], kFloats, counts + group.result[i]);
    }
};

struct AddShared {
    SharedTile tile;
    std::span<const Tap> taps;
    const float* cells;
    float* totals;

    void operator()(const VectorGroup& group) const {
        Vec cell[kChains], total[kChains];
        for (std::size_t i = 0; i < kChains; ++i) {
            cell[i] = hn::Load(kFloats, cells + group.result[i]);
            total[i] = hn::Load(kFloats, totals + group.result[i]);
        }
        for (const Tap& tap : taps) {
            const Vec number = hn::Set(kFloats, tap.number);
            for (std::size_t i = 0; i < kChains; ++i) {
                const std::size_t at = group.source[i] + static_cast<std::size_t>(tap.offset);
                const auto equal = hn::Eq(hn::LoadU(kFloats, tile.values + at), cell[i]);
                const auto won = hn::Eq(hn::LoadU(kFloats, tile.winners + at), number);
                const Vec share = hn::LoadU(kFloats, tile.shares + at);
                total[i] = hn::Add(total[i], hn::IfThenElseZero(hn::Or(equal, won), share));
            }
        }
        for (std::size_t i = 0; i < kChains; ++i)
            hn::Store(total[i], kFloats, totals + group.result[i]);
    }
};

void take_maximum(const float* tile, std::size_t row_stride, Extent2 results,
                  std::span<const Tap> taps, RunningMaximum maximum) {
    for_each_group(row_stride, results, TakeMaximum{tile, taps, maximum});
}

void add_routed(const RoutedTile& tile, Extent2 results, std::span<const Tap> taps, float* totals) {
    for_each_group(tile.row_stride, results, AddRouted{tile, taps, totals});
}

void count_ties(const float* tile, std::size_t row_stride, Extent2 results,
                std::span<const Tap> taps, const float* best, float* counts) {
    for_each_group(row_stride, results, CountTies{tile, taps, best, counts});
}

void add_shared(const SharedTile& tile, Extent2 results, std::span<const Tap> taps,
                const float* cells, float* totals) {
    for_each_group(tile.row_stride, results, AddShared{tile, taps, cells, totals});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace convscope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope {
namespace {
HWY_EXPORT(take_maximum);
HWY_EXPORT(add_routed);
HWY_EXPORT(count_ties);
HWY_EXPORT(add_shared);
}  // namespace

void take_maximum(const float* tile, std::size_t row_stride, Extent2 results,
                  std::span<const Tap> taps, RunningMaximum maximum) {
    HWY_DYNAMIC_DISPATCH(take_maximum)(tile, row_stride, results, taps, maximum);
}

void add_routed(const RoutedTile& tile, Extent2 results, std::span<const Tap> taps, float* totals) {
    HWY_DYNAMIC_DISPATCH(add_routed)(tile, results, taps, totals);
}

void count_ties(const float* tile, std::size_t row_stride, Extent2 results,
                std::span<const Tap> taps, const float* best, float* counts) {
    HWY_DYNAMIC_DISPATCH(count_ties)(tile, row_stride, results, taps, best, counts);
}

void add_shared(const SharedTile& tile, Extent2 results, std::span<const Tap> taps,
                const float* cells, float* totals) {
    HWY_DYNAMIC_DISPATCH(add_shared)(tile, results, taps, cells, totals);
}

}  // namespace convscope
#endif
