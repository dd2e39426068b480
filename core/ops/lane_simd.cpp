#include "core/ops/lane_simd.hpp"

#include <algorithm>
#include <limits>

#include "core/ops/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/lane_simd.cpp"
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

struct AddValue {
    Vec operator()(Vec value, Vec total) const { return hn::Add(total, value); }
};

struct AddSquare {
    Vec operator()(Vec value, Vec total) const { return hn::MulAdd(value, value, total); }
};

struct AddSquaredDifference {
    Vec operator()(Vec a, Vec b, Vec total) const {
        const Vec difference = hn::Sub(a, b);
        return hn::MulAdd(difference, difference, total);
    }
};

struct AddProduct {
    Vec operator()(Vec a, Vec b, Vec total) const { return hn::MulAdd(a, b, total); }
};

Vec group_part(const LaneGrid& grid, std::size_t row, std::size_t group, std::size_t part) {
    return hn::LoadU(kFloats, grid.values + row * grid.row_stride + group * kLanes + part * kWidth);
}

Vec tail_part(const LaneGrid& grid, std::size_t row, std::size_t part) {
    return hn::LoadU(kFloats, grid.tail + row * kLanes + part * kWidth);
}

/// lanes = add(value of each grid..., lanes), place by place. `others` are cut as `grid` is.
template <class Add, class... Grids>
void add_lanes(const Add& add, float* lanes, const LaneGrid& grid, const Grids&... others) {
    Vec total[kGroupVectors];
    for (std::size_t v = 0; v < kGroupVectors; ++v)
        total[v] = hn::LoadU(kFloats, lanes + v * kWidth);
    const auto tail_lanes = static_cast<std::size_t>(grid.tail_lanes);
    for (std::size_t row = 0; row < static_cast<std::size_t>(grid.rows); ++row) {
        for (std::size_t j = 0; j < static_cast<std::size_t>(grid.groups); ++j)
            for (std::size_t v = 0; v < kGroupVectors; ++v)
                total[v] =
                    add(group_part(grid, row, j, v), group_part(others, row, j, v)..., total[v]);
        for (std::size_t v = 0; v < kGroupVectors && v * kWidth < tail_lanes; ++v) {
            const auto counts = hn::FirstN(kFloats, tail_lanes - v * kWidth);
            const Vec sum = add(tail_part(grid, row, v), tail_part(others, row, v)..., total[v]);
            total[v] = hn::IfThenElse(counts, sum, total[v]);
        }
    }
    for (std::size_t v = 0; v < kGroupVectors; ++v)
        hn::StoreU(total[v], kFloats, lanes + v * kWidth);
}

void sum_lanes(const LaneGrid& grid, float* lanes) {
    add_lanes(AddValue(), lanes, grid);
}

void sum_square_lanes(const LaneGrid& grid, float* lanes) {
    add_lanes(AddSquare(), lanes, grid);
}

void sum_squared_difference_lanes(const LaneGrid& a, const LaneGrid& b, float* lanes) {
    add_lanes(AddSquaredDifference(), lanes, a, b);
}

void sum_product_lanes(const LaneGrid& a, const LaneGrid& b, float* lanes) {
    add_lanes(AddProduct(), lanes, a, b);
}

/// Lane totals of |value| and of 1 for each value that is not 0, over one row.
struct AbsoluteLanes {
    Vec sum[kGroupVectors], nonzero[kGroupVectors];

    void add(std::size_t v, Vec value) {
        const Vec absolute = hn::Abs(value);
        const auto finite = hn::Le(absolute, hn::Set(kFloats, std::numeric_limits<float>::max()));
        const auto is_zero = hn::Eq(value, hn::Zero(kFloats));
        sum[v] = hn::Add(sum[v], hn::IfThenElseZero(finite, absolute));
        nonzero[v] = hn::Add(nonzero[v], hn::IfThenZeroElse(is_zero, hn::Set(kFloats, 1.0f)));
    }
};

void sum_absolute_row(const float* row, int width, float* sums, float* counts) {
    AbsoluteLanes lanes;
    for (std::size_t v = 0; v < kGroupVectors; ++v)
        lanes.sum[v] = lanes.nonzero[v] = hn::Zero(kFloats);
    int x = 0;
    for (; x + kLanes <= width; x += kLanes)
        for (std::size_t v = 0; v < kGroupVectors; ++v)
            lanes.add(v, hn::LoadU(kFloats, row + x + static_cast<int>(v * kWidth)));
    HWY_ALIGN float tail[kLanes] = {};
    for (int i = x; i < width; ++i) tail[i - x] = row[i];
    for (std::size_t v = 0; v < kGroupVectors; ++v) {
        lanes.add(v, hn::LoadU(kFloats, tail + v * kWidth));
        hn::StoreU(lanes.sum[v], kFloats, sums + v * kWidth);
        hn::StoreU(lanes.nonzero[v], kFloats, counts + v * kWidth);
    }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace convscope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope {
namespace {
HWY_EXPORT(sum_lanes);
HWY_EXPORT(sum_square_lanes);
HWY_EXPORT(sum_squared_difference_lanes);
HWY_EXPORT(sum_product_lanes);
HWY_EXPORT(sum_absolute_row);
}  // namespace

LaneGrid block_lanes(ConstTensorView map, int c, Rect block, float* tail) {
    LaneGrid grid;
    grid.rows = block.height();
    grid.groups = block.width() / kLanes;
    grid.values = map.row(0, c, block.y0) + block.x0;
    grid.row_stride = static_cast<std::size_t>(map.row_stride());
    grid.tail_lanes = block.width() % kLanes;
    grid.tail = tail;
    const int first = block.x1 - grid.tail_lanes;
    for (int i = 0; i < grid.rows && grid.tail_lanes > 0; ++i) {
        const float* row = map.row(0, c, block.y0 + i);
        std::copy(row + first, row + block.x1, tail + std::ptrdiff_t{i} * kLanes);
    }
    return grid;
}

void sum_lanes(const LaneGrid& grid, float* lanes) {
    HWY_DYNAMIC_DISPATCH(sum_lanes)(grid, lanes);
}

void sum_square_lanes(const LaneGrid& grid, float* lanes) {
    HWY_DYNAMIC_DISPATCH(sum_square_lanes)(grid, lanes);
}

void sum_squared_difference_lanes(const LaneGrid& a, const LaneGrid& b, float* lanes) {
    HWY_DYNAMIC_DISPATCH(sum_squared_difference_lanes)(a, b, lanes);
}

void sum_product_lanes(const LaneGrid& a, const LaneGrid& b, float* lanes) {
    HWY_DYNAMIC_DISPATCH(sum_product_lanes)(a, b, lanes);
}

AbsoluteSum absolute_sum(ConstTensorView map, int n, int c, Rect rect) {
    // A lane of a row adds up to a thousand floats: far less than this is lost to rounding.
    constexpr double kRoundingAllowance = 1.001;
    AbsoluteSum total;
    for (int y = rect.y0; y < rect.y1; ++y) {
        float sums[kLanes], counts[kLanes];
        HWY_DYNAMIC_DISPATCH(sum_absolute_row)
        (map.row(n, c, y) + rect.x0, rect.width(), sums, counts);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            total.sum += kRoundingAllowance * double{sums[lane]};
            total.nonzero += double{counts[lane]};
        }
    }
    return total;
}

}  // namespace convscope
#endif
